import { concatBytes, equalBytes } from "../base/bytes.js";
import { toBase64Url, utf8Encode } from "../base/text.js";
import { sha256 } from "../crypto/hash.js";
import type { EnvelopeSignature } from "./envelope.js";
import { envelopeError } from "./errors.js";

/** Flags of authenticator data, WebAuthn Level 3 §6.1. */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const FLAGS_AT = 32;
const AUTHENTICATOR_DATA_BYTES = 37;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What authority compares with the fact that bound the key; the bytes alone cannot say whether it is right. */
export type WebAuthnClaim = { readonly rpIdHash: Uint8Array; readonly originLiteral: Uint8Array };

/** What a fact that binds a WebAuthn key says of it. */
export type WebAuthnBinding = { readonly rpId: string; readonly origins: readonly string[] };

/**
 * Checks the assertion's data and gives the bytes that its ES256 signature covers.
 * @throws WEBAUTHN_CLIENT_DATA, WEBAUTHN_AUTHENTICATOR_DATA, WEBAUTHN_USER
 */
export function assertionMessage(signature: EnvelopeSignature, structure: Uint8Array): Uint8Array {
  const { authenticatorData, clientDataJSON } = members(signature);
  readClientData(clientDataJSON, structure);
  const flags = authenticatorData[FLAGS_AT];
  if (flags === undefined || authenticatorData.length < AUTHENTICATOR_DATA_BYTES) {
    throw envelopeError("WEBAUTHN_AUTHENTICATOR_DATA", { bytes: authenticatorData.length });
  }
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) {
    throw envelopeError("WEBAUTHN_USER", { flags });
  }
  return concatBytes(authenticatorData, sha256(clientDataJSON));
}

export function webauthnClaim(signature: EnvelopeSignature, structure: Uint8Array): WebAuthnClaim {
  const { authenticatorData, clientDataJSON } = members(signature);
  return {
    rpIdHash: authenticatorData.subarray(0, FLAGS_AT),
    originLiteral: readClientData(clientDataJSON, structure),
  };
}

/** @throws WEBAUTHN_RP_ID, WEBAUTHN_ORIGIN */
export function checkBinding(claim: WebAuthnClaim, binding: WebAuthnBinding): void {
  if (!equalBytes(claim.rpIdHash, sha256(utf8Encode(binding.rpId)))) {
    throw envelopeError("WEBAUTHN_RP_ID");
  }
  const bound = binding.origins.some((origin) =>
    equalBytes(claim.originLiteral, utf8Encode(ccdToString(origin))),
  );
  if (!bound) throw envelopeError("WEBAUTHN_ORIGIN");
}

function members({ unprotected }: EnvelopeSignature) {
  const { authenticatorData, clientDataJSON } = unprotected as Record<string, Uint8Array>;
  if (authenticatorData === undefined || clientDataJSON === undefined) {
    throw envelopeError("ENVELOPE_UNPROTECTED");
  }
  return { authenticatorData, clientDataJSON };
}

/**
 * The Limited Verification Algorithm, WebAuthn Level 3 §5.8.1.2: compares the serialisation byte for
 * byte, never parses JSON, so nobody's duplicate members can be read in two ways. Gives the origin
 * as it stands there, quotes included.
 */
function readClientData(json: Uint8Array, structure: Uint8Array): Uint8Array {
  const challenge = toBase64Url(sha256(structure));
  const head = utf8Encode(`{"type":"webauthn.get","challenge":"${challenge}","origin":`);
  const originEnd = closingQuote(json, head.length) + 1;
  const tail = utf8Encode(`,"crossOrigin":false`);
  const end = originEnd + tail.length;
  const rest = json.subarray(end);
  const closes = rest[0] === 0x7d ? rest.length === 1 : rest[0] === 0x2c;
  if (
    !equalBytes(json.subarray(0, head.length), head) ||
    !equalBytes(json.subarray(originEnd, end), tail) ||
    !closes
  ) {
    throw envelopeError("WEBAUTHN_CLIENT_DATA");
  }
  return json.slice(head.length, originEnd);
}

function closingQuote(json: Uint8Array, start: number): number {
  if (json[start] !== QUOTE) throw envelopeError("WEBAUTHN_CLIENT_DATA");
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === BACKSLASH) at++;
    else if (json[at] === QUOTE) return at;
  }
  throw envelopeError("WEBAUTHN_CLIENT_DATA");
}

/** CCDToString, WebAuthn Level 3 §5.8.1.1. */
function ccdToString(text: string): string {
  let encoded = '"';
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    if (point === 0x22 || point === 0x5c) encoded += `\\${char}`;
    else if (point < 0x20) encoded += `\\u${point.toString(16).padStart(4, "0")}`;
    else encoded += char;
  }
  return `${encoded}"`;
}
