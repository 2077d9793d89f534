import { Presets, SingleBar } from "cli-progress";

/** A bar on standard error while long work goes on, where somebody is looking. */
export function progressBar(
  what: string,
  total: number,
): { at(done: number, of?: number): void; end(): void } {
  if (!process.stderr.isTTY) return { at: () => {}, end: () => {} };
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total}  {duration_formatted}`, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  const at = (done: number, of = total) => {
    bar.setTotal(of);
    bar.update(done);
  };
  return { at, end: () => bar.stop() };
}
