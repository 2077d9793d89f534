import { readFileSync } from "node:fs";
import { isCoded } from "#src/base/errors.js";
import { fuzzError } from "../errors.js";
import { root } from "../root.js";
import type { Target } from "../target.js";

/** What is wrong with an answer, in one line that is the same for every input that shows it. */
export type Fault = { readonly what: string; readonly error: unknown };
export type Judged = { readonly outcome: string } | Fault;

const errors = new URL("docs/reference/errors.md", root);
const documented = new Set(
  [...readFileSync(errors, "utf8").matchAll(/^### ([A-Z0-9_]+)$/gm)].map(([, code]) => code ?? ""),
);

/** Runs one input: what became of it, or what is wrong with that. */
export function judge(target: Target, input: Uint8Array): Judged | Promise<Judged> {
  try {
    const outcome = target.run(input);
    if (typeof outcome === "string") return { outcome };
    return outcome.then(
      (text) => ({ outcome: text }),
      (error: unknown) => judgeError(target, error),
    );
  } catch (error) {
    return judgeError(target, error);
  }
}

function judgeError(target: Target, error: unknown): Judged {
  if (!isCoded(error)) return { what: firstLine(error), error };
  const { code } = error;
  if (code.startsWith("FUZZ_")) {
    const facts = Object.values(error.facts).join(" ").slice(0, 200);
    return { what: `${code} ${facts}`.trim(), error };
  }
  if (target.refusals.test(code) && documented.has(code)) return { outcome: code };
  const strange = fuzzError("FUZZ_CODE", { code }, error);
  return { what: `FUZZ_CODE ${code}`, error: strange };
}

function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error}`;
  return `${error.name}: ${error.message.split("\n")[0] ?? ""}`.slice(0, 200);
}
