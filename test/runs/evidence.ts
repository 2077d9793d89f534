import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The checkout, from the build as from the sources. */
const root = fileURLToPath(new URL("../..", import.meta.url));

/** A table of `docs/internals/evidence.md`, by its heading, behind the commit and the command. */
export type Table = { readonly heading: string; readonly columns: readonly string[] };

/** Most long runs say in one sentence what they came to. */
export const inOneSentence = (heading: string): Table => ({ heading, columns: ["Came to"] });

/** Adds a row to a table in a file; makes the table, and the file, where there is none. */
export function addEvidence(
  path: string,
  { heading, columns }: Table,
  command: string,
  cells: readonly string[],
): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "# Evidence\n";
  const lines = text.trimEnd().split("\n");
  const title = `## ${heading}`;
  const head = ["Commit", "Command", ...columns];
  const rule = `|${"---|".repeat(head.length)}`;
  if (!lines.includes(title)) lines.push("", title, "", row(head), rule);
  let end = lines.indexOf(rule, lines.indexOf(title)) + 1;
  while (lines[end]?.startsWith("|")) end++;
  lines.splice(end, 0, row([`\`${commit()}\``, `\`${command}\``, ...cells]));
  writeFileSync(path, `${lines.join("\n")}\n`);
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** As git names what was run, with a mark where the files are others. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  // A row that was added before is no other program.
  const code = ["--", ".", ":(exclude)docs"];
  const changed = git("status", "--porcelain", "--untracked-files=no", ...code) !== "";
  return git("rev-parse", "--short", "HEAD") + (changed ? " and changes" : "");
}
