import { describe, expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { vectorFile } from "../../../test/vectors.js";
import { fromHex, toHex, utf8Encode } from "../../base/text.js";
import { encodeCoseKey } from "../../crypto/cose-key.js";
import { sha256 } from "../../crypto/hash.js";
import { algorithms, decodeEnvelope, sigStructure } from "../../ledger/envelope.js";
import { webauthnClaim } from "../../ledger/webauthn.js";
import { requireOfficer } from "./view.js";

const network = new TestNetwork(
  genesisOf([
    {
      name: "registry",
      officers: [
        { handle: "clerk", seed: 2, role: "registrar", within: ["north"], until: start + 1000 },
        { handle: "chief", seed: 1, role: "administrator" },
        { handle: "south", seed: 3, role: "registrar", within: ["south"] },
      ],
    },
    { name: "court", officers: [{ handle: "judge", seed: 4, role: "registrar" }] },
  ]),
);
const signatory = (seed: number) => ({
  keyId: toHex(signer(seed).thumbprint),
  algorithm: algorithms.EdDSA,
  webauthn: null,
});

describe("requireOfficer", () => {
  it("finds the one signer who holds the office", () => {
    const signers = [signatory(1), signatory(2), signatory(9)];
    expect(
      requireOfficer(network.reader, signers, { role: "registrar", district: "north" }, start),
    ).toEqual({
      handle: "clerk",
      organisation: "registry",
    });
  });

  it.each([
    ["whose office reaches the district", { district: "south" }, [2, 3], "south"],
    ["of the organisation that is asked for first", { preferred: "registry" }, [4, 2], "clerk"],
    ["of another where none of it signed", { preferred: "registry" }, [1, 4], "judge"],
  ])("finds among several the one %s, in whatever order they signed", (_, more, seeds, handle) => {
    const need = { role: "registrar", district: null, ...more } as const;
    for (const order of [seeds, seeds.toReversed()]) {
      expect(requireOfficer(network.reader, order.map(signatory), need, start).handle).toBe(handle);
    }
  });

  it.each([
    ["IDENTITY_OFFICE_ELSEWHERE", { role: "registrar", district: "south" }, start],
    ["IDENTITY_OFFICE_ENDED", { role: "registrar", district: "north" }, start + 1000],
    ["IDENTITY_NO_OFFICE", { role: "governor", district: null }, start],
    ["IDENTITY_NO_OFFICE", { role: "registrar", district: null, organisation: "court" }, start],
  ] as const)("refuses with %s", (code, need, time) => {
    expect(() => requireOfficer(network.reader, [signatory(2)], need, time)).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});

type Case = { envelope: string; bound?: Record<string, { rpId: string; origins: string[] }> };
const vectors = vectorFile<Case>("envelope.json");
describe.runIf(vectors)("a WebAuthn key", () => {
  const assertion = vectors?.cases.find(({ name }) => name === "webauthn") as Case;
  const envelope = decodeEnvelope(fromHex(assertion.envelope));
  const [signature] = envelope.signatures;
  if (signature === undefined) throw new TypeError("no signature");
  const [bound] = Object.values(assertion.bound ?? {});
  const signed = {
    keyId: toHex(signature.thumbprint),
    algorithm: signature.algorithm,
    webauthn: webauthnClaim(signature, sigStructure(signature.header, envelope.payloadBytes)),
  };
  const networkWith = (webauthn: { rpId: string; origins: string[] } | null, algorithm: number) => {
    const genesis = genesisOf([
      { name: "registry", officers: [{ handle: "clerk", seed: 2, role: "registrar" }] },
    ]);
    const [registry] = genesis.identity.organisations;
    const key = { coseKey: encodeCoseKey(signature.key), algorithm, webauthn };
    const officials = registry?.officials.map((official) => ({ ...official, key })) ?? [];
    const identity = { organisations: [{ ...registry, officials }] };
    return new TestNetwork(Object.assign(genesis, { identity }));
  };
  const need = { role: "registrar", district: null } as const;

  it("acts for its official where origin and relying party are those it was bound with", () => {
    const { reader } = networkWith(bound ?? null, algorithms.WebAuthn);
    expect(requireOfficer(reader, [signed], need, start).handle).toBe("clerk");
    expect(toHex(sha256(utf8Encode(bound?.rpId ?? "")))).toBe(toHex(signed.webauthn.rpIdHash));
  });

  it.each([
    [
      "IDENTITY_KEY_BINDING",
      { rpId: "other.example", origins: bound?.origins ?? [] },
      algorithms.WebAuthn,
    ],
    [
      "IDENTITY_KEY_BINDING",
      { rpId: bound?.rpId ?? "", origins: ["https://other.example"] },
      algorithms.WebAuthn,
    ],
    ["IDENTITY_KEY_ALGORITHM", null, algorithms.ES256],
  ] as const)("is refused with %s elsewhere", (code, webauthn, algorithm) => {
    const { reader } = networkWith(
      webauthn as { rpId: string; origins: string[] } | null,
      algorithm,
    );
    expect(() => requireOfficer(reader, [signed], need, start)).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});
