import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../test/network.js";
import { toHex } from "../base/text.js";
import { commit } from "../ledger/commitment.js";
import { decodeDraft } from "../ledger/envelope.js";
import { decodeTransaction } from "../ledger/transaction.js";
import { handle as handleRecord } from "../modules/identity/schema.js";
import { deriverOf, enrolment, handleOf, holderSigner, keySeedOf, saltOf } from "./holder.js";
import { importSecret, keyDeriver } from "./key-store.js";
import { openPerson, personSchema } from "./person.js";
import { signTransaction } from "./transaction.js";

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const person = { name: "Ana Dias", number: "12345678", birthDate: "1980-02-29" };
const secret = new Uint8Array(32).fill(7);
const clerk = signer(2);
const network = new TestNetwork(
  genesisOf([{ name: "registry", officers: [{ handle: "clerk", seed: 2, role: "registrar" }] }]),
);
const terms = async (n: number) => ({
  network: network.id,
  handle: await handleOf(deriverOf(secret), network.id, n),
  person,
  assurance: "high" as const,
  organisation: "registry",
  registrar: clerk.thumbprint,
  validUntil: start + 3_600_000,
});

describe("a holder's secret", () => {
  it("gives the same handles, keys and salts in memory and from a browser's key store", async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes32,
        bytes32,
        fc.nat(),
        fc.string(),
        async (secret, network, n, path) => {
          const memory = deriverOf(secret);
          const store = keyDeriver(await importSecret(secret));
          const handle = await handleOf(memory, network, n);
          expect(await handleOf(store, network, n)).toBe(handle);
          expect(handle).toMatch(/^[0-9a-f]{32}$/);
          const of = async (derive: typeof memory) => [
            await keySeedOf(derive, network, handle, n),
            await saltOf(derive, network, handle, path),
          ];
          expect(await of(store)).toEqual(await of(memory));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is not to be had from the key store", async () => {
    expect((await importSecret(secret)).extractable).toBe(false);
  });

  it("gives nothing twice: not for another handle, network, version or path", async () => {
    const derive = deriverOf(secret);
    const other = new Uint8Array(32);
    const [a, b] = [await handleOf(derive, network.id, 0), await handleOf(derive, network.id, 1)];
    const all = await Promise.all([
      handleOf(derive, other, 0),
      keySeedOf(derive, network.id, a, 0),
      keySeedOf(derive, network.id, a, 1),
      keySeedOf(derive, network.id, b, 0),
      keySeedOf(derive, other, a, 0),
      saltOf(derive, network.id, a, "/name"),
      saltOf(derive, network.id, a, "/number"),
      saltOf(derive, network.id, b, "/name"),
    ]);
    const texts = [a, b, ...all.map((one) => (typeof one === "string" ? one : toHex(one)))];
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("an enrolment", () => {
  it("is signed by the new key, and with the registrar's signature executes", async () => {
    const given = await terms(0);
    const { draft } = await enrolment(deriverOf(secret), given);
    const { payload, signatures } = decodeDraft(draft);
    const own = await holderSigner(deriverOf(secret), network.id, given.handle, 0);
    expect(signatures.map(({ thumbprint }) => thumbprint)).toEqual([own.thumbprint]);
    expect(payload.type).toBe("identity.enrol");
    const bytes = await signTransaction(draft, clerk);
    const block = network.ledger.execute(start, null, [decodeTransaction(bytes)]);
    expect(block?.results[0]?.code).toBe("ok");
    const { value } = network.reader.read(handleRecord, given.handle) ?? {};
    expect(value).toMatchObject({ vouchedBy: "registry", keyId: toHex(own.thumbprint) });
  });

  it("commits to what its openings open, one by one", async () => {
    const text = fc
      .string({ minLength: 1, maxLength: 50, unit: "grapheme" })
      .map((name) => name.normalize("NFC").trim())
      .filter((name) => personSchema.shape.name.safeParse(name).success);
    await fc.assert(
      fc.asyncProperty(bytes32, text, async (secret, name) => {
        const derive = deriverOf(secret);
        const made = await enrolment(derive, { ...(await terms(0)), person: { ...person, name } });
        const { payload } = decodeDraft(made.draft);
        expect(openPerson(payload.body, made.openings)).toEqual({ ...person, name });
        for (const { salt, path, value } of made.openings) {
          const committed = Reflect.get(payload.body as object, path.slice(1));
          expect(commit(salt, path, value)).toEqual(committed);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, object[]]>([
    ["another value", [{ value: "Bo Dias" }, {}, {}]],
    ["another salt", [{}, { salt: new Uint8Array(32) }, {}]],
    ["another place", [{}, {}, { path: "/name" }]],
  ])("is not opened by %s", async (_, changes) => {
    const { draft, openings } = await enrolment(deriverOf(secret), await terms(0));
    const changed = openings.map((opening, i) => ({ ...opening, ...changes[i] }));
    expect(() => openPerson(decodeDraft(draft).payload.body, changed)).toThrowError(
      expect.objectContaining({ code: "PERSON_OPENING" }),
    );
  });

  it.each<[string, object]>([
    ["name", { name: "" }],
    ["name", { name: " Ana" }],
    ["name", { name: "Jose\u0301" }],
    ["number", { number: "12 34" }],
    ["birthDate", { birthDate: "1981-02-29" }],
  ])("is refused for a %s of another form", async (member, change) => {
    const given = { ...(await terms(0)), person: { ...person, ...change } };
    await expect(enrolment(deriverOf(secret), given)).rejects.toMatchObject({
      code: "PERSON_FORM",
      facts: { member },
    });
  });
});
