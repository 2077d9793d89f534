import { encodeCoseKey } from "#src/crypto/cose-key.js";
import { leafHash } from "#src/crypto/hash.js";
import { algorithms } from "#src/ledger/envelope.js";
import { RecordReader } from "#src/ledger/execute.js";
import { type Block, emptyHead, type Head, Ledger } from "#src/ledger/ledger.js";
import type { AllRecords, Invariant } from "#src/ledger/module.js";
import { ModuleSet } from "#src/ledger/module-set.js";
import { misshapen } from "#src/ledger/shapes.js";
import { type Kept, MemoryState, type StoredFact } from "#src/ledger/state.js";
import type { Transaction } from "#src/ledger/transaction.js";
import { availableModules } from "#src/modules/available.js";
import type { Role } from "#src/modules/identity/schema.js";
import { fuzzError } from "../errors.js";
import { actor } from "./actors.js";

export const START = 1_700_000_000_000;

/** Numbers of those who hold offices from the beginning. */
export const officers = {
  registry: { administrator: 1, registrar: 2, governor: 3, representative: 4, directory: 5 },
  cadastre: { administrator: 8, registrar: 9, governor: 10, representative: 11, directory: 12 },
} as const;

/** Values over those that others go on from too. */
class Branch<Value> implements Kept<Value> {
  readonly #base: Branch<Value> | null;
  readonly #own = new Map<string, Value>();

  constructor(base: Branch<Value> | null) {
    this.#base = base;
  }

  get(key: string): Value | undefined {
    return this.#own.get(key) ?? this.#base?.get(key);
  }

  set(key: string, value: Value): void {
    this.#own.set(key, value);
  }

  keys(): Set<string> {
    return new Set([...(this.#base?.keys() ?? []), ...this.#own.keys()]);
  }
}

/** The state after a world's, over one that others go on from too. */
class BranchState extends MemoryState {
  readonly facts: Branch<StoredFact>;
  readonly lists: Branch<readonly string[]>;

  constructor(base: BranchState | null) {
    const [facts, lists] = [new Branch(base?.facts ?? null), new Branch(base?.lists ?? null)];
    super(facts, lists);
    this.facts = facts;
    this.lists = lists;
    const due = base?.due(Number.POSITIVE_INFINITY) ?? [];
    const deadlines = new Map(due.map(({ key, time }) => [key, time]));
    this.apply({ facts: new Map(), lists: new Map(), deadlines });
  }
}

/** A ledger with every module, as it stood at one moment; whoever goes on from it has a branch. */
export class World {
  readonly modules: ModuleSet;
  readonly network: Uint8Array;
  readonly ledger: Ledger;
  readonly reader: RecordReader;
  readonly #state: BranchState;
  #ids: {
    readonly size: number;
    readonly byPrefix: ReadonlyMap<string, readonly string[]>;
  } | null = null;

  private constructor(
    modules: ModuleSet,
    network: Uint8Array | null,
    state: BranchState,
    head: Head,
  ) {
    this.modules = modules;
    this.#state = state;
    this.ledger = new Ledger(modules, state, head);
    this.reader = new RecordReader(state);
    this.network = network ?? networkOf(this.ledger.found(genesis, START));
  }

  static found(): World {
    const modules = ModuleSet.select(availableModules, genesis.modules, genesis.tables);
    return new World(modules, null, new BranchState(null), emptyHead());
  }

  branch(): World {
    const { frontier, activity, seal } = this.ledger.head;
    const head = { frontier: frontier.clone(), activity: activity.clone(), seal };
    return new World(this.modules, this.network, new BranchState(this.#state), head);
  }

  get time(): number {
    return this.ledger.head.seal?.time ?? START;
  }

  execute(time: number, transaction: Transaction): Block | null {
    const block = this.ledger.execute(time, null, [transaction]);
    const shape = misshapen(this.modules, block?.facts ?? []);
    if (shape !== null) throw fuzzError("FUZZ_STATE", { what: "shape", shape });
    return block;
  }

  readonly records: AllRecords = (record) =>
    (this.#idsByPrefix().get(record.prefix) ?? []).flatMap((id) => {
      const standing = this.reader.read(record, id);
      return standing === undefined ? [] : [{ id, ...standing }];
    });

  /** Once for each size of the log: all invariants ask for the same records. */
  #idsByPrefix(): ReadonlyMap<string, readonly string[]> {
    if (this.#ids?.size === this.ledger.size) return this.#ids.byPrefix;
    const byPrefix = new Map<string, string[]>();
    for (const key of [...this.#state.facts.keys()].sort()) {
      const end = key.indexOf("/", key.indexOf("/") + 1);
      const ids = byPrefix.get(key.slice(0, end)) ?? [];
      byPrefix.set(key.slice(0, end), ids);
      ids.push(key.slice(end + 1));
    }
    this.#ids = { size: this.ledger.size, byPrefix };
    return byPrefix;
  }

  /** The first invariant of any module that does not hold, or null. */
  broken(): string | null {
    const invariants: readonly Invariant[] = this.modules.modules.flatMap((m) => m.invariants);
    for (const { name, broken } of invariants) {
      const what = broken(this.reader, this.records);
      if (what !== null) return `${name}: ${what}`;
    }
    return null;
  }
}

const networkOf = ({ leaves: [first = new Uint8Array(0)] }: Block): Uint8Array => leafHash(first);

export const binding = (number: number) => {
  const { key } = actor(number);
  return {
    coseKey: encodeCoseKey(key),
    algorithm: key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256,
    webauthn: null,
  };
};

const agencies = Object.entries(officers);
const genesis = {
  name: "demo",
  salt: new Uint8Array(16),
  modules: Object.fromEntries(availableModules.map(({ name, version }) => [name, version])),
  tables: { algorithms: Object.values(algorithms).map((one) => [one, 0, null]), publicity: {} },
  governance: {
    threshold: agencies.length,
    agencies: agencies.map(([name], i) => ({
      name,
      organisation: name,
      logKey: actor(200 + 7 * i + 1).key.x,
      cosignerKey: actor(200 + 7 * i + 2).key.x,
    })),
  },
  identity: {
    organisations: agencies.map(([name, roles]) => ({
      id: name,
      name,
      reference: null,
      officials: Object.entries(roles).map(([role, number]) => ({
        handle: `${name}-${role}`,
        key: binding(number),
        offices: [{ role: role as Role, within: null, upTo: null, until: null }],
      })),
    })),
  },
  land: {
    levels: [
      {
        id: "surface",
        kind: "surface",
        grid: { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 },
      },
    ],
    offices: agencies.map(([name]) => ({ id: name, organisation: name, districts: [`${name}-1`] })),
  },
};
