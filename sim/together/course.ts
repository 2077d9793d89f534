import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { pick } from "#src/ledger/generator.js";
import type { TransactionResult } from "#src/ledger/ledger.js";
import { checkFromScratch } from "../audit/whole-log.js";
import type { SeededChance } from "../chance.js";
import { simError } from "../errors.js";
import { checkRefusal } from "../model.js";
import type { Submission, Workload } from "../workload/workload.js";
import type { Agency } from "./agency.js";
import { makeBlock } from "./ordering.js";
import type { World } from "./world.js";

/** ms between two transactions, proposals, talks of one agency with another, and splits. */
const ARRIVAL_MS = 16;
const ROUND_MS = 30;
const TALK_MS = 20;
const CATCH_UP_MS = 60;
const SPLIT_MS = 1500;
const JUMP_IN = 80;
const HOUR_MS = 3_600_000;
/** Sent to two agencies at once. */
const BOTH_IN = 12;
/** Steps of virtual time without a new block: then it stands still. */
const MOST_STEPS = 20_000;

/** What happens in one run: who sends, when blocks are made, who talks with whom, what comes between. */
export class Course {
  readonly world: World;
  readonly #workload: Workload;
  readonly #chance: SeededChance;
  #violation: Error | null = null;
  #settling = false;

  constructor(world: Omit<World, "report">, workload: Workload, chance: SeededChance) {
    this.world = { ...world, report: (error) => this.#report(error) };
    this.#workload = workload;
    this.#chance = chance;
  }

  /** @throws SIM_VIOLATION, or whatever else must not be */
  async run(): Promise<void> {
    const { agencies, witness, options, chronicle } = this.world;
    for (const agency of agencies) agency.start();
    this.#plan();
    await this.#until(() => witness.blocks >= options.blocks);
    await this.#settle();
    for (const { node, machine } of agencies) {
      if (node === null) continue;
      witness.checkAnswers(machine.number, node.stores);
      checkFromScratch(node.stores);
      const { size, root } = node.engine.info();
      chronicle.note("end", machine.number, size, toHex(root));
    }
    witness.auditor.checkAll();
    for (const agency of agencies) await agency.close();
  }

  /** Nothing fails any more and nobody sends: all of them come to the same end, and owe nobody an answer. */
  async #settle(): Promise<void> {
    const { agencies, network, chain } = this.world;
    this.#settling = true;
    network.heal();
    for (const agency of agencies) agency.heal();
    await this.#until(() =>
      agencies.every(({ node }) => node?.height === chain.height && node.quiet),
    );
  }

  async #until(isOver: () => boolean): Promise<void> {
    const { agencies, time, witness, options } = this.world;
    let [blocks, steps] = [witness.blocks, 0];
    while (!isOver()) {
      if (witness.blocks > blocks) [blocks, steps] = [witness.blocks, 0];
      if (++steps > MOST_STEPS || !(await time.step())) {
        throw simError("SIM_VIOLATION", { what: "it stands still", blocks });
      }
      if (this.#violation !== null) throw this.#violation;
      for (const agency of agencies) if (agency.machine.disk.stopped) agency.ended();
      options.onProgress?.(witness.blocks);
    }
  }

  #plan(): void {
    const { network, options, agencies } = this.world;
    this.#often(ARRIVAL_MS, () => this.#arrive());
    this.#often(ROUND_MS, () => {
      const owes = agencies.some(({ node }) => node !== null && node.engine.waiting > 0);
      if (this.#settling && !owes) return;
      makeBlock(this.world, owes).catch((error: unknown) => this.#report(error));
    });
    this.#often(TALK_MS / agencies.length, () => this.#withTwo((one, other) => one.talkTo(other)));
    this.#often(CATCH_UP_MS / agencies.length, () =>
      this.#withTwo((one, { machine, known }) => {
        network.send(machine.number, one.machine.number, () => one.learn(known));
      }),
    );
    if (!options.faults.has("network")) return;
    this.#often(SPLIT_MS, () => {
      if (this.#settling) return;
      if (this.#chance.oneIn(2)) network.split();
      else network.join();
    });
  }

  #often(meanMs: number, work: () => void): void {
    this.world.time.after(1 + this.#chance.below(2 * meanMs), () => {
      try {
        work();
      } catch (error) {
        this.#report(error);
      }
      this.#often(meanMs, work);
    });
  }

  #withTwo(work: (one: Agency, other: Agency) => void): void {
    const { agencies } = this.world;
    const [one, other] = [pick(this.#chance, agencies), pick(this.#chance, agencies)];
    if (one !== undefined && other !== undefined && one !== other) work(one, other);
  }

  #arrive(): void {
    const { options, time, agencies, witness, chronicle } = this.world;
    if (this.#settling) return;
    if (options.faults.has("clock") && this.#chance.oneIn(JUMP_IN)) {
      time.jump(this.#chance.below(2 * HOUR_MS));
      chronicle.event("clock ahead");
    }
    const { auditor } = witness;
    if (auditor.size === 0) return;
    const submission = this.#workload.next({
      time: time.now(),
      size: auditor.size,
      state: auditor.state,
    });
    const sent = this.#chance.oneIn(BOTH_IN) ? 2 : 1;
    for (let i = 0; i < sent; i++) {
      const agency = pick(this.#chance, agencies);
      if (agency !== undefined) this.#send(agency, submission);
    }
  }

  #send({ node, machine }: Agency, submission: Submission): void {
    const { witness, chronicle } = this.world;
    if (node === null) return;
    const { type, kind } = submission;
    chronicle.note("sent", machine.number, kind, type);
    const answered = (result: TransactionResult) => {
      if (machine.disk.stopped) return;
      chronicle.note("answered", machine.number, result.index, result.code);
      if (witness.acknowledged(machine.number, result)) chronicle.answered(type, result.code);
    };
    const refused = (error: unknown) => {
      if (machine.disk.stopped) return;
      chronicle.counts.turnedAway++;
      chronicle.note("refused", machine.number, isCoded(error) ? error.code : "");
      checkRefusal(submission, error);
    };
    node
      .admit(submission.bytes)
      .then(({ sealed }) => sealed)
      .then(answered, refused)
      .catch((error: unknown) => this.#report(error));
  }

  #report(error: unknown): void {
    this.#violation ??=
      error instanceof Error ? error : simError("SIM_VIOLATION", { what: String(error) });
  }
}
