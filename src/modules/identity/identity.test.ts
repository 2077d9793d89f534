import { beforeEach, describe, expect, it } from "vitest";
import { binding, genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { toHex } from "../../base/text.js";
import { p256Signer } from "../../crypto/signer.js";
import { algorithms } from "../../ledger/envelope.js";
import { identityError } from "./errors.js";
import { exportGenesis } from "./genesis.js";
import { key, office } from "./schema.js";

const chief = signer(1);
const clerk = signer(2);
const other = signer(3);
const stranger = signer(4);
const p256 = p256Signer(new Uint8Array(32).fill(8));
const genesis = genesisOf([
  {
    name: "registry",
    officers: [
      { handle: "chief", seed: 1, role: "administrator" },
      { handle: "clerk", seed: 2, role: "registrar", within: ["main"], until: start + 1000 },
    ],
  },
  { name: "court", officers: [{ handle: "other", seed: 3, role: "administrator" }] },
]);
let network: TestNetwork;
beforeEach(() => {
  network = new TestNetwork(genesis);
});

const terms = { role: "registrar", within: null, upTo: null, until: null };
const appoint = { organisation: "registry", handle: "new", key: binding(stranger), office: terms };
const keyId = (of: typeof chief) => toHex(of.thumbprint);
const reached = new Set<string>();
const run = (
  type: string,
  body: Parameters<TestNetwork["run"]>[1],
  ...signers: (typeof chief)[]
) => {
  const code = network.run(`identity.${type}`, body, ...signers);
  reached.add(code);
  return code;
};

describe("identity", () => {
  it("appoints an official with a key, and a further office", () => {
    expect(run("appoint", appoint, chief)).toBe("ok");
    expect(network.reader.read(office, "new~registrar")?.value).toEqual({
      organisation: "registry",
      ...terms,
    });
    expect(network.reader.read(key, keyId(stranger))?.value).toMatchObject({
      handle: "new",
      revoked: null,
    });
    const governor = { ...appoint, key: null, office: { ...terms, role: "governor" } };
    expect(run("appoint", governor, chief)).toBe("ok");
    expect(network.broken()).toEqual([]);
  });

  it("binds a P-256 key with its algorithm", () => {
    const key = binding(p256);
    expect(run("appoint", { ...appoint, key }, chief)).toBe("ok");
    expect(network.run("identity.revokeKey", { keyId: toHex(p256.thumbprint) }, p256)).toBe("ok");
  });

  it.each([
    ["IDENTITY_KEY_UNKNOWN", appoint, [stranger]],
    ["IDENTITY_NO_OFFICE", appoint, [other]],
    ["IDENTITY_NO_OFFICE", appoint, [clerk]],
    ["IDENTITY_ORGANISATION_UNKNOWN", { ...appoint, organisation: "nobody" }, [chief]],
    ["IDENTITY_HANDLE_TAKEN", { ...appoint, handle: "clerk" }, [chief]],
    ["IDENTITY_KEY_TAKEN", { ...appoint, key: binding(other) }, [chief]],
    [
      "IDENTITY_KEY_ALGORITHM",
      { ...appoint, key: { ...binding(stranger), algorithm: algorithms.ES256 } },
      [chief],
    ],
    [
      "IDENTITY_KEY_ALGORITHM",
      { ...appoint, key: { ...binding(p256), algorithm: algorithms.WebAuthn } },
      [chief],
    ],
    ["IDENTITY_OFFICE_TAKEN", { ...appoint, handle: "clerk", key: null }, [chief]],
    ["IDENTITY_OFFICIAL_UNKNOWN", { ...appoint, key: null }, [chief]],
    ["IDENTITY_OFFICIAL_UNKNOWN", { ...appoint, handle: "other", key: null }, [chief]],
    ["IDENTITY_OFFICE_PAST", { ...appoint, office: { ...terms, until: start } }, [chief]],
    ["TX_BODY", { ...appoint, office: { ...terms, role: "king" } }, [chief]],
    ["TX_BODY", { ...appoint, key: { ...binding(stranger), coseKey: new Uint8Array(3) } }, [chief]],
  ] as const)("refuses an appointment with %s", (code, body, signers) => {
    const before = network.state.keys.size;
    expect(run("appoint", body, ...signers)).toBe(code);
    // The refusal itself is on record, and nothing else.
    expect(network.state.keys.size).toBe(before + 1);
  });

  it("dismisses, and the dismissed sign no more", () => {
    expect(run("dismiss", { handle: "clerk", role: "registrar" }, other)).toBe(
      "IDENTITY_NO_OFFICE",
    );
    expect(run("dismiss", { handle: "clerk", role: "registrar" }, chief)).toBe("ok");
    expect(run("dismiss", { handle: "clerk", role: "registrar" }, chief)).toBe(
      "IDENTITY_OFFICIAL_UNKNOWN",
    );
    expect(network.broken()).toEqual([]);
  });

  it("revokes a key by its holder or the administrator, once, for all that comes after", () => {
    expect(run("revokeKey", { keyId: keyId(clerk) }, other)).toBe("IDENTITY_NO_OFFICE");
    expect(run("revokeKey", { keyId: keyId(clerk) }, clerk)).toBe("ok");
    expect(run("revokeKey", { keyId: keyId(clerk) }, chief)).toBe("IDENTITY_KEY_REVOKED");
    expect(run("revokeKey", { keyId: keyId(stranger) }, chief)).toBe("IDENTITY_KEY_UNKNOWN");
    expect(run("revokeKey", { keyId: keyId(chief) }, chief)).toBe("ok");
    expect(run("appoint", appoint, chief)).toBe("IDENTITY_KEY_REVOKED");
  });

  it("ends an office by itself in the first block whose time reaches it", () => {
    expect(network.ledger.execute(start + 999, null, [])).toBeNull();
    expect(network.reader.read(office, "clerk~registrar")).toBeDefined();
    const block = network.ledger.execute(start + 1000, null, []);
    expect(block?.facts.map(({ kind }) => kind)).toEqual(["tick", "module", "seal"]);
    expect(network.reader.read(office, "clerk~registrar")).toBeUndefined();
  });

  it("refuses to be founded from what is not of its form", () => {
    const identity = { organisations: [{ id: "x" }] };
    const found = () => new TestNetwork(Object.assign({ ...genesis }, { identity }));
    expect(found).toThrowError(expect.objectContaining({ code: "IDENTITY_GENESIS" }));
    reached.add("IDENTITY_GENESIS");
  });

  it("refuses to be founded with an organisation twice", () => {
    const [first] = genesis.identity.organisations;
    const identity = { organisations: [first, { ...first, officials: [] }] };
    const found = () => new TestNetwork(Object.assign({ ...genesis }, { identity }));
    expect(found).toThrowError(expect.objectContaining({ code: "IDENTITY_ORGANISATION_TAKEN" }));
    reached.add("IDENTITY_ORGANISATION_TAKEN");
  });

  it("exports what founds the same network", () => {
    const exported = exportGenesis(network.records);
    const byHandle = (a: { handle: string }, b: { handle: string }) =>
      a.handle < b.handle ? -1 : 1;
    const sorted = (g: typeof exported) =>
      g.organisations
        .map((o) => ({ ...o, officials: [...o.officials].sort(byHandle) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(exported)).toEqual(sorted(genesis.identity as typeof exported));
  });

  it("has met every refusal that is its own to give", () => {
    // These need a WebAuthn assertion, an office that other modules ask for in a district, a person, or
    // agencies that decide.
    const elsewhere = [
      "IDENTITY_HANDLE_UNKNOWN",
      "IDENTITY_NOT_ACCREDITED",
      "IDENTITY_HANDLE_UNSIGNED",
      "IDENTITY_KEY_UNSIGNED",
      "IDENTITY_READS_PERIOD",
      "IDENTITY_KEY_BINDING",
      "IDENTITY_OFFICE_ELSEWHERE",
      "IDENTITY_OFFICE_ENDED",
    ];
    const codes = Object.keys(identityError.sentences).filter((code) => !elsewhere.includes(code));
    expect(codes.filter((code) => !reached.has(code))).toEqual([]);
  });
});
