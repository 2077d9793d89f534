import { describe, expect, it } from "vitest";
import vectors from "../../vectors/crypto-trust.json" with { type: "json" };
import { toHex } from "../base/text.js";
import { seedSigner } from "./signer.js";
import { parseTrustFile } from "./trust.js";

const [plain] = vectors.cases;
/** The first valid trust file with some members exchanged, as text. */
const changed = (members: object) => JSON.stringify({ ...plain?.trust, ...members });
const coded = (code: string) => expect.objectContaining({ code });

describe("vectors: crypto-trust.json", () => {
  it.each(vectors.cases)("$name: $note", ({ trust, valid, error }) => {
    const read = () => parseTrustFile(JSON.stringify(trust));
    if (valid) expect(read().origin).toBe(trust.origin);
    else expect(read).toThrowError(coded(`TRUST_${error?.toUpperCase()}`));
  });
});

describe("trust files", () => {
  it("reads keys and hashes as bytes", () => {
    const trust = parseTrustFile(changed({}));
    expect(toHex(trust.genesis)).toBe(plain?.trust.genesis);
    expect(trust.log[0]?.thumbprint).toEqual(seedSigner(new Uint8Array(32).fill(10)).thumbprint);
    expect(trust.agencies.map(({ agency }) => agency)).toEqual([
      "tax",
      "audit",
      "audit",
      "land",
      "health",
    ]);
    expect(trust.agencies.some(({ compromised }) => compromised)).toBe(false);
  });

  it("holds a key compromised in all of its ranges when one says so", () => {
    const agencies = plain?.trust.agencies ?? [];
    const land = agencies.filter(({ name }) => name === "land");
    const again = land.map((entry) => ({ ...entry, from: 20, to: 30, compromised: true }));
    const trust = parseTrustFile(changed({ agencies: [...agencies, ...again] }));
    const read = trust.agencies.filter(({ agency }) => agency === "land");
    expect(read.map(({ compromised }) => compromised)).toEqual([true, true]);
  });

  it.each([
    ["TRUST_JSON", "{"],
    ["TRUST_FORM", "null"],
    ["TRUST_FORM", "[]"],
    ["TRUST_FORM", changed({ agencies: Array(4097).fill(plain?.trust.agencies?.[0]) })],
    ["TRUST_TOO_LARGE", " ".repeat(4 * 1024 * 1024 + 1)],
    ["TRUST_TOO_LARGE", JSON.stringify("é".repeat(3 * 1024 * 1024))],
  ])("%s", (code, text) => {
    expect(() => parseTrustFile(text)).toThrowError(coded(code));
  });
});
