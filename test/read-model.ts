import { afterAll } from "vitest";
import type { Block } from "../src/ledger/ledger.js";
import type { ModuleSet } from "../src/ledger/module-set.js";
import { Seals } from "../src/node/seals.js";
import { Follower } from "../src/readmodel/follower.js";
import {
  type PublishedFacts,
  ReadModel,
  type ReadModelOptions,
} from "../src/readmodel/read-model.js";
import { tempDir } from "./temp-log.js";

/** Blocks in memory, as a node has published them. */
export class BlockLog implements PublishedFacts {
  readonly #leaves: Uint8Array[] = [];
  readonly #seals = new Seals();

  constructor(blocks: readonly Block[] = []) {
    for (const block of blocks) this.push(block);
  }

  push({ leaves }: Block): void {
    this.#leaves.push(...leaves);
    this.#seals.push(this.size - 1);
  }

  get size(): number {
    return this.#leaves.length;
  }

  leaves(from: number, to: number): Uint8Array[] {
    return this.#leaves.slice(from, to);
  }

  readLeaf(index: number): Uint8Array {
    return this.#leaves[index] ?? new Uint8Array();
  }

  leaf(index: number): Uint8Array {
    return this.readLeaf(index);
  }

  /** Whether a block ends at this size. */
  isEnd(size: number): boolean {
    return this.sealIndex(this.heightOf(size - 1)) === size - 1;
  }

  heightOf(index: number): number {
    return this.#seals.heightOf(index);
  }

  sealIndex(height: number): number {
    return this.#seals.at(height);
  }
}

const models: ReadModel[] = [];
afterAll(async () => {
  for (const model of models) await model.close();
});

/** A read model of all that the log holds, closed after the file's tests. */
export async function readModelOf(
  log: BlockLog,
  modules: ModuleSet,
  dir: string = tempDir(),
): Promise<ReadModel> {
  const model = openReadModel(dir, log, modules);
  models.push(model);
  await caughtUp(model);
  return model;
}

/** The read model in a directory, written in the calling thread. */
export function openReadModel(
  dir: string,
  log: BlockLog,
  modules: ModuleSet,
  more: Partial<ReadModelOptions> = {},
): ReadModel {
  return ReadModel.open(dir, {
    log,
    published: log,
    modules,
    scribe: (size) => new Follower(dir, size, modules, log),
    onRebuild: unexpected,
    onFailure: unexpected,
    ...more,
  });
}

function unexpected(reason: unknown): never {
  throw reason;
}

export async function caughtUp(model: ReadModel): Promise<void> {
  model.follow();
  await model.caughtUp();
}

/** Every row of every table but the marker. */
export async function contentOf({ db }: ReadModel): Promise<Record<string, readonly object[]>> {
  const tables = await db.introspection.getTables();
  const names = tables.map(({ name }) => name).filter((name) => name !== "readmodel_marker");
  const content: Record<string, readonly object[]> = {};
  for (const name of names.sort()) {
    content[name] = await db
      .selectFrom(name as "ledger_fact")
      .selectAll()
      .execute();
  }
  return content;
}
