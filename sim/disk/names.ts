import { dirname } from "node:path";
import type { SeededChance } from "../chance.js";
import type { SimFile } from "./file.js";

/** `file` null: the name is gone; "directory" for one. */
type Entry = SimFile | "directory";
type NameChange = readonly { readonly path: string; readonly entry: Entry | null }[];

/** The names of a disk: those that the system shows, and those that a power cut leaves. */
export class Names {
  #shown = new Map<string, Entry>([["/", "directory"]]);
  readonly #durable = new Map<string, Entry>([["/", "directory"]]);
  /** By directory, in order: what its sync makes durable. */
  readonly #changes = new Map<string, NameChange[]>();

  get(path: string): Entry | undefined {
    return this.#shown.get(path);
  }

  /** Every file by its path, in order of the paths. */
  files(): [string, SimFile][] {
    const files: [string, SimFile][] = [];
    for (const [path, entry] of this.#shown) if (entry !== "directory") files.push([path, entry]);
    return files.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  list(directory: string): string[] {
    const prefix = directory === "/" ? "/" : `${directory}/`;
    return [...this.#shown.keys()]
      .filter((path) => path !== "/" && path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
      .filter((name) => !name.includes("/"));
  }

  /** Changes of one directory that come or are lost together. */
  change(change: NameChange): void {
    const [first] = change;
    if (first === undefined) return;
    apply(this.#shown, change);
    const directory = dirname(first.path);
    const waiting = this.#changes.get(directory);
    if (waiting === undefined) this.#changes.set(directory, [change]);
    else waiting.push(change);
  }

  sync(directory: string): void {
    for (const change of this.#changes.get(directory) ?? []) apply(this.#durable, change);
    this.#changes.delete(directory);
  }

  /** Of each directory's changes since its last sync some first ones are left. */
  cutPower(chance: SeededChance): void {
    for (const [directory, changes] of this.#changes) {
      const kept = chance.below(changes.length + 1);
      for (const change of changes.slice(0, kept)) {
        if (this.#durable.has(directory)) apply(this.#durable, change);
      }
    }
    this.#changes.clear();
    this.#shown = new Map(this.#durable);
  }
}

function apply(names: Map<string, Entry>, change: NameChange): void {
  for (const { path, entry } of change) {
    if (entry === null) names.delete(path);
    else names.set(path, entry);
  }
}
