import { beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../../test/consortium.js";
import { Governed } from "../../../test/governed.js";
import { formatTrustFile } from "../../crypto/format-trust-file.js";
import { parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import { followTrust } from "../../ledger/follow-trust.js";
import { verifyReceipt } from "../../ledger/verify-receipt.js";

const names = Governed.agencies;
const coded = (code: string) => expect.objectContaining({ code });

let governed: Governed;
let served: Governed["served"];
let founded: TrustFile;
beforeAll(async () => {
  governed = await Governed.start();
  served = governed.served;
  founded = parseTrustFile(served.node.trust());
});

describe("proposals and the proof bundle", () => {
  it("shows what is proposed, with the ballots and the fact that proves each", async () => {
    const { id } = await governed.propose({ kind: "raise-threshold", threshold: 4 });
    await governed.vote(id, "court");
    const { body } = await served.client.proposals({});
    expect(body).toMatchObject({
      items: [
        {
          key: `governance/proposal/${id}`,
          value: { agency: "registry", action: { kind: "raise-threshold" }, state: "open" },
          tally: { approving: 1, refusing: 0, agencies: 4, needed: 3 },
          ballots: [{ key: `governance/ballot/${id}~court`, agency: "court", approve: true }],
        },
      ],
      next: null,
    });
    for (const agency of ["registry", "audit"]) await governed.vote(id, agency);
    expect((await served.client.proposals({})).body.items).toEqual([]);
    expect((await served.client.proposal({ id })).body.value).toMatchObject({ state: "accepted" });
    expect((await served.client.misbehaviour({})).body).toEqual({ items: [], next: null });
    await expect(served.client.proposal({ id: "0".repeat(64) })).rejects.toThrowError(
      coded("API_RECORD_UNKNOWN"),
    );
  });

  it("gives an old trust file the way to today's, under which a receipt holds", async () => {
    // The epoch closes with the block after the one that decided, which comes by itself.
    await expect.poll(() => parseTrustFile(served.node.trust()).quorum).toBe(4);
    const { body: bundle } = await served.client.bundle({});
    const followed = followTrust(founded, bundle);
    expect(formatTrustFile(followed)).toBe(served.node.trust());
    const receipt = await served.node.receipt("governance/epoch/1", null);
    expect(verifyReceipt(receipt, founded).code).toBeNull();
    expect(verifyReceipt(receipt, followed).receipt?.signedBy).toEqual([...names].sort());
    expect((await served.client.bundle({})).body).toEqual(bundle);
  });

  it("has no bundle while the new set has not signed", async () => {
    const keys = { logKey: null, cosignerKey: keyOf(1), validatorKey: null };
    const { id } = await governed.propose({
      kind: "rotate",
      agency: "court",
      ...keys,
      compromised: false,
    });
    for (const agency of names) await governed.vote(id, agency);
    await expect.poll(() => parseTrustFile(served.node.trust()).epochs.length).toBe(3);
    for (let asked = 0; asked < 2; asked++) {
      await expect(served.client.bundle({})).rejects.toThrowError(coded("PROVE_UNSIGNED"));
    }
  });

  it("stops before the block of a version that is not here, and is read all the same", async () => {
    const { height: now } = (await served.client.network({})).body;
    const height = now + 6;
    const { id } = await governed.propose({ kind: "activate", module: "land", version: 9, height });
    for (const agency of names) expect((await governed.vote(id, agency)).code).toBe("ok");
    await expect(governed.vote(id, "court")).rejects.toThrowError(coded("ENGINE_HALTED"));
    expect(served.node.trouble?.code).toBe("ENGINE_HALTED");
    expect(served.log.join()).toContain("MODULE_UNKNOWN");
    expect((await served.get("/")).status).toBe(200);
  });
});
