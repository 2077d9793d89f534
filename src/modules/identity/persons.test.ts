import { beforeEach, describe, expect, it } from "vitest";
import { binding, genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { toHex } from "../../base/text.js";
import { type MemorySigner, p256Signer } from "../../crypto/signer.js";
import { algorithms } from "../../ledger/envelope.js";
import { exportGenesis } from "./genesis.js";
import { handle, key, reads, readsOf } from "./schema.js";
import { requirePerson, requireSigned } from "./view.js";

const [chief, clerk, rival, service] = [signer(1), signer(2), signer(3), signer(4)];
const [ana, newer, bo] = [signer(11), signer(12), signer(13)];
const p256 = p256Signer(new Uint8Array(32).fill(8));
const genesis = genesisOf([
  {
    name: "registry",
    officers: [
      { handle: "chief", seed: 1, role: "administrator" },
      { handle: "clerk", seed: 2, role: "registrar" },
      { handle: "service", seed: 4, role: "directory" },
    ],
  },
  { name: "court", officers: [{ handle: "rival", seed: 3, role: "registrar" }] },
]);
const H = "a".repeat(32);
const keyId = (of: MemorySigner) => toHex(of.thumbprint);
const signed = (of: MemorySigner) => ({
  keyId: keyId(of),
  algorithm: algorithms.EdDSA,
  webauthn: null,
});
const commitments = {
  name: new Uint8Array(32).fill(1),
  number: new Uint8Array(32).fill(2),
  birthDate: new Uint8Array(32).fill(3),
};
const enrolment = {
  handle: H,
  key: binding(ana),
  ...commitments,
  assurance: "high",
  organisation: "registry",
};
const root = new Uint8Array(32).fill(9);

let network: TestNetwork;
beforeEach(() => {
  network = new TestNetwork(genesis);
});
type Body = Parameters<TestNetwork["run"]>[1];
const run = (type: string, body: Body, ...signers: MemorySigner[]) =>
  network.run(`identity.${type}`, body, ...signers);
/** The refusal itself is on record, and nothing else. */
const refused = (type: string, body: Body, ...signers: MemorySigner[]) => {
  const before = network.state.keys.size;
  const code = run(type, body, ...signers);
  expect(network.state.keys.size).toBe(before + 1);
  expect(network.broken()).toEqual([]);
  return code;
};
const codeOf = (act: () => void) => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "ok";
};

