import { describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { fromHex, toBase64Url, toHex, utf8Encode } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import type { Signer } from "../../crypto/signer.js";
import { seedSigner } from "../../crypto/signer.js";
import { signReadRequest } from "../../ledger/read-request.js";
import { createClient } from "../../sdk/client.js";
import { signedTransport } from "../../sdk/signed-transport.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";

const served = await Served.start();
const network = served.node.opened.id;
const keyOf = (role: string): Signer => {
  const keys = served.node.opened.data.readKeys();
  const key = keys.find(({ use }) => use?.role === role);
  if (key === undefined) throw new TypeError(role);
  return key.signer;
};
const [ana, bo] = [keyOf("registrar"), keyOf("administrator")];
/** Nobody on this ledger. */
const eve = seedSigner(new Uint8Array(32).fill(3));
const node = served.node.agencies[0]?.logKey.thumbprint ?? new Uint8Array(32);

function draft(signers = [ana.thumbprint, bo.thumbprint]): Uint8Array {
  const body = { handle: "x", role: "registrar" };
  const validUntil = Date.now() + 60_000;
  return newTransaction({ network, type: "identity.dismiss", body, validUntil, signers });
}

const keep = (bytes: Uint8Array) =>
  fetch(`${served.address}/api/v1/drafts`, {
    method: "POST",
    headers: { "content-type": "application/cose" },
    body: Buffer.from(bytes),
  });

async function read(path: string, reader: Signer, signedPath = path, time = Date.now()) {
  const proof = await signReadRequest({ network, node, path: signedPath, time }, reader);
  const authorization = `Counterfoil ${toBase64Url(proof)}`;
  return fetch(`${served.address}${path}`, { headers: { authorization } });
}

describe("drafts over HTTP", () => {
  it("gathers signatures from both, and the complete envelope can be sent", async () => {
    const unsigned = draft();
    const first = await keep(await signTransaction(unsigned, ana));
    expect(first.status).toBe(200);
    const { id, complete } = (await first.json()) as { id: string; complete: boolean };
    expect(complete).toBe(false);
    const path = `/api/v1/drafts/${id}`;
    const waiting = (await (await read("/api/v1/drafts", bo)).json()) as {
      items: { id: string }[];
    };
    expect(waiting.items.map((item) => item.id)).toContain(id);
    const seen = (await (await read(path, bo)).json()) as { envelope: string };
    await keep(await signTransaction(fromHex(seen.envelope), bo));
    const whole = (await (await read(path, ana)).json()) as { envelope: string; complete: boolean };
    expect(whole.complete).toBe(true);
    const body = { type: "application/cose", bytes: fromHex(whole.envelope) };
    const sent = await served.client.submit({ wait: "sealed" }, body);
    expect(sent.body).toMatchObject({ results: [{ id, sealed: true }] });
  });

  it("shows nothing to anybody else", async () => {
    const kept = await keep(await signTransaction(draft(), ana));
    const { id } = (await kept.json()) as { id: string };
    const path = `/api/v1/drafts/${id}`;
    expect((await read(path, eve)).status).toBe(404);
    expect((await fetch(`${served.address}${path}`)).status).toBe(401);
    expect((await read(path, ana, "/api/v1/drafts")).status).toBe(401);
    expect((await read(path, ana, path, Date.now() - 600_000)).status).toBe(401);
    for (const proof of ["", "a", "null", "gAAA", toBase64Url(keyOf("registrar").thumbprint)]) {
      const headers = { authorization: `Counterfoil ${proof}` };
      const response = await fetch(`${served.address}${path}`, { headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: "READ_FORM" });
    }
    const { items } = (await (await read("/api/v1/drafts", eve)).json()) as { items: unknown[] };
    expect(items).toEqual([]);
  });

  it("keeps what signers tell one another, for those whom it is for", async () => {
    const kept = await keep(await signTransaction(draft([ana.thumbprint, bo.thumbprint]), ana));
    const { id } = (await kept.json()) as { id: string };
    const clientOf = (signer: Signer) => {
      const asker = { network, node, signer, now: Date.now };
      return createClient(served.address, signedTransport(asker));
    };
    const tell = (signer: Signer, note: object, of: object = note) => {
      const bytes = utf8Encode(JSON.stringify(note));
      const digest = toHex(sha256(utf8Encode(JSON.stringify(of))));
      const body = { type: "application/json", bytes };
      return clientOf(signer).addDraftNote({ id, sha256: digest }, body);
    };
    const price = { of: null, path: "/price", salt: "00".repeat(32), value: "EUR 1" };
    const toAna = { kind: "openings", for: [toHex(ana.thumbprint)], openings: [price] };
    const declined = { kind: "declined", reason: "wrong", words: "Not that parcel." };
    await tell(ana, toAna);
    await tell(bo, declined);
    const seenBy = async (signer: Signer) => (await clientOf(signer).draft({ id })).body.notes;
    expect((await seenBy(ana)).map(({ note }) => note.kind)).toEqual(["openings", "declined"]);
    expect(await seenBy(bo)).toMatchObject([{ by: toHex(bo.thumbprint), note: declined }]);
    await expect(tell(eve, declined)).rejects.toMatchObject({ code: "DRAFT_UNKNOWN" });
    await expect(tell(ana, declined, toAna)).rejects.toMatchObject({ code: "DRAFT_NOTE" });
    await expect(tell(ana, { kind: "x" })).rejects.toMatchObject({ code: "DRAFT_NOTE" });
    for (let said = 1; said < 8; said++) await tell(ana, declined);
    await expect(tell(ana, declined)).rejects.toMatchObject({ code: "DRAFT_NOTES_FULL" });
  });

  it("refuses what is no draft of this network", async () => {
    expect((await keep(draft())).status).toBe(422);
    const stranger = await keep(await signTransaction(draft([eve.thumbprint]), eve));
    expect(await stranger.json()).toMatchObject({ code: "ADMIT_STRANGER" });
    expect((await keep(new Uint8Array([1, 2, 3]))).status).toBe(422);
    expect((await keep(new Uint8Array(40_000))).status).toBe(413);
  });
});
