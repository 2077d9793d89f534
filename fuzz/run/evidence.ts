import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { root } from "../root.js";
import type { Summary } from "./run-target.js";

const HEADING = "## Fuzzing";
const HEAD = [
  "| Commit | Command | Inputs | Accepted | Findings | Slowest | Heap, later half | Processor time |",
  "|---|---|---|---|---|---|---|---|",
];

/** Adds a row to the table of fuzzing in a file of evidence; makes the table where there is none. */
export function addEvidence(path: string, command: string, summaries: readonly Summary[]): void {
  const lines = (existsSync(path) ? readFileSync(path, "utf8") : "# Evidence\n")
    .trimEnd()
    .split("\n");
  if (!lines.includes(HEADING)) lines.push("", HEADING, "", ...HEAD);
  let end = lines.indexOf(HEAD[1] ?? "", lines.indexOf(HEADING)) + 1;
  while (lines[end]?.startsWith("|")) end++;
  lines.splice(end, 0, rowOf(command, summaries));
  writeFileSync(path, `${lines.join("\n")}\n`);
}

function rowOf(command: string, summaries: readonly Summary[]): string {
  const sum = (of: (summary: Summary) => number) =>
    summaries.reduce((all, one) => all + of(one), 0);
  const inputs = sum((summary) => summary.inputs);
  const accepted = sum(acceptedBy) / inputs;
  const slowest = Math.max(...summaries.map(({ slowest: { ms } }) => ms));
  const growth = Math.max(...summaries.map(({ heap }) => heap?.growth ?? 0));
  const findings = sum(({ finding }) => (finding === null ? 0 : 1));
  const cells = [
    commit(),
    `\`${command}\``,
    inputs.toLocaleString("en"),
    `${(100 * accepted).toFixed(1)} %`,
    String(findings),
    `${slowest.toFixed(0)} ms`,
    `${(growth / 1024 / 1024).toFixed(1)} MiB`,
    `${(sum(({ ms }) => ms) / 1000).toFixed(0)} s`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Outcomes that are no code: what was taken for what it says it is. */
function acceptedBy({ outcomes }: Summary): number {
  return [...outcomes].reduce(
    (all, [outcome, times]) =>
      all + (/^(?:[A-Z0-9]+_[A-Z0-9_]+|[45]\d\d .*|no .*)$/.test(outcome) ? 0 : times),
    0,
  );
}

/** As git names what was run, with a mark where the files are others. */
function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: fileURLToPath(root), encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--untracked-files=no") !== "";
  return git("rev-parse", "--short", "HEAD") + (changed ? " and changes" : "");
}