describe("identity.enrol", () => {
  it("puts a handle with its commitments, its key and who vouches on record", () => {
    expect(run("enrol", enrolment, ana, clerk)).toBe("ok");
    expect(network.reader.read(handle, H)?.value).toEqual({
      ...commitments,
      assurance: "high",
      vouchedBy: "registry",
      keyId: keyId(ana),
      made: start,
    });
    expect(network.reader.read(key, keyId(ana))?.value).toMatchObject({ handle: H, revoked: null });
    expect(network.broken()).toEqual([]);
  });

  it("takes a P-256 key", () => {
    expect(run("enrol", { ...enrolment, key: binding(p256) }, p256, clerk)).toBe("ok");
  });

  const assertion = {
    ...binding(p256),
    algorithm: algorithms.WebAuthn,
    webauthn: { rpId: "a.example", origins: ["https://a.example"] },
  };
  it.each<[string, object, MemorySigner[]]>([
    ["IDENTITY_KEY_UNKNOWN", {}, [ana]],
    ["IDENTITY_KEY_UNSIGNED", {}, [clerk]],
    ["IDENTITY_NO_OFFICE", {}, [ana, chief]],
    ["IDENTITY_NO_OFFICE", {}, [ana, rival]],
    ["IDENTITY_ORGANISATION_UNKNOWN", { organisation: "nobody" }, [ana, clerk]],
    ["IDENTITY_KEY_TAKEN", { key: binding(clerk) }, [clerk]],
    ["IDENTITY_KEY_ALGORITHM", { key: assertion }, [p256, clerk]],
    [
      "IDENTITY_KEY_ALGORITHM",
      { key: { ...binding(ana), algorithm: algorithms.ES256 } },
      [ana, clerk],
    ],
    ["TX_BODY", { handle: "ana" }, [ana, clerk]],
    ["TX_BODY", { name: "Ana Dias" }, [ana, clerk]],
    ["TX_BODY", { assurance: "certain" }, [ana, clerk]],
  ])("is refused with %s", (code, change, signers) => {
    expect(refused("enrol", { ...enrolment, ...change }, ...signers)).toBe(code);
  });

  it("takes no handle twice, be it a person's or an official's", () => {
    expect(run("enrol", enrolment, ana, clerk)).toBe("ok");
    const again = { ...enrolment, key: binding(bo) };
    expect(refused("enrol", again, bo, clerk)).toBe("IDENTITY_HANDLE_TAKEN");
    const terms = { role: "registrar", within: null, upTo: null, until: null };
    const official = { organisation: "registry", handle: H, key: binding(bo), office: terms };
    expect(refused("appoint", official, chief)).toBe("IDENTITY_HANDLE_TAKEN");
    const other = { ...official, handle: "b".repeat(32) };
    expect(run("appoint", other, chief)).toBe("ok");
    const taken = { ...enrolment, handle: "b".repeat(32), key: binding(newer) };
    expect(refused("enrol", taken, newer, clerk)).toBe("IDENTITY_HANDLE_TAKEN");
  });

  it("leaves what was founded as it was", () => {
    const before = exportGenesis(network.records);
    expect(run("enrol", enrolment, ana, clerk)).toBe("ok");
    expect(exportGenesis(network.records)).toEqual(before);
  });
});

describe("a person's key", () => {
  beforeEach(() => {
    expect(run("enrol", enrolment, ana, clerk)).toBe("ok");
  });
  const rotation = { handle: H, key: binding(newer) };

  it("is exchanged by itself and the newer one, and ends", () => {
    network.time = start + 5;
    expect(run("rotateKey", rotation, ana, newer)).toBe("ok");
    expect(network.reader.read(key, keyId(ana))?.value.revoked).toBe(start + 5);
    expect(network.reader.read(handle, H)?.value).toMatchObject({
      keyId: keyId(newer),
      made: start,
    });
    expect(network.broken()).toEqual([]);
    const on = { handle: H, key: binding(bo) };
    expect(refused("rotateKey", on, ana, bo)).toBe("IDENTITY_KEY_REVOKED");
    expect(run("rotateKey", on, newer, bo)).toBe("ok");
  });

  it.each<[string, object, MemorySigner[]]>([
    ["IDENTITY_HANDLE_UNKNOWN", { handle: "c".repeat(32) }, [ana, newer]],
    ["IDENTITY_HANDLE_UNSIGNED", {}, [newer, clerk]],
    ["IDENTITY_KEY_UNSIGNED", {}, [ana]],
    ["IDENTITY_KEY_TAKEN", { key: binding(ana) }, [ana]],
  ])("is not exchanged: %s", (code, change, signers) => {
    expect(refused("rotateKey", { ...rotation, ...change }, ...signers)).toBe(code);
  });

  it("is revoked by itself", () => {
    expect(run("revokeKey", { keyId: keyId(ana) }, ana)).toBe("ok");
    expect(refused("rotateKey", rotation, ana, newer)).toBe("IDENTITY_KEY_REVOKED");
    expect(network.broken()).toEqual([]);
  });

  it("is revoked by a registrar of the organisation that vouched, and nobody else", () => {
    expect(refused("revokeKey", { keyId: keyId(ana) }, rival)).toBe("IDENTITY_NO_OFFICE");
    expect(refused("revokeKey", { keyId: keyId(ana) }, chief)).toBe("IDENTITY_NO_OFFICE");
    expect(run("revokeKey", { keyId: keyId(ana) }, clerk)).toBe("ok");
    expect(refused("revokeKey", { keyId: keyId(ana) }, clerk)).toBe("IDENTITY_KEY_REVOKED");
  });

  it("signs for its handle alone", () => {
    const other = { ...enrolment, handle: "b".repeat(32), key: binding(bo) };
    expect(run("enrol", other, bo, clerk)).toBe("ok");
    const { reader } = network;
    const needs = (...signers: MemorySigner[]) =>
      codeOf(() => requireSigned(reader, signers.map(signed), H));
    expect(needs(bo, ana)).toBe("ok");
    expect(needs(bo, clerk)).toBe("IDENTITY_HANDLE_UNSIGNED");
    expect(codeOf(() => requireSigned(reader, [signed(ana)], "c".repeat(32)))).toBe(
      "IDENTITY_HANDLE_UNKNOWN",
    );
    const es256 = { ...signed(ana), algorithm: algorithms.ES256 };
    expect(codeOf(() => requireSigned(reader, [es256], H))).toBe("IDENTITY_KEY_ALGORITHM");
    expect(run("revokeKey", { keyId: keyId(ana) }, ana)).toBe("ok");
    expect(needs(ana)).toBe("IDENTITY_KEY_REVOKED");
    expect(requirePerson(reader, H).vouchedBy).toBe("registry");
    expect(codeOf(() => void requirePerson(reader, "chief"))).toBe("IDENTITY_HANDLE_UNKNOWN");
  });
});

