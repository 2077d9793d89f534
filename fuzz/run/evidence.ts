import { addEvidence, type Table } from "#runs/evidence.js";
import type { Summary } from "./run-target.js";

const TABLE: Table = {
  heading: "Fuzzing",
  columns: ["Inputs", "Accepted", "Findings", "Slowest", "Heap, later half", "Processor time"],
};

/** Adds a row to the table of fuzzing in a file of evidence. */
export function addSummaries(path: string, command: string, summaries: readonly Summary[]): void {
  const sum = (of: (summary: Summary) => number) =>
    summaries.reduce((all, one) => all + of(one), 0);
  const inputs = sum((summary) => summary.inputs);
  const accepted = sum(acceptedBy) / inputs;
  const slowest = Math.max(...summaries.map(({ slowest: { ms } }) => ms));
  const growth = Math.max(...summaries.map(({ heap }) => heap?.growth ?? 0));
  const findings = sum(({ finding }) => (finding === null ? 0 : 1));
  addEvidence(path, TABLE, command, [
    inputs.toLocaleString("en"),
    `${(100 * accepted).toFixed(1)} %`,
    String(findings),
    `${slowest.toFixed(0)} ms`,
    `${(growth / 1024 / 1024).toFixed(1)} MiB`,
    `${(sum(({ ms }) => ms) / 1000).toFixed(0)} s`,
  ]);
}

/** Outcomes that are no code: what was taken for what it says it is. */
function acceptedBy({ outcomes }: Summary): number {
  return [...outcomes].reduce(
    (all, [outcome, times]) =>
      all + (/^(?:[A-Z0-9]+_[A-Z0-9_]+|[45]\d\d .*|no .*)$/.test(outcome) ? 0 : times),
    0,
  );
}
