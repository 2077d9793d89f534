import { toHex } from "#src/base/text.js";
import { DATA_FORMAT, DataDirectory } from "#src/node/data-directory.js";
import { checkFromScratch } from "./audit/whole-log.js";
import { SeededChance } from "./chance.js";
import type { Chronicle } from "./chronicle.js";
import { ratesOf } from "./disk/faults.js";
import { SimDisk } from "./disk/sim-disk.js";
import { SimLevel } from "./disk/sim-level.js";
import { founding } from "./founding.js";
import { Keyring } from "./keyring.js";
import { Lives } from "./lives.js";
import { Model } from "./model.js";
import type { Machine } from "./node.js";
import type { Outcome, RunOptions } from "./options.js";
import { outcomeOf } from "./outcome-of.js";
import { VirtualTime } from "./virtual-time.js";
import { Workload } from "./workload/workload.js";

const BEGIN = Date.UTC(2026, 0, 5, 8);
/** Small segments, so that a run begins many. */
const LEAST_SEGMENT_BYTES = 16 * 1024;
const MOST_SEGMENT_BYTES = 256 * 1024;

/** One network from its founding on, on a machine of its own. */
export function run(options: RunOptions): Promise<Outcome> {
  return outcomeOf((chronicle) => liveThrough(options, chronicle));
}

async function liveThrough(options: RunOptions, chronicle: Chronicle): Promise<void> {
  const { seed, faults } = options;
  const chance = (stream: string) => new SeededChance(seed, stream);
  const keys = new Keyring();
  const { machine, id } = founded(options, keys, chance);
  const model = new Model(id);
  const workload = new Workload(chance("workload"), keys, id);
  const lives = new Lives(
    {
      machine,
      options,
      keys,
      model,
      workload,
      chronicle,
      rotten: new Set(),
      checks: { next: 200, nextWhole: 1000 },
    },
    chance("life"),
  );
  try {
    while (model.blocks < options.blocks) await lives.next();
  } finally {
    const { counts } = chronicle;
    counts.blocks = model.blocks;
    counts.facts = model.published.size;
    counts.calls = machine.disk.calls;
  }
  await lives.last((stores) => {
    checkFromScratch(stores);
    model.auditor.checkAll();
  });
  chronicle.note("end", model.published.size, toHex(model.published.root), [...faults].join());
}

/** A disk with block 0 on it. */
function founded(options: RunOptions, keys: Keyring, chance: (stream: string) => SeededChance) {
  const time = new VirtualTime(BEGIN);
  const disk = new SimDisk(chance("disk"), ratesOf(options.faults), time.after);
  const level = new SimLevel(disk, chance("index"), time.after);
  const data = new DataDirectory("/data");
  const { id, lay } = founding(keys, ["registry"], BEGIN);
  lay(data, disk);
  const drawn = chance("machine");
  const machine: Machine = {
    time,
    disk,
    level,
    segmentBytes: LEAST_SEGMENT_BYTES + drawn.below(MOST_SEGMENT_BYTES),
    solo: {
      mempool: { transactions: 200, bytes: 4 * 1024 * 1024 },
      blockTransactions: 1 + drawn.below(12),
      gatherMs: drawn.below(6),
    },
    data,
    config: { format: DATA_FORMAT, network: "sim", id: toHex(id), kind: "node", demo: false },
    planted: options.planted?.() ?? {},
    evidence: chance("evidence"),
  };
  return { machine, id };
}
