import { concatBytes } from "../base/bytes.js";
import { isCoded } from "../base/errors.js";
import { sdkError } from "./errors.js";

export type TransportRequest = {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
};
export type TransportResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** How a client reaches a node. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

export type FetchOptions = {
  readonly timeoutMs: number;
  /** Longer answers are cut off: whoever answers is not trusted with this machine's memory. */
  readonly answerBytes: number;
};
export const fetchDefaults: FetchOptions = { timeoutMs: 60_000, answerBytes: 64 * 1024 * 1024 };

// What the Fetch Standard gives browsers and Node alike; this layer has the types of neither.
type Chunk = { readonly done: boolean; readonly value?: Uint8Array };
type FetchResponse = {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: { getReader(): { read(): Promise<Chunk>; cancel(): Promise<void> } } | null;
};
declare const fetch: (url: string, init: object) => Promise<FetchResponse>;
declare const AbortSignal: { timeout(ms: number): object };

/** A transport by the runtime's own `fetch`; follows no redirects. */
export function fetchTransport({
  timeoutMs,
  answerBytes,
}: FetchOptions = fetchDefaults): Transport {
  return async ({ method, url, headers, body }) => {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const init = { method, headers, signal, redirect: "error", ...(body !== null && { body }) };
      const response = await fetch(url, init);
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await readBody(response, answerBytes),
      };
    } catch (cause) {
      if (isCoded(cause)) throw cause;
      throw sdkError("REMOTE_UNREACHABLE", { url }, cause);
    }
  };
}

async function readBody({ body }: FetchResponse, most: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return concatBytes(...chunks);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw sdkError("REMOTE_ANSWER", { problem: "too long", most });
    }
    chunks.push(value);
  }
}
