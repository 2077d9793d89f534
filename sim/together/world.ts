import type { SeededChance } from "../chance.js";
import type { Chronicle } from "../chronicle.js";
import type { Keyring } from "../keyring.js";
import type { VirtualTime } from "../virtual-time.js";
import type { Agency } from "./agency.js";
import type { PlantedTogether } from "./agency-node.js";
import type { Chain } from "./chain.js";
import type { Network } from "./network.js";
import type { Witness } from "./witness.js";

/** What one run of several agencies is made from: the same options, the same run. */
export type TogetherOptions = {
  /** 32 bits. */
  readonly seed: number;
  readonly agencies: number;
  /** Blocks with facts that are to be shown. */
  readonly blocks: number;
  readonly faults: ReadonlySet<TogetherFault>;
  /** Plants a bug at one of the agencies, anew for each run. */
  readonly planted?: () => PlantedTogether;
  readonly onProgress?: (blocks: number) => void;
};

/** Each is an organisation, of which there are so many names. */
export const agencyNames = ["registry", "council", "bank", "court", "audit", "health", "tax"];
export const MOST_AGENCIES = agencyNames.length;

/** Those of the single machine's faults after which an agency goes on, and one of its own. */
export const togetherFaults = ["power", "kill", "slow", "short", "clock", "network"] as const;
export type TogetherFault = (typeof togetherFaults)[number];

/** What outlives every process. */
export type World = {
  readonly options: TogetherOptions;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly chain: Chain;
  readonly witness: Witness;
  readonly keys: Keyring;
  readonly chronicle: Chronicle;
  readonly chance: SeededChance;
  readonly agencies: Agency[];
  /** Something did not hold: the run ends with it. */
  readonly report: (error: unknown) => void;
};
