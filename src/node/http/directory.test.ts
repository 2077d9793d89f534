import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { fromHex, toBase64Url, toHex } from "../../base/text.js";
import { encodeCoseKey } from "../../crypto/cose-key.js";
import { p256Signer, type Signer, seedSigner } from "../../crypto/signer.js";
import { decodeDraft } from "../../ledger/envelope.js";
import { signReadRequest } from "../../ledger/read-request.js";
import { checkRead } from "../../ledger/read-tree.js";
import { handle as handleRecord, reads, readsOf } from "../../modules/identity/schema.js";
import { deriverOf, enrolment, handleOf, holderSigner } from "../../sdk/holder.js";
import { openPerson, type Person, type PersonOpening } from "../../sdk/person.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 3_600_000;
let skew = 0;
const now = () => Date.now() + skew;
const served = await Served.start({ now });
const network = served.node.opened.id;
const nodeKey = served.node.agencies[0]?.logKey.thumbprint ?? new Uint8Array(32);
const { registrar } = served;
const administrator = served.node.opened.data
  .readKeys()
  .find(({ use }) => use?.role === "administrator")?.signer as Signer;
const ana: Person = { name: "Ana Días", number: "12345678", birthDate: "1980-02-29" };
const bo: Person = { name: "Bo Okafor", number: "87654321", birthDate: "1971-10-01" };

type Shown = { salt: string; path: string; value: string };
type Waiting = {
  id: string;
  handle: string;
  person: Person;
  envelope: string;
  known: { differs: string[] } | null;
};
type ReadItem = {
  leaf: string;
  opening: { salt: string; path: string; value: Record<string, string | number | null> };
  proof: { key: string; index: number; path: string[] } | null;
};
type Reads = { handle: string; items: ReadItem[]; next: number | null };
type Parties = { items: { keyId: string; handle: string; name: string | null }[] };

const shown = ({ salt, path, value }: PersonOpening): Shown => ({ salt: toHex(salt), path, value });

/** The n-th handle of the person with this secret. */
async function holding(secret: number, n: number, person: Person, more: object = {}) {
  const derive = deriverOf(new Uint8Array(32).fill(secret));
  const handle = await handleOf(derive, network, n);
  const made = await enrolment(derive, {
    network,
    handle,
    person,
    assurance: "high",
    organisation: "registry",
    registrar: registrar.thumbprint,
    validUntil: now() + HOUR_MS,
    ...more,
  });
  return { handle, signer: await holderSigner(derive, network, handle, 0), ...made };
}
type Holding = Awaited<ReturnType<typeof holding>>;

