import { toHex } from "#src/base/text.js";
import { type Config, DATA_FORMAT, DataDirectory } from "#src/node/data-directory.js";
import { SeededChance } from "../chance.js";
import type { Chronicle } from "../chronicle.js";
import { ratesOf } from "../disk/faults.js";
import { SimDisk } from "../disk/sim-disk.js";
import { SimLevel } from "../disk/sim-level.js";
import { type Founding, founding } from "../founding.js";
import { Keyring } from "../keyring.js";
import type { Outcome } from "../options.js";
import { outcomeOf } from "../outcome-of.js";
import { VirtualTime } from "../virtual-time.js";
import { Workload } from "../workload/workload.js";
import { Agency } from "./agency.js";
import { Chain } from "./chain.js";
import { Course } from "./course.js";
import { Network } from "./network.js";
import { ProcessTime } from "./process-time.js";
import { Witness } from "./witness.js";
import { agencyNames, type TogetherOptions, type World } from "./world.js";

const BEGIN = Date.UTC(2026, 0, 5, 8);
/** Small segments, so that a run begins some. */
const SEGMENT_BYTES = 64 * 1024;
/** ms that a clock may go wrong. */
const SKEW_MS = 800;

/** Agencies that order together from the founding on, each on a machine of its own. */
export function runTogether(options: TogetherOptions): Promise<Outcome> {
  return outcomeOf((chronicle) => liveThrough(options, chronicle));
}

async function liveThrough(options: TogetherOptions, chronicle: Chronicle): Promise<void> {
  const { seed } = options;
  const chance = (stream: string) => new SeededChance(seed, stream);
  const keys = new Keyring();
  const { id, lay } = founding(keys, agencyNames.slice(0, options.agencies), BEGIN);
  const network = { name: "sim", id };
  const time = new VirtualTime(BEGIN);
  const lossy = options.faults.has("network");
  const course = new Course(
    {
      options,
      time,
      network: new Network(time, chance("network"), options.agencies, lossy),
      chain: new Chain(),
      witness: new Witness(network),
      keys,
      chronicle,
      chance: chance("together"),
      agencies: [],
    },
    new Workload(chance("workload"), keys, id),
    chance("course"),
  );
  const { world } = course;
  const config = { format: DATA_FORMAT, network: "sim", id: toHex(id), demo: false } as const;
  for (let number = 0; number < options.agencies; number++) {
    world.agencies.push(agencyOf(world, number, { ...config, kind: "node" }, lay));
  }
  try {
    await course.run();
  } finally {
    const { counts } = chronicle;
    counts.blocks = world.witness.blocks;
    counts.facts = world.witness.auditor.size;
    counts.calls = world.agencies.reduce((sum, { machine }) => sum + machine.disk.calls, 0);
  }
}

function agencyOf(world: World, number: number, config: Config, lay: Founding["lay"]): Agency {
  const { options, time } = world;
  const chance = (stream: string) => new SeededChance(options.seed, `${stream} ${number}`);
  const timers = new ProcessTime(time);
  const disk = new SimDisk(chance("disk"), ratesOf(options.faults), timers.after);
  const data = new DataDirectory("/data");
  lay(data, disk);
  const skew = chance("clock").below(2 * SKEW_MS) - SKEW_MS;
  const hasBug = options.seed % options.agencies === number;
  return new Agency(
    world,
    {
      number,
      agency: agencyNames[number] ?? "",
      disk,
      level: new SimLevel(disk, chance("index"), timers.after),
      after: timers.after,
      now: () => time.now() + skew,
      segmentBytes: SEGMENT_BYTES,
      data,
      config,
      planted: (hasBug ? options.planted?.() : undefined) ?? {},
    },
    timers,
  );
}
