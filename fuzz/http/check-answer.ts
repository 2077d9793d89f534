import { readFileSync } from "node:fs";
import type { Route } from "#src/api/route.js";
import { errorBody } from "#src/api/values.js";
import { utf8Decode } from "#src/base/text.js";
import { fuzzError } from "../errors.js";
import { root } from "../root.js";
import type { Sent } from "./request.js";
import type { Answered } from "./send.js";

const page = readFileSync(new URL("docs/reference/errors.md", root), "utf8");
/** Of a request that reaches no route, or whose body is none that a server takes. */
const ALWAYS = new Set([400, 404, 413, 414, 415, 431]);
/** This node keeps no directory's key for what it is asked. */
const UNAVAILABLE = new Set(["DIRECTORY_NONE"]);

/**
 * What an answer is, if it is one that its address may give. @param route null for pages and for
 * what a changed path or method leads to
 * @throws FUZZ_ANSWER
 */
export function checkAnswer(route: Route | null, sent: Sent, answered: Answered): string {
  const { status, headers, body } = answered;
  const type = headers["content-type"]?.split(";")[0] ?? "";
  if (sent.method === "HEAD" || status === 304) return `${status} without a body`;
  if (status >= 300 && status < 400) return `${status}`;
  if (route !== null && status in route.answers) return known(route, status, type, body);
  if (status >= 400) return refused(route, status, type, body);
  if (route !== null) throw wrong("status", status, type);
  if (status !== 200 || type === "") throw wrong("page", status, type);
  if (type === "text/html" && headers["content-security-policy"] === undefined) {
    throw wrong("policy", status, type);
  }
  return `${status} ${type}`;
}

function known(route: Route, status: number, type: string, body: Uint8Array): string {
  const answer = route.answers[status];
  if (answer?.type !== type) throw wrong("type", status, type);
  if (answer.type !== "application/json") return `${status} ${type}`;
  const parsed = answer.schema.safeParse(JSON.parse(utf8Decode(body)));
  if (parsed.success) return `${status}`;
  throw wrong(`schema ${parsed.error.issues[0]?.path.join(".")}`, status, type);
}

function refused(route: Route | null, status: number, type: string, body: Uint8Array): string {
  if (type === "text/html" && route === null && status < 500) return `${status} page`;
  const parsed = type === "application/json" ? errorBody.safeParse(jsonOrNull(body)) : null;
  if (!parsed?.success) throw wrong("error", status, type);
  const { code } = parsed.data;
  if (!page.includes(`### ${code}\n`)) throw wrong(code, status, type);
  if (status >= 500 && !UNAVAILABLE.has(code)) throw wrong(code, status, type);
  const documented = route === null || route.errors.includes(status) || ALWAYS.has(status);
  if (!documented) throw wrong(`undocumented ${code}`, status, type);
  return `${status} ${code}`;
}

const wrong = (what: string, status: number, type: string) =>
  fuzzError("FUZZ_ANSWER", { what, status, type });

function jsonOrNull(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(body));
  } catch {
    return null;
  }
}