async function post(body: unknown) {
  const response = await fetch(`${served.address}/api/v1/directory/enrolments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const ask = ({ draft, openings }: Pick<Holding, "draft" | "openings">) =>
  post({ envelope: toHex(draft), openings: openings.map(shown) });

async function read<T = { code: string }>(path: string, reader: Signer, signedPath = path) {
  const signed = signedPath.split("?")[0] ?? "";
  const request = { network, node: nodeKey, path: `/api/v1/directory${signed}`, time: now() };
  const authorization = `Counterfoil ${toBase64Url(await signReadRequest(request, reader))}`;
  const response = await served.get(`/api/v1/directory${path}`, { authorization });
  return { status: response.status, body: (await response.json()) as T };
}

async function submit(bytes: Uint8Array): Promise<string | undefined> {
  const { body } = await served.client.submit(
    { wait: "sealed" },
    { type: "application/cose", bytes },
  );
  return body.results?.[0]?.code;
}

async function enrol(secret: number, n: number, person: Person): Promise<Holding> {
  const made = await holding(secret, n, person);
  expect((await ask(made)).status).toBe(200);
  expect(await submit(await signTransaction(made.draft, registrar))).toBe("ok");
  return made;
}

/** Its own key ends itself. */
async function revoke({ signer }: Holding): Promise<void> {
  const draft = newTransaction({
    network,
    type: "identity.revokeKey",
    body: { keyId: toHex(signer.thumbprint) },
    validUntil: now() + HOUR_MS,
    signers: [signer.thumbprint],
  });
  expect(await submit(await signTransaction(draft, signer))).toBe("ok");
}

const readsOfHolding = async ({ signer }: Holding) => {
  const { body } = await read<Reads>("/reads", signer);
  return body;
};

/** Whether the bytes of a text stand anywhere under the data directory. */
function standsOnDisk(text: string): boolean {
  const { root } = served.node.opened.data;
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));
}

describe("an enrolment", () => {
  it("waits for its registrar, is signed, and is then in the directory", async () => {
    const made = await holding(1, 0, ana);
    expect(await ask(made)).toMatchObject({ status: 200, body: { handle: made.handle } });
    expect((await ask(made)).status).toBe(200);
    const early = await read(`/handles/${made.handle}/registration`, registrar);
    expect(early).toMatchObject({ status: 404, body: { code: "DIRECTORY_UNKNOWN" } });

    const { body } = await read<{ items: Waiting[] }>("/enrolments/enrolment", registrar);
    const [waiting] = body.items.filter(({ handle }) => handle === made.handle);
    expect(waiting).toMatchObject({ person: ana, known: null });
    const bytes = await signTransaction(fromHex(waiting?.envelope ?? ""), registrar);
    expect(await submit(bytes)).toBe("ok");

    const found = await read<{ person: Person; openings: Shown[] }>(
      `/handles/${made.handle}/registration`,
      registrar,
    );
    expect(found).toMatchObject({ status: 200, body: { person: ana, vouchedBy: "registry" } });
    const record = served.node.reader.read(handleRecord, made.handle)?.value ?? null;
    const openings = found.body.openings.map((o) => ({ ...o, salt: fromHex(o.salt) }));
    expect(openPerson(record, openings)).toEqual(ana);
    const later = await read<{ items: Waiting[] }>("/enrolments/enrolment", registrar);
    expect(later.body.items.map(({ handle }) => handle)).not.toContain(made.handle);
  });

  it("says where a person of the number is known, and what differs", async () => {
    await ask(await holding(1, 1, { ...ana, name: "Ana Dias" }));
    const { body } = await read<{ items: Waiting[] }>("/enrolments/enrolment", registrar);
    expect(body.items.at(-1)?.known).toEqual({ differs: ["name"] });
  });

  it("is declined by its registrar and nobody else, and is gone for whoever asked", async () => {
    const made = await holding(40, 0, bo);
    expect((await ask(made)).status).toBe(200);
    const decline = async (signer: Signer) => {
      const path = `/api/v1/directory/enrolments/${made.handle}/decline`;
      const request = { network, node: nodeKey, path, time: now() };
      const proof = toBase64Url(await signReadRequest(request, signer));
      const headers = { authorization: `Counterfoil ${proof}` };
      const answer = await fetch(`${served.address}${path}`, { method: "POST", headers });
      return ((await answer.json()) as { code?: string }).code ?? answer.status;
    };
    expect(await decline(administrator)).toBe("DIRECTORY_ROLE");
    expect(await decline(made.signer)).toBe("DIRECTORY_ROLE");
    expect((await readsOfHolding(made)).handle).toBe(made.handle);
    expect(await decline(registrar)).toBe(200);
    expect(await decline(registrar)).toBe("DIRECTORY_UNKNOWN");
    expect(await read("/reads", made.signer)).toMatchObject({ status: 404 });
    expect((await ask(made)).status).toBe(200);
  });

  it("leaves nothing of a person in any file or line of the log", async () => {
    await enrol(2, 0, bo);
    for (const text of [ana.name, ana.number, ana.birthDate, bo.name, bo.number]) {
      expect(standsOnDisk(text)).toBe(false);
      expect(served.log.join("\n")).not.toContain(text);
    }
    expect(served.log.join("\n")).toContain("/api/v1/directory/handles/:handle/:purpose");
  });

  it("is tied to no other of the same person by a line of the log", async () => {
    const { handle } = await enrol(2, 1, bo);
    const answer = await served.get(`/api/v1/land/holdings/${handle}`);
    expect(await answer.json()).toEqual({ items: [], next: null });
    expect(served.log.join("\n")).toContain("/api/v1/land/holdings/:handle");
    expect(served.log.join("\n")).not.toContain(handle);
  });

  const stranger = seedSigner(new Uint8Array(32).fill(99));
  it.each<[string, number, () => Promise<unknown>]>([
    [
      "PERSON_OPENING",
      422,
      async () => {
        const { draft, openings } = await holding(3, 0, ana);
        const changed = openings.map((o) => ({ ...shown(o), value: "Eve" }));
        return { envelope: toHex(draft), openings: changed };
      },
    ],
    [
      "DIRECTORY_DRAFT",
      422,
      async () => bodyOf(await holding(3, 1, ana, { registrar: stranger.thumbprint })),
    ],
    [
      "DIRECTORY_DRAFT",
      422,
      async () => bodyOf(await holding(3, 2, ana, { organisation: "treasury" })),
    ],
    ["DIRECTORY_DRAFT", 422, async () => bodyOf(await unsigned())],
    ["DIRECTORY_DRAFT", 422, async () => bodyOf(await otherType())],
    ["DRAFT_EXPIRED", 422, async () => bodyOf(await holding(3, 3, ana, { validUntil: 1 }))],
    [
      "ADMIT_VALIDITY",
      422,
      async () => bodyOf(await holding(3, 4, ana, { validUntil: now() + 40 * DAY_MS })),
    ],
    ["API_PARAMETER", 400, async () => ({ envelope: "00" })],
    ["API_PARAMETER", 400, async () => [1]],
  ])("is refused with %s", async (code, status, body) => {
    expect(await post(await body())).toMatchObject({ status, body: { code } });
  });

  const bodyOf = ({ draft, openings }: Pick<Holding, "draft" | "openings">) => ({
    envelope: toHex(draft),
    openings: openings.map(shown),
  });
  async function again(type: string, sign: boolean) {
    const { draft, openings, signer } = await holding(3, 5, ana);
    const { validUntil, body, signers } = decodeDraft(draft).payload;
    const made = newTransaction({ network, type, body, validUntil, signers });
    return { draft: sign ? await signTransaction(made, signer) : made, openings };
  }
  const unsigned = () => again("identity.enrol", false);
  const otherType = () => again("identity.rotateKey", true);

  it("is not taken for a handle that is somebody's, or that another waits for", async () => {
    const made = await enrol(4, 0, ana);
    const other = await holding(4, 0, bo);
    expect(await ask(other)).toMatchObject({ body: { code: "DIRECTORY_DRAFT" } });
    const waits = await holding(4, 1, ana);
    expect((await ask(waits)).status).toBe(200);
    expect(await ask(await holding(4, 1, bo))).toMatchObject({ body: { code: "DIRECTORY_DRAFT" } });
    expect((await ask(made)).status).toBe(200);
  });

  it("is not asked for again by another key, which would then see who read the person", async () => {
    const { handle, draft, openings } = await enrol(4, 2, ana);
    const thief = seedSigner(new Uint8Array(32).fill(66));
    const { body, validUntil } = decodeDraft(draft).payload;
    const key = { coseKey: encodeCoseKey(thief.publicKey), algorithm: -8, webauthn: null };
    const signers = [thief.thumbprint, registrar.thumbprint];
    const type = "identity.enrol";
    const terms = { network, type, body: { ...Object(body), handle, key }, validUntil, signers };
    const again = await signTransaction(newTransaction(terms), thief);
    expect(await ask({ draft: again, openings })).toMatchObject({
      body: { code: "DIRECTORY_DRAFT", facts: { member: "handle" } },
    });
    expect(await read("/reads", thief)).toMatchObject({ status: 404 });
  });

  it("is taken so often from one place and no more, and forgotten when its time is over", async () => {
    const codes = [];
    for (let n = 0; n < 110; n++) {
      const { body } = await ask(await holding(5, n, ana));
      codes.push(body["code"] ?? "kept");
    }
    expect(codes.at(-1)).toBe("DIRECTORY_FULL");
    skew += 2 * HOUR_MS;
    await served.directory?.publishDue();
    const { body } = await read<{ items: Waiting[] }>("/enrolments/enrolment", registrar);
    expect(body.items).toEqual([]);
    expect((await ask(await holding(5, 200, ana))).status).toBe(200);
  });
});

describe("reading", () => {
  it.each<[string, number, string, Signer]>([
    ["DIRECTORY_ROLE", 403, "registration", administrator],
    ["DIRECTORY_ROLE", 403, "courtOrder", registrar],
    ["DIRECTORY_ROLE", 403, "registration", p256Signer(new Uint8Array(32).fill(9))],
    ["API_PARAMETER", 400, "curiosity", registrar],
  ])("is refused with %s to who may not", async (code, status, purpose, reader) => {
    const { handle } = await enrol(6, Math.floor(now() % 1e9), ana);
    const answer = await read(`/handles/${handle}/${purpose}`, reader);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it("needs a request that is signed for this person and this purpose", async () => {
    const made = await enrol(7, 0, ana);
    const path = (purpose: string) => `/handles/${made.handle}/${purpose}`;
    const other = await read(path("correction"), registrar, path("registration"));
    expect(other).toMatchObject({ status: 401, body: { code: "READ_OTHER" } });
    expect((await served.get(`/api/v1/directory${path("registration")}`)).status).toBe(401);
    expect((await readsOfHolding(made)).items).toEqual([]);
  });

  it("is seen by the person: when, in what capacity, why", async () => {
    const made = await enrol(8, 0, ana);
    await read(`/handles/${made.handle}/correction`, registrar);
    await read(`/handles/${made.handle}/registration`, registrar);
    const { handle, items } = await readsOfHolding(made);
    expect(handle).toBe(made.handle);
    expect(items.map(({ opening }) => opening.value)).toMatchObject([
      { handle, capacity: "registrar", organisation: "registry", purpose: "registration" },
      { handle, capacity: "registrar", organisation: "registry", purpose: "correction" },
    ]);
    const first = await read<Reads>("/reads?limit=1", made.signer);
    expect(first.body.items).toEqual(items.slice(0, 1));
    const rest = await read<Reads>(`/reads?cursor=${first.body.next}`, made.signer);
    expect(rest.body).toMatchObject({ items: items.slice(1), next: null });
  });

  it("of one's reads is for the handle's own key, as long as it signs for it", async () => {
    const made = await enrol(9, 0, ana);
    const waits = await holding(9, 1, ana);
    await ask(waits);
    await read("/enrolments/enrolment", registrar);
    expect((await readsOfHolding(waits)).items).toHaveLength(1);
    expect(await read("/reads", registrar)).toMatchObject({ status: 404 });
    const newer = seedSigner(new Uint8Array(32).fill(77));
    await revoke(made);
    for (const key of [made.signer, newer]) {
      expect(await read("/reads", key)).toMatchObject({ body: { code: "DIRECTORY_UNKNOWN" } });
    }
  });
});

describe("the parties of a draft", () => {
  it("are shown to its signers, each once they have signed, and each sees that", async () => {
    const [seller, buyer] = [await enrol(10, 0, ana), await enrol(11, 0, bo)];
    const draft = newTransaction({
      network,
      type: "land.transfer",
      body: {},
      validUntil: now() + HOUR_MS,
      signers: [seller, buyer].map(({ signer }) => signer.thumbprint).concat(registrar.thumbprint),
    });
    const keep = (bytes: Uint8Array) =>
      fetch(`${served.address}/api/v1/drafts`, {
        method: "POST",
        headers: { "content-type": "application/cose" },
        body: Buffer.from(bytes),
      });
    const signed = await signTransaction(draft, seller.signer);
    expect((await keep(signed)).status).toBe(200);
    const path = `/drafts/${toHex(decodeDraft(draft).id)}/parties`;
    const names = async (reader: Signer) => {
      const { body } = await read<Parties>(path, reader);
      return Object.fromEntries(body.items.map(({ handle, name }) => [handle, name]));
    };
    expect(await names(buyer.signer)).toMatchObject({
      [seller.handle]: ana.name,
      [buyer.handle]: null,
    });
    expect(await names(seller.signer)).toMatchObject({ [buyer.handle]: null });
    await keep(await signTransaction(signed, buyer.signer));
    expect(await names(seller.signer)).toMatchObject({ [buyer.handle]: bo.name });
    expect(await read(path, administrator)).toMatchObject({ body: { code: "DRAFT_UNKNOWN" } });
    const seenBefore = (await readsOfHolding(seller)).items.length;
    await revoke(buyer);
    expect(await names(buyer.signer)).toMatchObject({ [seller.handle]: null });
    expect((await readsOfHolding(seller)).items).toHaveLength(seenBefore);
    const seen = (await readsOfHolding(seller)).items.map(({ opening }) => opening.value);
    expect(seen).toMatchObject([
      { by: buyer.handle, capacity: "signer", organisation: null, purpose: "parties" },
    ]);
  });
});

describe("the roots of the reads", () => {
  const count = () => served.node.reader.read(readsOf, "registry")?.value.count ?? 0;
  const publish = () => served.directory?.publishDue();

  it("stand on the ledger each period, and every read leads to one", async () => {
    const made = await enrol(12, 0, ana);
    await read(`/handles/${made.handle}/registration`, registrar);
    await read(`/handles/${made.handle}/correction`, registrar);
    const before = count();
    await publish();
    expect(count()).toBe(before);
    expect((await readsOfHolding(made)).items.map(({ proof }) => proof)).toEqual([null, null]);

    skew += DAY_MS;
    await publish();
    await publish();
    expect(count()).toBe(before + 1);
    const { items } = await readsOfHolding(made);
    expect(items).toHaveLength(2);
    for (const { opening, proof } of items) {
      const id = proof?.key.slice(reads.prefix.length + 1) ?? "";
      const root = served.node.reader.read(reads, id)?.value.root ?? new Uint8Array(32);
      const opened = { ...opening, salt: fromHex(opening.salt) };
      const place = { index: proof?.index ?? 0, path: (proof?.path ?? []).map(fromHex) };
      checkRead(opened, place, root);
      const denied = { ...opened, value: { ...opening.value, purpose: "inspection" } };
      expect(() => checkRead(denied, place, root)).toThrowError(
        expect.objectContaining({ code: "TREE_INCLUSION" }),
      );
    }
    skew += DAY_MS;
    await publish();
    expect(count()).toBe(before + 2);
  });
});
