import { toHex } from "../../base/text.js";
import { encodeCoseKey } from "../../crypto/cose-key.js";
import { type MemorySigner, seedSigner } from "../../crypto/signer.js";
import { algorithms } from "../../ledger/envelope.js";
import type { Role } from "../../modules/identity/schema.js";
import { drawnSecrets, FIRST_DISTRICT, REGISTRY } from "./agencies.js";
import { drawnBytes } from "./seed.js";
import type { District } from "./town/plan.js";

/** Somebody in office: a handle and a key of their own for it. */
export type Official = {
  readonly handle: string;
  readonly secret: Uint8Array;
  readonly signer: MemorySigner;
};

/** By a name that says what for; the same every time. */
export function drawOfficial(purpose: string): Official {
  const secret = drawnBytes(`official/${purpose}`);
  const handle = toHex(drawnBytes(`official/${purpose}/handle`).slice(0, 16));
  return { handle, secret, signer: seedSigner(secret) };
}

export function registrarOf(district: District): Official {
  if (district !== FIRST_DISTRICT) return drawOfficial(`registrar/${district}`);
  const secret = drawnSecrets.keyOf(REGISTRY, "registrar");
  const handle = drawnSecrets.handleOf(REGISTRY, "registrar");
  return { handle, secret, signer: seedSigner(secret) };
}

/** One of the keys with which an agency was founded. */
export const founder = (agency: string, role: Role): MemorySigner =>
  seedSigner(drawnSecrets.keyOf(agency, role));

/** The body of an `identity.appoint` for a registrar of the land registry. */
export const appointment = (
  { handle, signer }: Official,
  district: District,
  until: number | null,
) => ({
  organisation: REGISTRY,
  handle,
  key: {
    coseKey: encodeCoseKey(signer.publicKey),
    algorithm: algorithms.EdDSA,
    webauthn: null,
  },
  office: { role: "registrar", within: [district], upTo: null, until },
});
