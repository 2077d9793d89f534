import type { CounterfoilError, Facts } from "../base/errors.js";
import type { Exit } from "./exit.js";

/** What a command has to say: one JSON document, and the same in words. */
export type Answer = {
  readonly json: unknown;
  readonly text: string;
  readonly exit?: Exit;
};

export function printAnswer({ json, text }: Answer, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(json, jsonValue)}\n` : `${text}\n`);
}

/** In JSON the refusal is the one document; in words it goes to standard error. */
export function printError(error: CounterfoilError, asJson: boolean): void {
  const { code, message, facts, docsPath } = error;
  if (asJson) {
    process.stdout.write(
      `${JSON.stringify({ code, message, facts, docs: docsPath }, jsonValue)}\n`,
    );
  } else {
    process.stderr.write(`${message}\n${factLines(facts)}  ${code}, see ${docsPath}\n`);
  }
}

export function factLines(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `  ${name}: ${printable(String(value))}\n`)
    .join("");
}

/** What came from outside never moves the cursor of whoever reads it. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
}

/** JSON has no 64-bit integers. */
function jsonValue(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
