import { isCoded } from "#src/base/errors.js";
import type { TransactionResult } from "#src/ledger/ledger.js";
import type { RecordState } from "#src/storage/log/durable-record.js";
import { checkDerived, checkFromScratch } from "./audit/whole-log.js";
import type { SeededChance } from "./chance.js";
import { simError } from "./errors.js";
import { checkRefusal } from "./model.js";
import type { SimNode, Watch } from "./node.js";
import type { Submission } from "./workload/workload.js";
import type { World } from "./world.js";

const GAP_MS = 14;
/** Transactions that come at once: one in so many times more than one or two. */
const BURST_IN = 20;
const BURST = 8;
/** All that must hold of the whole is looked at after so many blocks. */
const CHECKED_BLOCKS = 200;
/** Once in so many arrivals: an orderly stop, a fresh cosignature, another time on the wall. */
const STOP_IN = 400;
const REFRESH_IN = 150;
const JUMP_IN = 60;
const HOUR_MS = 3_600_000;

export type End = "crashed" | "halted" | "stopped";

/** One process of the node, and those who send to it. */
export class Life {
  readonly watch: Watch;
  /** The durable record when something was last published. */
  recorded: RecordState | null = null;
  readonly #world: World;
  readonly #chance: SeededChance;
  /** Whether a bit has turned before the start, so that damage has a reason. */
  readonly #rotten: boolean;
  #end: End | null = null;
  #violation: Error | null = null;
  #paused = false;

  constructor(world: World, chance: SeededChance, rotten: boolean) {
    this.#world = world;
    this.#chance = chance;
    this.#rotten = rotten;
    this.watch = {
      onPublished: (node) => this.#guard(() => this.#published(node)),
      onHalt: (error) => this.#guard(() => this.#fail(error)),
      onRebuild: ({ code }) => {
        world.rotten.delete(code.startsWith("TILES") ? "TILES" : "INDEX");
        world.chronicle.event("rebuilt", code);
      },
    };
  }

