import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { concatBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { decodeEnvelope } from "../../ledger/envelope.js";
import { verifyReceipt } from "../../ledger/verify-receipt.js";

const COSE = "application/cose";
const SEQUENCE = "application/cbor-seq";
const idOf = (bytes: Uint8Array) => toHex(decodeEnvelope(bytes).id);

let served: Served;
let firstSize = 0;
beforeAll(async () => {
  served = await Served.start();
  firstSize = served.node.opened.published.size;
});

const submit = (bytes: Uint8Array, type = COSE, wait?: "sealed") =>
  served.client.submit(wait === undefined ? {} : { wait }, { type, bytes });

describe("POST /transactions", () => {
  it("answers after the block is durable and published", async () => {
    const bytes = served.registration(1);
    const { status, body } = await submit(bytes, COSE, "sealed");
    expect(status).toBe(200);
    expect(body).toEqual({
      results: [{ id: idOf(bytes), code: "ok", sealed: true, index: firstSize }],
    });
    const { body: found } = await served.client.fact({ key: "land/parcel/p0001" });
    expect(found).toMatchObject({ current: true, retracted: false });
  });

  it("answers a known one at once with its first result", async () => {
    const bytes = served.registration(2);
    const first = await submit(bytes, COSE, "sealed");
    const again = await submit(bytes);
    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
  });

  it("does not wait when nobody asks", async () => {
    const bytes = served.registration(3);
    const { status, body } = await submit(bytes);
    expect(status).toBe(202);
    expect(body).toEqual({ results: [{ id: idOf(bytes), code: "accepted", sealed: false }] });
    await served.node.submit(bytes);
  });

  it("judges each envelope of a sequence by itself", async () => {
    const good = [served.registration(4), served.registration(5)] as const;
    const overlapping = served.registration(4, { parcel: "x", title: "x" });
    const forged = served.registration(6).slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const notOne = Uint8Array.of(0x83, 1, 2, 3);
    const sequence = concatBytes(
      good[0],
      notOne,
      forged,
      overlapping,
      good[1],
      Uint8Array.of(0x1c),
    );
    const { status, body } = await submit(sequence, SEQUENCE, "sealed");
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { id: idOf(good[0]), code: "ok", sealed: true },
      { id: null, code: "CBOR_TAG", sealed: false },
      { id: idOf(forged), code: "ENVELOPE_SIGNATURE", sealed: false },
      { id: idOf(overlapping), code: expect.stringMatching(/^LAND_/), sealed: true, detail: {} },
      { id: idOf(good[1]), code: "ok", sealed: true },
      { id: null, code: "CBOR_RESERVED", sealed: false },
    ]);
  });

  it("refuses a single envelope that is none with 422", async () => {
    const { status, body } = await submit(Uint8Array.of(0xf6));
    expect(status).toBe(422);
    expect(body.results).toMatchObject([{ id: null, code: "CBOR_TAG", sealed: false }]);
  });

  it.each([
    ["an empty body", COSE, 0, "API_BODY_EMPTY", 400],
    ["another type", "application/json", 10, "API_MEDIA_TYPE", 415],
    ["more than 8 MiB", SEQUENCE, 8 * 1024 * 1024 + 1, "API_TOO_LARGE", 413],
    ["more than 10,000 items", SEQUENCE, 10_001, "API_SEQUENCE_COUNT", 413],
  ])("refuses %s", async (_, type, bytes, code, status) => {
    const answer = await fetch(`${served.address}/api/v1/transactions`, {
      method: "POST",
      headers: { "content-type": type },
      body: new Uint8Array(bytes),
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      code,
      docs: expect.stringContaining("errors.md#"),
    });
  });
});

