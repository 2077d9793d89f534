import { encodeCbor } from "../../codec/cbor-encode.js";
import { sha256 } from "../../crypto/hash.js";
import type { RegisterBody } from "./transactions.js";

/** What agencies accredit an organisation by: SHA-256 of the deterministic CBOR of what registers it. */
export const organisationDigest = (body: RegisterBody): Uint8Array => sha256(encodeCbor(body));
