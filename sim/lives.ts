import { isCoded } from "#src/base/errors.js";
import type { Reader } from "#src/ledger/module.js";
import { keyIdOf } from "#src/modules/governance/agencies.js";
import { cosignersNow } from "#src/modules/governance/queries.js";
import type { AgencySigners } from "#src/node/cosigner.js";
import type { OpenedLedger } from "#src/node/open-ledger.js";
import type { RecordState } from "#src/storage/log/durable-record.js";
import type { SeededChance } from "./chance.js";
import { simError } from "./errors.js";
import { Life } from "./life.js";
import { SimNode } from "./node.js";
import { detects, type Rot, rotOne } from "./rot.js";
import type { World } from "./world.js";

/** Calls to the system between two ends, on average half of it. */
const SPAN = 600;
/** A larger log takes longer to open, so what makes that needful comes seldomer. */
const SMALL_FACTS = 4_000;
/** One life in so many ends while the node still opens. */
const SHORT_IN = 5;
const SHORT_SPAN = 40;
const ROT_IN = 6;
const MOST_OPENINGS = 30;

/** The node's processes, one after the other, and what happens to the machine between them. */
export class Lives {
  readonly #world: World;
  readonly #chance: SeededChance;
  #recorded: RecordState | null = null;
  #rot: Rot | null = null;
  /** In the record, which bears one damaged half: the node notices once the other is damaged too. */
  readonly #unnoticed: Rot[] = [];
  /** Why the node had to be opened again. */
  #refusal: unknown = null;

  constructor(world: World, chance: SeededChance) {
    this.#world = world;
    this.#chance = chance;
  }

  /** One process, from its start to its end. @throws SIM_VIOLATION, or whatever else must not be */
  async next(): Promise<void> {
    this.#turnBit();
    this.#planEnd();
    const opened = await this.#open();
    if (opened === null) return;
    const end = await opened.life.live(opened.node);
    this.#recorded = opened.life.recorded;
    this.#end(end);
  }

  /** A process without faults, so that all can be read once more. */
  async last(check: (stores: OpenedLedger) => void): Promise<void> {
    const { machine, chronicle } = this.#world;
    machine.disk.heal();
    for (let reading = 0; reading < MOST_OPENINGS; reading++) {
      const opened = await this.#open();
      if (opened === null) break;
      try {
        check(opened.node.stores);
        await machine.time.until(opened.node.stop(false), () => false);
        return chronicle.note("closed");
      } catch (error) {
        // A bit that turned long ago may be noticed only now, and then all is derived anew.
        if (!opened.life.explains(error)) throw error;
        this.#again(error);
      }
    }
    throw simError("SIM_VIOLATION", { what: "it cannot be read at the end" }, this.#refusal);
  }

  /** Opens until it opens: null where the machine stopped on the way. */
  async #open(): Promise<{ readonly life: Life; readonly node: SimNode } | null> {
    const { model } = this.#world;
    for (let opening = 0; opening < MOST_OPENINGS; opening++) {
      const life = new Life(this.#world, this.#chance, this.#rot !== null);
      const node = await this.#try(life);
      if (node === "again") continue;
      if (node === null) {
        this.#end("crashed");
        return null;
      }
      try {
        life.assertSound();
        if (this.#rot?.bars === true) {
          throw simError("SIM_VIOLATION", {
            what: "a turned bit was believed",
            path: this.#rot.path,
          });
        }
        model.reopened(node.stores);
        return { life, node };
      } catch (error) {
        if (!life.explains(error)) throw error;
        this.#again(error);
      }
    }
    throw simError("SIM_VIOLATION", { what: "it does not open" }, this.#refusal);
  }

  async #try(life: Life): Promise<SimNode | "again" | null> {
    const { machine } = this.#world;
    const { time, disk } = machine;
    try {
      const opening = SimNode.open(machine, this.#signers, life.watch);
      return await time.until(opening, () => disk.stopped);
    } catch (error) {
      if (disk.stopped) return null;
      if (!this.#mends(error) && !life.explains(error)) throw error;
      this.#again(error);
      return "again";
    }
  }

  /** The node refused to start, as it should: whoever runs it brings back the good byte. */
  #mends(error: unknown): boolean {
    const { machine, chronicle } = this.#world;
    const ofRecord = isCoded(error) && error.code === "RECORD_DAMAGED" ? this.#unnoticed : [];
    const turned = this.#rot === null ? ofRecord : [this.#rot, ...ofRecord];
    const mended = turned.find((rot) => detects(error, rot, machine.data.log) && rot.mend());
    if (mended === undefined) return false;
    if (mended === this.#rot) this.#rot = null;
    chronicle.event("rot mended");
    return true;
  }

  #again(error: unknown): void {
    this.#refusal = error;
    const { machine, chronicle } = this.#world;
    chronicle.event("opened again", isCoded(error) ? error.code : "");
    machine.time.clear();
    machine.disk.restart(false);
  }

  #end(end: "crashed" | "halted" | "stopped"): void {
    const { machine, options, chronicle } = this.#world;
    const { disk, level, time } = machine;
    time.clear();
    const { faults } = options;
    const cut =
      end === "crashed" && faults.has("power") && (!faults.has("kill") || this.#chance.oneIn(2));
    chronicle.event(end === "crashed" ? (cut ? "power" : "kill") : end, disk.calls);
    if (cut) level.cutPower();
    disk.restart(cut);
  }

  #planEnd(): void {
    const { machine, options, model } = this.#world;
    const { disk } = machine;
    disk.rarity = Math.max(1, model.published.size / SMALL_FACTS);
    if (options.powerAt !== undefined) {
      if (disk.calls < options.powerAt) disk.stopAt(options.powerAt);
      return;
    }
    if (!options.faults.has("power") && !options.faults.has("kill")) return;
    const within = this.#chance.oneIn(SHORT_IN) ? SHORT_SPAN : Math.floor(SPAN * disk.rarity);
    disk.stopAt(disk.calls + 1 + this.#chance.below(within));
  }

  #turnBit(): void {
    const { machine, options, chronicle } = this.#world;
    this.#rot = null;
    machine.disk.mayFlip = true;
    if (!options.faults.has("rot") || !this.#chance.oneIn(ROT_IN)) return;
    this.#rot = rotOne(machine, this.#chance, this.#recorded);
    if (this.#rot === null) return;
    machine.disk.mayFlip = false;
    const { path, offset, store } = this.#rot;
    if (path === machine.data.record) this.#unnoticed.push(this.#rot);
    if (store !== null) this.#world.rotten.add(store);
    chronicle.event("rot", path, offset);
  }

  /** Whoever is to sign now; the simulation has everybody's keys. */
  readonly #signers = (reader: Reader): AgencySigners[] => {
    const signer = (key: Uint8Array) => this.#world.keys.signer(keyIdOf(key));
    return cosignersNow(reader).map(({ agency, logKey, cosignerKey }) => ({
      agency,
      logKey: signer(logKey),
      cosigner: signer(cosignerKey),
    }));
  };
}