describe("transactions on record", () => {
  it("shows one with what it wrote", async () => {
    const bytes = served.registration(7);
    await served.node.submit(bytes);
    const { body } = await served.client.transaction({ id: idOf(bytes) });
    expect(body).toMatchObject({
      key: `tx/${idOf(bytes)}`,
      type: "land.register",
      code: "ok",
      signers: [toHex(served.registrar.thumbprint)],
    });
    expect(body.sentence.length).toBeGreaterThan(10);
    expect(body.writes.map(({ key }) => key)).toContain("land/parcel/p0007");
  });

  it("does not know one that nobody sent", async () => {
    await expect(served.client.transaction({ id: "0".repeat(64) })).rejects.toMatchObject({
      code: "PROVE_UNKNOWN",
    });
  });

  it("follows the tail", async () => {
    const { body: before } = await served.client.tail({ limit: 1 });
    expect(before.items).toHaveLength(1);
    const bytes = [served.registration(8), served.registration(9)];
    for (const envelope of bytes) await served.node.submit(envelope);
    const { body: first } = await served.client.tail({ from: before.size, limit: 1 });
    const { body: rest } = await served.client.tail({ from: first.next });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(bytes.map(idOf));
    expect(rest.next).toBe(rest.size);
  });
});

describe("facts and receipts", () => {
  it("gives a receipt that a stranger can check", async () => {
    await served.node.submit(served.registration(10));
    const trust = parseTrustFile(await (await served.get("/trust.json")).text());
    const { body } = await served.client.receipt({ key: "land/parcel/p0010" });
    const { receipt } = verifyReceipt(body, trust);
    expect(receipt).toMatchObject({ current: true, fact: { key: "land/parcel/p0010" } });
    expect(receipt?.signedBy).toEqual(["registry", "treasury"]);
  });

  it("gives a transaction's receipt", async () => {
    const bytes = served.registration(11);
    await served.node.submit(bytes);
    const trust = parseTrustFile(await (await served.get("/trust.json")).text());
    const { body } = await served.client.receipt({ transaction: idOf(bytes) });
    expect(verifyReceipt(body, trust).receipt?.fact.key).toBe(`tx/${idOf(bytes)}`);
  });

  it("shows a record as it was: by size, by time", async () => {
    const key = "land/office/main";
    await served.node.submit(served.registration(12));
    const { size, time } = served.node.opened.published.publication ?? { size: 0, time: 0 };
    const { body: then } = await served.client.fact({ key });
    await served.node.submit(served.registration(13));
    const { body: now } = await served.client.fact({ key });
    const { body: before } = await served.client.fact({ key, at: size });
    expect(before).toEqual({ ...then, current: false, size: now.size });
    expect(now.supersedes).toBe(then.index);
    const trust = parseTrustFile(served.node.trust());
    for (const query of [
      { at: size },
      { asOf: String(time) },
      { asOf: new Date(time).toISOString() },
    ]) {
      const { body } = await served.client.receipt({ key, ...query });
      const { receipt } = verifyReceipt(body, trust);
      expect(receipt).toMatchObject({ fact: { index: then.index }, asOf: { size, time } });
    }
  });

  it.each([
    ["/api/v1/receipts", 400, "API_PARAMETER"],
    [`/api/v1/receipts?key=seal&transaction=${"0".repeat(64)}`, 400, "API_PARAMETER"],
    ["/api/v1/receipts?key=seal&at=2", 404, "API_NOT_BLOCK_END"],
    ["/api/v1/receipts?key=seal&asOf=yesterday", 400, "API_PARAMETER"],
    ["/api/v1/receipts?key=seal&asOf=2999-01-01", 422, "PROVE_TIME"],
    ["/api/v1/receipts?key=seal&asOf=1999-01-01", 404, "PROVE_NOT_YET"],
    ["/api/v1/receipts?key=land/parcel/none", 404, "PROVE_UNKNOWN"],
    ["/api/v1/facts?key=../../etc/passwd", 404, "PROVE_UNKNOWN"],
    ["/api/v1/facts?key=a%00b", 400, "API_PARAMETER"],
    ["/api/v1/facts?key=seal&key=seal", 400, "API_PARAMETER"],
    ["/api/v1/facts?key=seal&nothing=1", 400, "API_PARAMETER"],
    ["/api/v1/facts?key=seal&at=999999999", 404, "PROVE_UNKNOWN"],
    ["/api/v1/blocks/999999", 404, "PROVE_UNKNOWN"],
    ["/api/v1/blocks?limit=501", 400, "API_PARAMETER"],
    ["/api/v1/blocks?limit=0x10", 400, "API_PARAMETER"],
    ["/api/v1/land/parcels/none", 404, "API_RECORD_UNKNOWN"],
    ["/api/v1/land/parcels?cursor=x", 400, "API_PARAMETER"],
    ["/api/v1/land/daybook/none", 404, "API_RECORD_UNKNOWN"],
    ["/api/v1/land/parcels/%ff", 400, "API_REQUEST"],
    [`/api/v1/land/parcels/${"x".repeat(300)}`, 414, "API_REQUEST"],
    ["/api/v1/nothing", 404, "API_ADDRESS"],
  ])("answers %s with %i %s", async (path, status, code) => {
    const answer = await served.get(path);
    expect(await answer.json()).toMatchObject({ code, message: expect.any(String) });
    expect(answer.status).toBe(status);
  });
});

