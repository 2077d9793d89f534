import { z } from "zod";
import { parameterError } from "../api/errors.js";
import type { Answer, AnswerType, Input, Route } from "../api/route.js";
import { type Routes, routes } from "../api/routes.js";
import { errorBody } from "../api/values.js";
import { CounterfoilError, isCoded } from "../base/errors.js";
import { utf8Decode } from "../base/text.js";
import { sdkError } from "./errors.js";
import {
  fetchTransport,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js";

/** Parameters of the path and the query together. */
export type CallInput<R extends Route> = Members<Input<R>["params"]> & Members<Input<R>["query"]>;
/** An empty schema's type forbids every member, also those of the other schema. */
type Members<T> = string extends keyof T ? unknown : T;
export type CallBody = { readonly type: string; readonly bytes: Uint8Array };

/** One function for each route, by its name. */
export type Client = {
  readonly [Name in keyof Routes]: (
    input: CallInput<Routes[Name]>,
    body?: CallBody,
  ) => Promise<Answer<Routes[Name]>>;
};

/**
 * A client of one node. What it answers is of its route's schema, and a claim until its receipt is
 * checked. Every function throws the node's own coded error where it answers one, REMOTE_ANSWER for
 * what is no answer of the route, REMOTE_UNREACHABLE.
 * @param baseUrl where the node is: "http://localhost:8300"
 */
export function createClient(baseUrl: string, transport: Transport = fetchTransport()): Client {
  const base = baseUrl.replace(/\/+$/, "");
  const calls = Object.entries<Route>(routes).map(([name, route]) => [
    name,
    async (input: object, body?: CallBody) =>
      call(transport, requestOf(base, route, input, body), route),
  ]);
  // The entries are the routes', one by one, which `fromEntries` cannot tell.
  return Object.fromEntries(calls) as Client;
}

async function call(transport: Transport, request: TransportRequest, route: Route) {
  const response = await send(transport, request);
  const { status } = response;
  const type = route.answers[status];
  if (type === undefined) throw remoteError(request, response);
  return { status, body: readAnswer(type, request, response) };
}

async function send(transport: Transport, request: TransportRequest): Promise<TransportResponse> {
  try {
    return await transport(request);
  } catch (cause) {
    if (isCoded(cause)) throw cause;
    throw sdkError("REMOTE_UNREACHABLE", { url: request.url }, cause);
  }
}

function requestOf(
  base: string,
  { method, path, params, query }: Route,
  input: object,
  body?: CallBody,
): TransportRequest {
  const inPath = encode(params, input);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(inPath[name] ?? ""),
  );
  const asked = Object.entries(encode(query, input))
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join("&");
  return {
    method,
    url: `${base}${filled}${asked === "" ? "" : `?${asked}`}`,
    headers: body === undefined ? {} : { "content-type": body.type },
    body: body?.bytes ?? null,
  };
}

/** The members of a schema as they stand in an address. @throws API_PARAMETER */
function encode(schema: z.ZodObject, input: object): Record<string, string> {
  const given = Object.entries(input).filter(
    ([name, value]) => name in schema.shape && value !== undefined,
  );
  const encoded = z.safeEncode(schema, Object.fromEntries(given));
  if (!encoded.success) throw parameterError(encoded.error);
  const texts = Object.entries(encoded.data).map(([name, text]) => [name, String(text)]);
  return Object.fromEntries(texts);
}

function readAnswer(
  type: AnswerType,
  request: TransportRequest,
  { status, headers, body }: TransportResponse,
): unknown {
  const media = headers["content-type"]?.split(";")[0]?.trim();
  const parsed =
    media !== type.type
      ? null
      : type.type === "application/cbor"
        ? { success: true, data: body }
        : type.schema.safeParse(jsonOf(body));
  if (parsed?.success) return parsed.data;
  throw sdkError("REMOTE_ANSWER", { url: request.url, status, media: media ?? null });
}

/** The node's own error, or that it is none. */
function remoteError(request: TransportRequest, response: TransportResponse): CounterfoilError {
  const parsed = errorBody.safeParse(jsonOf(response.body));
  if (!parsed.success || response.status < 400) {
    return sdkError("REMOTE_ANSWER", { url: request.url, status: response.status });
  }
  const { code, message, facts } = parsed.data;
  return new CounterfoilError(code, message, facts);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(body));
  } catch {
    return null;
  }
}