describe("identity.publishReads", () => {
  const period = { organisation: "registry", to: start, root };

  it("numbers the roots, each from where the last one ended", () => {
    expect(run("publishReads", { ...period, to: start - 10 }, service)).toBe("ok");
    expect(run("publishReads", period, service)).toBe("ok");
    expect(run("publishReads", period, service)).toBe("ok");
    expect(network.reader.read(readsOf, "registry")?.value).toEqual({ count: 3, until: start });
    const bounds = [1, 2, 3].map((n) => network.reader.read(reads, `registry~${n}`)?.value);
    expect(bounds).toMatchObject([
      { number: 1, from: 0, to: start - 10 },
      { number: 2, from: start - 10, to: start },
      { number: 3, from: start, to: start },
    ]);
    expect(network.broken()).toEqual([]);
  });

  it.each<[string, object, MemorySigner]>([
    ["IDENTITY_NO_OFFICE", {}, clerk],
    ["IDENTITY_NO_OFFICE", { organisation: "court" }, service],
    ["IDENTITY_ORGANISATION_UNKNOWN", { organisation: "nobody" }, service],
    ["IDENTITY_READS_PERIOD", { to: start + 1 }, service],
    ["IDENTITY_READS_PERIOD", { to: start - 11 }, service],
    ["TX_BODY", { root: new Uint8Array(31) }, service],
  ])("is refused with %s", (code, change, by) => {
    expect(run("publishReads", { ...period, to: start - 10 }, service)).toBe("ok");
    expect(refused("publishReads", { ...period, ...change }, by)).toBe(code);
  });
});

describe("the invariants", () => {
  /** What nothing but a fault could write: the record is gone. */
  const without = (key: string) => ({
    facts: new Map([[key, { index: 0 }]]),
    lists: new Map(),
    deadlines: new Map(),
  });
  it.each([
    ["handle's keyId", `identity/key/${keyId(ana)}`],
    ["reads are numbered", "identity/reads/registry~1"],
  ])("find a broken state: %s", (name, lost) => {
    expect(run("enrol", enrolment, ana, clerk)).toBe("ok");
    expect(run("publishReads", { organisation: "registry", to: start, root }, service)).toBe("ok");
    network.state.apply(without(lost));
    expect(network.broken().join()).toContain(name);
  });
});
