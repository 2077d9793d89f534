import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { sha256 } from "#src/crypto/hash.js";
import type { Decided } from "#src/engines/cometbft/engine.js";
import type { Broadcast } from "#src/engines/cometbft/rpc.js";
import type { Reader } from "#src/ledger/module.js";
import { keyIdOf } from "#src/modules/governance/agencies.js";
import { cosignersNow } from "#src/modules/governance/queries.js";
import type { AgencySigners } from "#src/node/cosigner.js";
import { simError } from "../errors.js";
import { type AgencyMachine, AgencyNode, type AgencyPorts } from "./agency-node.js";
import type { ProcessTime } from "./process-time.js";
import type { World } from "./world.js";

/** Calls to the system from a start to the next end, on average half of it; one life in so many is short. */
const SPAN = 500;
const SHORT_SPAN = 60;
const SHORT_IN = 6;
/** ms until a process is started again. */
const USUAL_AWAY_MS = 120;
const LONG_AWAY_MS = 4000;
const LONG_IN = 8;
/** A bundle that was taken is lost all the same, and a block is asked for once more: once in so many. */
const LOST_BUNDLE_IN = 10;
const AGAIN_IN = 15;
/** ms from a block's execution to its commit. */
const EXECUTION_MS = 6;

/** One agency: its machine, what its CometBFT keeps, and its node's processes, one after the other. */
export class Agency {
  /** Null while no process runs, or while it opens. */
  node: AgencyNode | null = null;
  /** Decided blocks that have come to its CometBFT. */
  known = 0;
  readonly machine: AgencyMachine;
  readonly #world: World;
  readonly #timers: ProcessTime;
  /** Bundles that wait for a block, by their hash. */
  readonly #pool = new Map<string, Uint8Array>();
  /** The node that executes, one block after the other. */
  #follows: AgencyNode | null = null;
  #mayEnd = true;

  constructor(world: World, machine: AgencyMachine, timers: ProcessTime) {
    this.#world = world;
    this.machine = machine;
    this.#timers = timers;
  }

  get bundles(): readonly Uint8Array[] {
    return [...this.#pool.values()];
  }

  /** Starts a process, which ends at some call to the system. */
  start(): void {
    this.#planEnd();
    AgencyNode.open(this.machine, this.#ports).then(
      (node) => this.#guard(null, () => this.#opened(node)),
      (error: unknown) => this.#fail(null, error),
    );
  }

  /** The machine has stopped: what the process was about is gone with it. */
  ended(): void {
    const { chance, options, time, chronicle } = this.#world;
    const { disk, level, number } = this.machine;
    const cut = options.faults.has("power") && (!options.faults.has("kill") || chance.oneIn(2));
    this.node = null;
    this.#follows = null;
    this.#timers.clear();
    if (chance.oneIn(2)) this.#pool.clear();
    if (cut) level.cutPower();
    disk.restart(cut);
    chronicle.event(cut ? "power" : "kill", number, disk.calls);
    time.after(chance.below(chance.oneIn(LONG_IN) ? LONG_AWAY_MS : USUAL_AWAY_MS), () =>
      this.start(),
    );
  }

  /** From now on nothing ends it. */
  heal(): void {
    this.#mayEnd = false;
    this.machine.disk.heal();
  }

  /** A decided block has come. */
  learn(height: number): void {
    this.known = Math.max(this.known, height);
    if (this.node !== null) void this.#follow(this.node);
  }

  /** A bundle that another agency's CometBFT sends on. */
  offer(bundle: Uint8Array): void {
    const { node } = this;
    const id = toHex(sha256(bundle));
    if (node === null || this.#pool.has(id)) return;
    node.engine.check(bundle).then(
      () => this.#guard(node, () => void this.#pool.set(id, bundle)),
      (error: unknown) => {
        if (!isCoded(error)) this.#fail(node, error);
      },
    );
  }

  /** Shows another agency what this one has signed, and takes what that one has. */
  talkTo(other: Agency): void {
    const { network, witness } = this.#world;
    const [from, to] = [this.machine.number, other.machine.number];
    const { node } = this;
    if (node === null) return;
    const note = node.publisher.own;
    if (note !== null) witness.signed(from, note);
    if (node.stores.published.publication !== null) witness.shown(from, node.stores);
    network.send(from, to, () => {
      const theirs = other.node?.publisher.own ?? other.node?.stores.published.publication?.note;
      if (note !== null) other.take(note);
      if (theirs != null) network.send(to, from, () => this.take(theirs));
    });
  }

  take(note: string): void {
    const { node } = this;
    if (node === null) return;
    this.#guard(node, () => {
      try {
        node.publisher.take(note);
      } catch (error) {
        // Of agencies that are not there yet, or no more, by what is executed here.
        if (!isCoded(error) || error.code !== "COSIGN_STRANGER") throw error;
      }
    });
  }