  /** Whether the faults of the disk since the start are a reason for the error. */
  explains(error: unknown): boolean {
    const { stopped, faults } = this.#world.machine.disk;
    if (!stopped && faults.length === 0 && !this.#rotten && this.#world.rotten.size === 0)
      return false;
    return isCoded(error) && error.walk(isOfDisk) !== null;
  }

  /** What went wrong so far, if anything did. @throws it */
  assertSound(): void {
    if (this.#violation !== null) throw this.#violation;
  }

  /** From the first transaction that comes to the end. @throws SIM_VIOLATION, and what else is none of the disk's */
  async live(node: SimNode): Promise<End> {
    const { machine, options, model } = this.#world;
    this.#plan(node);
    for (;;) {
      this.assertSound();
      if (machine.disk.stopped) return "crashed";
      if (this.#end !== null) return this.#leave(node, this.#end);
      if (model.blocks >= options.blocks) return this.#leave(node, "stopped");
      if (model.blocks >= this.#world.checks.next) await this.#checkAll(node);
      else if (!(await machine.time.step()))
        throw simError("SIM_VIOLATION", { what: "it stands still" });
    }
  }

  /** The next transactions, some time from now. */
  #plan(node: SimNode): void {
    this.#world.machine.time.after(this.#chance.below(GAP_MS), () => {
      if (this.#paused || this.#end !== null || this.#world.machine.disk.stopped) return;
      this.#guard(() => this.#arrive(node));
      this.#plan(node);
    });
  }

  #arrive(node: SimNode): void {
    const { options, machine, chronicle } = this.#world;
    if (options.faults.has("clock") && this.#chance.oneIn(JUMP_IN)) this.#jump();
    if (this.#chance.oneIn(Math.floor(STOP_IN * machine.disk.rarity))) this.#end = "stopped";
    if (this.#chance.oneIn(REFRESH_IN) && node.quiet) {
      node.cosignAfresh().catch((error: unknown) => this.#guard(() => this.#fail(error)));
    }
    const most = this.#chance.oneIn(BURST_IN) ? BURST : 1;
    for (let i = 1 + this.#chance.below(most); i > 0; i--) this.#send(node);
    chronicle.note("at", machine.time.now());
  }

  /** Mostly hours ahead, when deadlines fall due; sometimes back, seldom by days. */
  #jump(): void {
    const { machine, chronicle } = this.#world;
    const hours = this.#chance.oneIn(30) ? 200 : 2;
    const ms = this.#chance.below(hours * HOUR_MS) * (this.#chance.oneIn(3) ? -1 : 1);
    machine.time.jump(ms);
    chronicle.event(ms < 0 ? "clock back" : "clock ahead", ms);
  }

  #send(node: SimNode): void {
    const { machine, model, workload, chronicle } = this.#world;
    const sealed = node.stores.ledger.head.seal?.time ?? 0;
    const submission = workload.next({
      time: Math.max(machine.time.now(), sealed),
      size: model.published.size,
      state: model.auditor.state,
    });
    chronicle.note("sent", submission.kind, submission.type, submission.bytes.length);
    node
      .admit(submission.bytes)
      .then(({ sealed: answer }) => answer)
      .then(
        (result) => this.#guard(() => this.#answered(submission, result)),
        (error: unknown) => this.#guard(() => this.#refused(submission, error)),
      );
  }

  #published({ stores }: SimNode): void {
    const { machine, model, chronicle } = this.#world;
    const { publication } = stores.published;
    if (machine.disk.stopped || publication === null) return;
    this.recorded = stores.record.read();
    model.announce(publication);
    chronicle.note("published", publication.size, publication.note);
    model.check(stores);
    this.#world.options.onProgress?.(model.blocks);
  }

  #answered(submission: Submission, result: TransactionResult): void {
    if (this.#world.machine.disk.stopped) return;
    this.#world.chronicle.note("answered", result.index, result.code);
    if (this.#world.model.acknowledge(submission, result)) {
      this.#world.chronicle.answered(submission.type, result.code);
    }
  }

  #refused(submission: Submission, error: unknown): void {
    if (this.#world.machine.disk.stopped || this.explains(error)) return;
    this.#world.chronicle.counts.turnedAway++;
    this.#world.chronicle.note("refused", isCoded(error) ? error.code : "");
    checkRefusal(submission, error);
  }

  /** A node that a fault has stopped, or that is not to be trusted any more, is started anew. */
  #fail(error: unknown): void {
    if (!this.explains(error)) throw error;
    this.#end ??= "halted";
  }

  /** Nothing that goes wrong here may look like an error of the node. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#world.machine.disk.stopped) return;
      if (this.explains(error)) this.#end ??= "halted";
      else this.#violation ??= errorOf(error);
    }
  }

  /** Stops in order, or is killed where it has halted. */
  async #leave(node: SimNode, end: End): Promise<End> {
    const { time, disk } = this.#world.machine;
    if (end === "halted" && this.#chance.oneIn(2)) return "halted";
    try {
      await time.until(node.stop(end === "halted"), () => disk.stopped);
    } catch (error) {
      if (!disk.stopped && !this.explains(error)) throw error;
    }
    this.assertSound();
    return disk.stopped ? "crashed" : end;
  }

  /** Once nobody sends and all is on record. @throws SIM_VIOLATION */
  async #checkAll(node: SimNode): Promise<void> {
    const { machine, checks, chronicle, model } = this.#world;
    const { time, disk } = machine;
    const isOver = () => disk.stopped || this.#end !== null || this.#violation !== null;
    this.#paused = true;
    try {
      // A deadline may fall due while the index is written: then there is one block more.
      do {
        while (!isOver() && !node.quiet && (await time.step()));
        if (!isOver()) await time.until(node.stores.index.drained(), isOver);
      } while (!isOver() && !node.quiet);
      if (isOver()) return;
      checkDerived(node.stores, model.auditor);
      model.auditor.checkAll();
      if (model.blocks >= checks.nextWhole) {
        checkFromScratch(node.stores);
        checks.nextWhole *= 2;
      }
      checks.next += CHECKED_BLOCKS;
      chronicle.event("checked", model.blocks);
    } catch (error) {
      this.#fail(error);
    }
    this.#paused = false;
    this.#plan(node);
  }
}

const isOfDisk = (error: unknown): boolean =>
  isCoded(error) && /^(?:DISK|LOG|TILES|INDEX|RECORD)_/.test(error.code);

const errorOf = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : simError("SIM_VIOLATION", { what: String(thrown) });