describe("records and lists", () => {
  it("pages through parcels without a gap", async () => {
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = cursor === undefined ? {} : { cursor };
      const { body } = await served.client.landParcels({ limit: 2, ...query });
      expect(body.items.length).toBeLessThanOrEqual(2);
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.next;
    }
    expect(new Set(ids).size).toBe(ids.length);
    const { body: office } = await served.client.landOffices({});
    expect(ids).toHaveLength(office.items[0]?.value.entries ?? 0);
  });

  it("shows each record with the key that proves it", async () => {
    const { body: title } = await served.client.landTitle({ id: "p0001" });
    expect(title.key).toBe("land/title/p0001");
    expect(title.parcels.map(({ key }) => key)).toEqual(["land/parcel/p0001"]);
    const [right] = title.rights;
    const { body: alone } = await served.client.landRight({ id: right?.id ?? "" });
    expect(alone).toEqual(right);
    const { body: parcel } = await served.client.landParcel({ id: "p0001" });
    expect(parcel).toEqual(title.parcels[0]);
    const { body: found } = await served.client.landParcels({ reference: "REF1" });
    expect(found).toEqual({ items: [parcel], next: null });
    for (const { key, index } of [title, parcel, alone]) {
      expect((await served.client.fact({ key })).body.index).toBe(index);
    }
  });

  it("lists levels, daybook, agencies, epochs, organisations", async () => {
    const { body: levels } = await served.client.landLevels({});
    expect(levels.items.map(({ key }) => key)).toEqual(["land/level/surface"]);
    const { body: daybook } = await served.client.landDaybook({ office: "main", limit: 2 });
    expect(daybook).toMatchObject({ items: [{ value: { number: 1 } }, { value: { number: 2 } }] });
    expect(daybook.next).toBe("3");
    const { body: officers } = await served.client.officers({ role: "registrar" });
    expect(officers.items).toMatchObject([
      {
        value: { role: "registrar", organisation: "registry", within: null },
        keyIds: [toHex(served.registrar.thumbprint)],
      },
    ]);
    const { body: agencies } = await served.client.agencies({ limit: 1 });
    expect(agencies).toMatchObject({
      items: [{ key: "governance/agency/registry" }],
      next: "registry",
    });
    const { body: more } = await served.client.agencies({ limit: 1, cursor: "registry" });
    expect(more).toMatchObject({ items: [{ key: "governance/agency/treasury" }], next: null });
    const { body: epochs } = await served.client.epochs({});
    expect(epochs.items).toMatchObject([{ value: { from: 0, to: null, threshold: 2 } }]);
    const { body: organisation } = await served.client.organisation({ id: "treasury" });
    expect(organisation.value.name).toBe("Treasury");
  });

  it("lists blocks, newest first, down to the founding", async () => {
    const { body: newest } = await served.client.blocks({ limit: 3 });
    const { height } = served.node.opened.published;
    expect(newest.items.map((block) => block.height)).toEqual([height, height - 1, height - 2]);
    expect(newest.next).toBe(String(height - 3));
    const { body: last } = await served.client.blocks({ cursor: 0 });
    expect(last).toMatchObject({ items: [{ height: 0, size: firstSize }], next: null });
    const { body: one } = await served.client.block({ height: 1 });
    expect(one).toMatchObject({ first: firstSize, done: { "land.register": 1 }, refused: 0 });
  });

  it("says which network it is", async () => {
    const { body } = await served.client.network({});
    expect(body).toMatchObject({ id: served.networkId, name: "nova-arvenia", accepts: true });
  });
});
