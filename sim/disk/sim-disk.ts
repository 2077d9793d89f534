import { dirname } from "node:path";
import type { StartTimer } from "#src/engines/timer.js";
import type { Access, FileSystem } from "#src/storage/file-system.js";
import type { SeededChance } from "../chance.js";
import type { FaultRates } from "./faults.js";
import { SimFile } from "./file.js";
import { Names } from "./names.js";
import { systemError } from "./system-error.js";

/** What a call to the system comes to, decided before it has any effect. */
type Fate = "done" | "done, then the end";

/** ms that a sync takes. */
const USUAL_SYNC_MS = 3;
const SLOW_SYNC_MS = 300;

/**
 * A disk in memory that does all that a disk may do (docs/internals/simulator.md). Every call that
 * changes something is counted, and at one of them, given beforehand, the machine stops.
 */
export class SimDisk implements FileSystem {
  readonly names = new Names();
  /** Calls so far that changed something or were to make it durable. */
  calls = 0;
  /** Faults that the node was shown since `restart`, so that an error of it has a reason. */
  faults: string[] = [];
  /** Of two turned bits at once one may lie in the only copy of what the other makes doubtful. */
  mayFlip = true;
  /** How many times seldomer than usual faults come. */
  rarity = 1;
  readonly #chance: SeededChance;
  readonly #rates: FaultRates;
  readonly #after: StartTimer;
  readonly #open = new Map<number, SimFile>();
  #numbers = 3;
  #last = Number.POSITIVE_INFINITY;
  #full = false;
  #stopped = false;
  #healthy = false;

  constructor(chance: SeededChance, rates: FaultRates, after: StartTimer) {
    this.#chance = chance;
    this.#rates = rates;
    this.#after = after;
  }

  /** Whether the machine has stopped: nothing that happens then has happened. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The machine stops in the call of this number. */
  stopAt(call: number): void {
    this.#last = call;
  }

