import { toBase64Url } from "../base/text.js";
import type { Signer } from "../crypto/signer.js";
import { signReadRequest } from "../ledger/read-request.js";
import { fetchTransport, type Transport } from "./transport.js";

/** Who asks, and of which node. */
export type Asker = {
  /** Network id. */
  readonly network: Uint8Array;
  /** Key id of a log key of the node. */
  readonly node: Uint8Array;
  readonly signer: Signer;
  /** ms since 1970. */
  readonly now: () => number;
};

/** A transport for what is not for everyone: each request is signed for its path by the asker's key. */
export function signedTransport(
  { network, node, signer, now }: Asker,
  transport: Transport = fetchTransport(),
): Transport {
  return async (request) => {
    const path = /^https?:\/\/[^/]+([^?]*)/.exec(request.url)?.[1] ?? "";
    const proof = await signReadRequest({ network, node, path, time: now() }, signer);
    const authorization = `Counterfoil ${toBase64Url(proof)}`;
    return transport({ ...request, headers: { ...request.headers, authorization } });
  };
}
