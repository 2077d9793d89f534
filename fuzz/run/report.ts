import type { Plan, Summary } from "./run-target.js";

/** What a run has shown, as lines for people. */
export function reportOf(summary: Summary, { seed, count }: Plan): string {
  const { target, inputs, ms, outcomes, slowest, heap } = summary;
  const rate = Math.round(inputs / (ms / 1000));
  const rows = [...outcomes]
    .sort(([, a], [, b]) => b - a)
    .map(([name, times]) => {
      const share = ((100 * times) / inputs).toFixed(2);
      return `    ${share.padStart(6)} %  ${name}`;
    });
  const lines = [
    `${target.name}: ${inputs} inputs of seed ${seed}, ${rate} a second of processor time`,
    ...rows,
    `    slowest ${slowest.ms.toFixed(2)} ms: ${shortened(slowest.input)}`,
  ];
  if (heap !== null) {
    lines.push(
      `    heap ${heap.slope.toFixed(2)} bytes an input, ${heap.growth} in the later half`,
    );
  }
  return [...lines, ...findingOf(summary, count)].join("\n");
}

function findingOf({ target, finding }: Summary, count: number): string[] {
  if (finding === null) return [];
  const { what, input, error } = finding;
  const stack = error instanceof Error ? [error.stack ?? "", causeOf(error)] : [];
  const repeat =
    input === ""
      ? `npm run fuzz -- --target ${target.name} --count ${count}`
      : `npm run fuzz -- --target ${target.name} --input ${input}`;
  return [
    `  FOUND ${what}`,
    ...stack.filter(Boolean),
    `    input: ${input}`,
    `    again: ${repeat}`,
  ];
}

const causeOf = ({ cause }: Error): string =>
  cause instanceof Error ? `  caused by ${cause.stack ?? cause.message}` : "";

const shortened = (hex: string): string => (hex.length <= 80 ? hex : `${hex.slice(0, 80)}…`);
