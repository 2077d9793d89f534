import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";

type BenchOptions = Common & {
  readonly facts: string;
  readonly slices: string;
  readonly perSlice: string;
  readonly seconds: string;
  readonly rate: string;
  readonly keep?: string;
};
type Sizes = {
  readonly facts: number;
  readonly slices: number;
  readonly perSlice: number;
  readonly seconds: number;
  readonly rate: number;
};
type Report = (text: string) => void;
/** Every bench has these; what else it says is its own. */
type Measured = { readonly name: string; readonly ratio: number };

/** Each is loaded when it runs. */
const benches: Record<string, (dir: string, sizes: Sizes, report: Report) => Promise<Measured>> = {
  solo: async (dir, { slices, perSlice }, report) => {
    const { benchSolo } = await import("../bench/solo.js");
    return benchSolo(dir, { slices, perSlice }, report);
  },
  "solo-http": async (dir, sizes, report) => {
    const { benchSoloHttp } = await import("../bench/solo-http.js");
    return benchSoloHttp(dir, sizes, report);
  },
  growth: async (dir, sizes, report) => {
    const { benchGrowth } = await import("../bench/growth.js");
    return benchGrowth(dir, sizes, report);
  },
  start: async (dir, sizes, report) => {
    const { benchStart } = await import("../bench/start.js");
    return benchStart(dir, sizes, report);
  },
  sustained: async (dir, sizes, report) => {
    const { benchSustained } = await import("../bench/sustained.js");
    return benchSustained(dir, sizes, report);
  },
  consortium: async (dir, sizes, report) => {
    const { benchConsortium } = await import("../bench/consortium.js");
    return benchConsortium(dir, sizes, report);
  },
  proof: async (dir, sizes, report) => {
    const { benchProof } = await import("../bench/proof.js");
    return benchProof(dir, sizes, report);
  },
};
const names = Object.keys(benches).join(", ");

export function benchCommand() {
  return command("bench", "measure this machine", "bench solo --json")
    .argument("<name>", names)
    .option("--facts <count>", "size of the ledger that is measured", "1000000")
    .option("--slices <count>", "how often each is measured; the median counts", "5")
    .option("--per-slice <count>", "transactions of which a slice consists", "2000")
    .option("--seconds <count>", "how long `sustained` goes on", "1800")
    .option("--rate <count>", "transactions a second that `sustained` sends", "2000")
    .option("--keep <dir>", "keep the ledgers that are made here, and use those that are there")
    .action(
      runs<BenchOptions, [string]>(async ({ keep, ...options }, name) => {
        const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
        if (bench === undefined) throw cliError("CLI_USAGE", { bench: name, needs: names });
        const sizes: Sizes = {
          facts: readCount(options.facts),
          slices: readCount(options.slices),
          perSlice: readCount(options.perSlice),
          seconds: readCount(options.seconds),
          rate: readCount(options.rate),
        };
        const report: Report = (text) => process.stderr.write(`${text}\n`);
        const dir = keep ?? mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
        try {
          const result = await bench(dir, sizes, report);
          return { json: result, text: inWords(result) };
        } finally {
          if (keep === undefined) rmSync(dir, { recursive: true, force: true });
        }
      }),
    );
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw cliError("CLI_USAGE", { count: text });
  return count;
}

/** The figures by their names: what the JSON says, a line each. */
function inWords(result: Measured): string {
  return Object.entries(result)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join("\n");
}