  /** Stops in order, for the end of a run. */
  async close(): Promise<void> {
    const { node } = this;
    this.node = null;
    await this.#world.time.until(node?.stop() ?? Promise.resolve(), () => false);
  }

  #planEnd(): void {
    const { options, chance } = this.#world;
    const { disk } = this.machine;
    const { faults } = options;
    if (!this.#mayEnd) return disk.heal();
    if (!faults.has("power") && !faults.has("kill")) return;
    disk.stopAt(disk.calls + 1 + chance.below(chance.oneIn(SHORT_IN) ? SHORT_SPAN : SPAN));
  }

  #opened(node: AgencyNode): void {
    const { witness, chronicle } = this.#world;
    this.node = node;
    chronicle.event("opened", this.machine.number, node.height);
    witness.reopened(this.machine.number, node.stores);
    void this.#follow(node);
  }

  async #follow(node: AgencyNode): Promise<void> {
    if (this.#follows === node) return;
    this.#follows = node;
    try {
      while (this.node === node && node.height < this.known) {
        const decided = this.#world.chain.at(node.height + 1);
        if (decided === null) break;
        await this.#execute(node, decided);
      }
      if (this.#follows === node) this.#follows = null;
    } catch (error) {
      this.#fail(node, error);
    }
  }

  async #execute({ engine }: AgencyNode, decided: Decided): Promise<void> {
    const { chain, chance, chronicle } = this.#world;
    const { agency, number, after } = this.machine;
    const { height, bundles } = decided;
    const answer = await engine.finalize(decided);
    chain.executed(height, answer, agency);
    await new Promise<void>((resolve) => after(chance.below(EXECUTION_MS), resolve));
    // CometBFT was killed before it heard, and asks again.
    if (chance.oneIn(AGAIN_IN)) chain.executed(height, await engine.finalize(decided), agency);
    await engine.commit();
    chronicle.note("executed", number, height, toHex(answer.root));
    for (const bundle of bundles) this.#pool.delete(toHex(sha256(bundle)));
    for (const [id, bundle] of this.#pool) {
      await engine.check(bundle).catch((error: unknown) => {
        if (!isCoded(error)) throw error;
        this.#pool.delete(id);
      });
    }
  }

  async #broadcast(bundle: Uint8Array): Promise<Broadcast> {
    const { chance, network, agencies, options } = this.#world;
    const { node } = this;
    const id = toHex(sha256(bundle));
    if (this.#pool.has(id)) return "known";
    try {
      await node?.engine.check(bundle);
    } catch (error) {
      if (!isCoded(error)) throw error;
      return "refused";
    }
    if (options.faults.has("network") && chance.oneIn(LOST_BUNDLE_IN)) return "taken";
    this.#pool.set(id, bundle);
    for (const other of agencies) {
      if (other === this) continue;
      network.send(this.machine.number, other.machine.number, () => other.offer(bundle));
    }
    return "taken";
  }

  /** Keys of an agency that came later are with one of the machines that there are. */
  readonly #signers = (reader: Reader): AgencySigners[] => {
    const { agencies, keys } = this.#world;
    const hostOf = (agency: string) =>
      agencies.find(({ machine }) => machine.agency === agency) ??
      agencies[agency.length % agencies.length];
    return cosignersNow(reader)
      .filter(({ agency }) => hostOf(agency) === this)
      .map(({ agency, logKey, cosignerKey }) => ({
        agency,
        logKey: keys.signer(keyIdOf(logKey)),
        cosigner: keys.signer(keyIdOf(cosignerKey)),
      }));
  };

  get #ports(): AgencyPorts {
    return {
      broadcast: (bundle) => this.#broadcast(bundle),
      signers: this.#signers,
      onPublished: (node) =>
        this.#guard(node, () => this.#world.witness.shown(this.machine.number, node.stores)),
      onHalt: (error) => this.#fail(null, error),
      onFork: () => {
        const facts = { agency: this.machine.number };
        this.#fail(null, simError("SIM_VIOLATION", { what: "another root was signed", ...facts }));
      },
    };
  }

  /** Nothing that is looked at here may look like an error of the node; a dead one says nothing. */
  #guard(node: AgencyNode | null, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(node, error);
    }
  }

  /** An error has no other reason here than that the machine stops. */
  #fail(node: AgencyNode | null, error: unknown): void {
    if (this.machine.disk.stopped || (node !== null && node !== this.node)) return;
    this.#world.report(error);
  }
}
