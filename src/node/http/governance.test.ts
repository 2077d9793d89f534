import { beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../../test/consortium.js";
import { Served } from "../../../test/served.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { formatTrustFile } from "../../crypto/format-trust-file.js";
import type { MemorySigner } from "../../crypto/signer.js";
import { parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import { decodeEnvelope } from "../../ledger/envelope.js";
import { followTrust } from "../../ledger/follow-trust.js";
import { verifyReceipt } from "../../ledger/verify-receipt.js";
import { DataDirectory } from "../data-directory.js";
import { found } from "../found.js";

const names = ["registry", "court", "treasury", "audit"] as const;
const HOUR_MS = 3_600_000;
const coded = (code: string) => expect.objectContaining({ code });

let served: Served;
let founded: TrustFile;
beforeAll(async () => {
  const data = new DataDirectory(tempDir());
  const officer = (role: "governor" | "registrar") => ({ role, within: null });
  found(data, {
    network: "four",
    demo: true,
    time: Date.now(),
    agencies: names.map((name) => ({
      name,
      title: name,
      officers: [officer("governor"), officer("registrar")],
    })),
    land: { levels: [], offices: [] },
  });
  served = await Served.start({ data });
  founded = parseTrustFile(served.node.trust());
});

function governor(agency: string): MemorySigner {
  const keys = served.node.opened.data.readKeys();
  const key = keys.find(({ use }) => use?.agency === agency && use.role === "governor");
  if (key === undefined) expect.unreachable();
  return key.signer;
}

async function send(type: string, body: Cbor, agency: string) {
  const bytes = served.envelope(type, body, governor(agency));
  const { code } = await served.node.submit(bytes);
  return { id: toHex(decodeEnvelope(bytes).id), code };
}

const propose = (action: Cbor) => {
  const body = { agency: "registry", deadline: Date.now() + HOUR_MS, action };
  return send("governance.propose", body, "registry");
};
const vote = (proposal: string, agency: string) =>
  send("governance.vote", { proposal, agency, approve: true }, agency);

describe("proposals and the proof bundle", () => {
  it("shows what is proposed, with the ballots and the fact that proves each", async () => {
    const { id } = await propose({ kind: "raise-threshold", threshold: 4 });
    await vote(id, "court");
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
    for (const agency of ["registry", "audit"]) await vote(id, agency);
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
    const { id } = await propose({ kind: "rotate", agency: "court", ...keys, compromised: false });
    for (const agency of names) await vote(id, agency);
    await expect.poll(() => parseTrustFile(served.node.trust()).epochs.length).toBe(3);
    for (let asked = 0; asked < 2; asked++) {
      await expect(served.client.bundle({})).rejects.toThrowError(coded("PROVE_UNSIGNED"));
    }
  });

  it("stops before the block of a version that is not here, and is read all the same", async () => {
    const { height: now } = (await served.client.network({})).body;
    const height = now + 6;
    const { id } = await propose({ kind: "activate", module: "land", version: 9, height });
    for (const agency of names) expect((await vote(id, agency)).code).toBe("ok");
    await expect(vote(id, "court")).rejects.toThrowError(coded("ENGINE_HALTED"));
    expect(served.node.trouble?.code).toBe("ENGINE_HALTED");
    expect(served.log.join()).toContain("MODULE_UNKNOWN");
    expect((await served.get("/")).status).toBe(200);
  });
});
