import { utf8Encode } from "#src/base/text.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import type { Chance } from "../run/chance.js";
import { mutateBytes } from "./bytes.js";
import { type Making, mutateTree } from "./tree.js";

const SCALARS: readonly Cbor[] = [0.5, 1e21, -0, 1e-7, 9_007_199_254_740_992, "2026-01-01"];

/** Makes JSON like the seeds': most of it changed as what it says, the rest as bytes. */
export class JsonMaker {
  readonly #trees: readonly Cbor[];
  readonly #bytes: readonly Uint8Array[];
  readonly #making: Making;

  constructor(seeds: readonly string[]) {
    this.#trees = seeds.map((seed): Cbor => JSON.parse(seed));
    this.#bytes = seeds.map(utf8Encode);
    const scalars = new Set<Cbor>(SCALARS);
    for (const tree of this.#trees) collect(tree, scalars);
    this.#making = { scalars: [...scalars], bytes: (_, bytes) => bytes };
  }

  readonly make = (chance: Chance): Uint8Array => {
    if (chance.oneIn(4)) return mutateBytes(chance, chance.pick(this.#bytes), this.#bytes);
    let tree = chance.pick(this.#trees);
    for (let left = chance.few(4); left > 0; left--) tree = mutateTree(chance, tree, this.#making);
    return utf8Encode(JSON.stringify(tree, shown) ?? "");
  };
}

/** JSON has neither; what stands for them is as strange there. */
function shown(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

function collect(tree: Cbor, scalars: Set<Cbor>): void {
  if (typeof tree !== "object" || tree === null) scalars.add(tree);
  else for (const member of Object.values(tree)) collect(member, scalars);
}
