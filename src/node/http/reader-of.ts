import type { FastifyRequest } from "fastify";
import { isCoded } from "../../base/errors.js";
import { fromBase64Url, toHex } from "../../base/text.js";
import { readRequestError, verifyReadRequest } from "../../ledger/read-request.js";
import type { Service } from "./service.js";

/** `Authorization: Counterfoil <base64url>` (docs/reference/formats.md, Request to read). */
const SCHEME = /^Counterfoil ([A-Za-z0-9_-]{1,1400})$/;

/** Key id of whoever signed the request to read. @throws READ_* */
export function readerOf(request: FastifyRequest, { node, now }: Service): string {
  const proof = SCHEME.exec(request.headers.authorization ?? "")?.[1];
  if (proof === undefined) throw readRequestError("READ_FORM");
  const path = request.url.split("?")[0] ?? "";
  const nodes = node.agencies.map(({ logKey }) => logKey.thumbprint);
  const expected = { network: node.opened.id, nodes, path, time: now() };
  try {
    return toHex(verifyReadRequest(fromBase64Url(proof), expected));
  } catch (error) {
    if (!isCoded(error) || error.code.startsWith("READ_")) throw error;
    // Whatever is wrong with its bytes, it is the proof that is missing, not a body that is refused.
    throw readRequestError("READ_FORM", { code: error.code }, error);
  }
}