  /** As a process that is killed leaves it, or with `cut` as a power failure does; there is room again. */
  restart(cut: boolean): void {
    this.#open.clear();
    if (cut) {
      this.names.cutPower(this.#chance);
      for (const [, file] of this.names.files()) file.cutPower(this.#chance);
    }
    this.#stopped = false;
    this.#last = Number.POSITIVE_INFINITY;
    this.#full = false;
    this.faults = [];
  }

  /** What `work` puts on the disk is there for good. */
  foundOn(work: (system: FileSystem) => void): void {
    this.#healthy = true;
    work(this);
    this.#healthy = false;
  }

  /** From now on it is a good disk. */
  heal(): void {
    this.#healthy = true;
    this.#last = Number.POSITIVE_INFINITY;
  }

  /** A call of anything else on this machine that the end may come in; `part` is done as far as chance has it. */
  call(name: string, work: () => void): void {
    const fate = this.#call(name);
    work();
    this.#end(fate);
  }

  /** ms that the next sync takes. */
  latency(): number {
    const { slow } = this.#rates;
    if (this.#occurs(slow)) return this.#chance.below(SLOW_SYNC_MS);
    return this.#chance.below(USUAL_SYNC_MS);
  }

  open(path: string, access: Access): number {
    if (access !== "create") return this.#number(this.#file(path));
    if (this.names.get(path) !== undefined) throw systemError("EEXIST", "open", path);
    this.#parent(path, "open");
    if (this.#full) throw systemError("ENOSPC", "open", path);
    const file = new SimFile();
    this.call("open", () => this.names.change([{ path, entry: file }]));
    return this.#number(file);
  }

  close(number: number): void {
    this.#open.delete(number);
  }

  byteLength(number: number): number {
    return this.#of(number, "fstat").byteLength;
  }

  read(number: number, into: Uint8Array, at: number, length: number, offset: number): number {
    if (this.#stopped) throw systemError("ECRASH", "read");
    const file = this.#of(number, "read");
    this.#mayFail("read");
    const asked = this.#short(length);
    const count = file.read(into, at, asked, offset);
    if (
      count > 0 &&
      this.mayFlip &&
      !this.faults.includes("flip") &&
      this.#occurs(this.#rates.flip)
    ) {
      const place = at + this.#chance.below(count);
      into[place] = (into[place] ?? 0) ^ (1 << this.#chance.below(8));
      this.faults.push("flip");
    }
    return count;
  }

  write(number: number, bytes: Uint8Array, at: number, length: number, offset: number): number {
    const file = this.#of(number, "write");
    const whole = bytes.subarray(at, at + length);
    const part = (): Uint8Array => whole.subarray(0, this.#chance.below(length + 1));
    const fate = this.#call("write", () => file.write(part(), offset));
    if (fate === "done, then the end") {
      file.write(part(), offset);
      return this.#end(fate) ?? length;
    }
    if (this.#runsFull() && offset + length > file.byteLength) {
      file.write(part(), offset);
      throw systemError("ENOSPC", "write");
    }
    const asked = this.#short(length);
    file.write(whole.subarray(0, asked), offset);
    return asked;
  }

  truncate(number: number, byteLength: number): void {
    const file = this.#of(number, "ftruncate");
    this.call("ftruncate", () => file.truncate(byteLength));
  }

  sync(number: number): void {
    const file = this.#of(number, "fsync");
    const fate = this.#call("fsync", () => file.failSync());
    file.sync(file.mark);
    this.#end(fate);
  }

  syncData(number: number): void {
    this.sync(number);
  }

  syncDataLater(number: number, done: (cause: Error | null) => void): void {
    const file = this.#of(number, "fdatasync");
    const { mark } = file;
    this.#after(this.latency(), () => {
      if (this.#stopped) return;
      try {
        const fate = this.#call("fdatasync", () => file.failSync());
        file.sync(mark);
        this.#end(fate);
        done(null);
      } catch (error) {
        if (!this.#stopped && error instanceof Error) done(error);
      }
    });
  }

  exists(path: string): boolean {
    return this.names.get(path) !== undefined;
  }

  list(path: string): string[] {
    if (this.#stopped) throw systemError("ECRASH", "scandir", path);
    if (this.names.get(path) !== "directory") throw systemError("ENOENT", "scandir", path);
    this.#mayFail("scandir");
    return this.names.list(path);
  }

  makeDirectory(path: string): void {
    this.#parent(path, "mkdir");
    if (this.names.get(path) !== undefined) throw systemError("EEXIST", "mkdir", path);
    this.call("mkdir", () => this.names.change([{ path, entry: "directory" }]));
  }

  syncDirectory(path: string): void {
    if (this.names.get(path) !== "directory") throw systemError("ENOENT", "open", path);
    this.call("fsync", () => this.names.sync(path));
  }

  rename(from: string, to: string): void {
    const entry = this.names.get(from);
    if (entry === undefined) throw systemError("ENOENT", "rename", from);
    const change = [
      { path: from, entry: null },
      { path: to, entry },
    ];
    this.call("rename", () => this.names.change(change));
  }

  remove(path: string): void {
    if (this.names.get(path) === undefined) return;
    this.call("unlink", () => this.names.change([{ path, entry: null }]));
  }

  /** Counts a call and decides what becomes of it; `onError` does what it leaves where it fails. */
  #call(name: string, onError: () => void = () => {}): Fate {
    if (this.#stopped) throw systemError("ECRASH", name);
    this.calls++;
    if (this.calls >= this.#last) {
      if (this.#chance.oneIn(2)) return "done, then the end";
      this.#stopped = true;
      throw systemError("ECRASH", name);
    }
    if (this.#occurs(this.#rates.eio)) {
      onError();
      this.faults.push("eio");
      throw systemError("EIO", name);
    }
    return "done";
  }

  #end(fate: Fate): undefined {
    if (fate === "done") return;
    this.#stopped = true;
    throw systemError("ECRASH", "halt");
  }

  #occurs(rate: number): boolean {
    return !this.#healthy && this.#chance.oneIn(Math.floor(rate * this.rarity));
  }

  #mayFail(name: string): void {
    if (!this.#occurs(this.#rates.eio)) return;
    this.faults.push("eio");
    throw systemError("EIO", name);
  }

  #runsFull(): boolean {
    if (!this.#full && this.#occurs(this.#rates.full)) {
      this.#full = true;
      this.faults.push("full");
    }
    return this.#full;
  }

  #short(length: number): number {
    return this.#occurs(this.#rates.short) ? 1 + this.#chance.below(length) : length;
  }

  #number(file: SimFile): number {
    const number = this.#numbers++;
    this.#open.set(number, file);
    return number;
  }

  #file(path: string): SimFile {
    if (this.#stopped) throw systemError("ECRASH", "open", path);
    const entry = this.names.get(path);
    if (entry === undefined) throw systemError("ENOENT", "open", path);
    if (entry === "directory") throw systemError("EISDIR", "open", path);
    return entry;
  }

  #of(number: number, name: string): SimFile {
    const file = this.#open.get(number);
    if (file === undefined) throw systemError("EBADF", name);
    return file;
  }

  #parent(path: string, name: string): void {
    if (this.names.get(dirname(path)) !== "directory") throw systemError("ENOENT", name, path);
  }
}
