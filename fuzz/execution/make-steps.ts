import type { Arbitrary } from "fast-check";
import { isCoded } from "#src/base/errors.js";
import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { type Cbor, isCborArray } from "#src/codec/cbor-value.js";
import { CborMaker } from "../make/cbor.js";
import { arbitraryOf } from "../make/schema.js";
import type { Chance } from "../run/chance.js";
import { handleOf } from "./actors.js";
import { hashOf } from "./made.js";
import { recipes } from "./recipes.js";
import type { Scene } from "./scene.js";
import type { Scenario, Step } from "./step.js";
import { binding } from "./world.js";
import { type Place, worlds } from "./worlds.js";

const HOUR_MS = 3_600_000;
const MONTH_MS = 2_592_000_000;
const MOST_KNOWN = 12;

/** What stands in the scene, and what could: values to put where a schema takes them. */
function knownIn(scene: Scene): Cbor[] {
  const few = <Item>(items: readonly Item[]): Item[] => items.slice(-MOST_KNOWN);
  return [
    ...few(scene.titles).map(({ id }) => id),
    ...few(scene.titles).flatMap(({ rights }) => rights.map(({ id }) => id)),
    ...few(scene.persons).map(({ handle }) => handle),
    ...few(scene.fresh).map(handleOf),
    ...few(scene.officials).flatMap(({ handle, organisation }) => [handle, organisation]),
    ...few(scene.waiting).map(({ id }) => id),
    ...scene.offices.flatMap(({ id, districts }) => [id, ...districts]),
    ...few(scene.fresh).map((number) => binding(number).coseKey),
    ...[1, 2, 3].map((n) => hashOf(`known ${n}`)),
    [[[10, 10, 5, 0, 0, 5, -5, 0]]],
    ["surface", scene.time, scene.size, "EPSG:4326", "2026-03-02"],
  ].flat() as Cbor[];
}

/** Makes scenarios whose last step is of one type. */
export class StepMaker {
  readonly #type: string;
  readonly #bodies: readonly Arbitrary<unknown>[];
  readonly #maker: CborMaker;

  constructor(type: string) {
    const schema = worlds[0]?.world.modules.transaction(type)?.schema;
    this.#type = type;
    this.#bodies = worlds.flatMap(({ scene }) =>
      schema === undefined ? [] : [arbitraryOf(schema, knownIn(scene))],
    );
    this.#maker = new CborMaker(worlds.map(({ scene }) => encodeCbor(knownIn(scene))));
  }

  readonly make = (chance: Chance): Uint8Array => {
    for (;;) {
      const world = chance.below(worlds.length);
      const steps = this.#steps(chance, worlds[world] as Place);
      const bytes = encodedOrNull({ world, steps });
      if (bytes !== null) return bytes;
    }
  };

  #steps(chance: Chance, { scene }: Place): Step[] {
    const before = chance.oneIn(4) ? this.#recipe(chance, scene, chance.pick(types)) : null;
    const last = this.#recipe(chance, scene, this.#type) ?? this.#fromSchema(chance, scene);
    return [...(before === null ? [] : [before]), this.#changed(chance, scene, last)];
  }

  #recipe(chance: Chance, scene: Scene, type: string): Step | null {
    const made = recipes[type]?.(scene, chance) ?? null;
    return made && { type, ...made, after: chance.below(3000), valid: HOUR_MS };
  }

  #fromSchema(chance: Chance, scene: Scene): Step {
    const at = worlds.findIndex((place) => place.scene === scene);
    const arbitrary = this.#bodies[at];
    const body = arbitrary === undefined ? null : (chance.of(arbitrary) as Cbor);
    const signers = Array.from({ length: chance.few(4) }, () => 1 + chance.below(30));
    return { type: this.#type, body, signers, after: 1000, valid: HOUR_MS };
  }

  /** As it is, with a body changed or made anew, with other signers, or at another time. */
  #changed(chance: Chance, scene: Scene, step: Step): Step {
    const way = chance.below(10);
    if (way < 3) return step;
    if (way < 7) return { ...step, body: this.#maker.value(chance, step.body) };
    if (way < 8) return { ...this.#fromSchema(chance, scene), signers: step.signers };
    if (way < 9) return { ...step, signers: otherSigners(chance, step.signers) };
    return otherTimes(chance, step);
  }
}

const types = Object.keys(recipes);

function otherSigners(chance: Chance, signers: readonly number[]): number[] {
  const at = chance.below(signers.length + 1);
  if (chance.oneIn(2) && signers.length > 1) return signers.filter((_, i) => i !== at);
  return chance.oneIn(2)
    ? [...signers, 1 + chance.below(40)]
    : signers.map((number, i) => (i === at ? 1 + chance.below(40) : number));
}

function otherTimes(chance: Chance, step: Step): Step {
  const after = chance.pick([0, 1, 20_000, MONTH_MS, 2 ** 40]);
  const valid = chance.pick([-1, 0, 1, MONTH_MS, MONTH_MS + 1, 2 ** 52]);
  return { ...step, after, valid };
}

/** Null for a body that has no encoding. */
function encodedOrNull({ world, steps }: Scenario): Uint8Array | null {
  const items = steps.map(({ type, body, signers, after, valid }) => {
    return [type, body, [...signers], after, valid];
  });
  try {
    return encodeCbor([world, items]);
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}

/** @returns null for what is no scenario, as pieces of one are */
export function scenarioOf(input: Uint8Array): Scenario | null {
  const item = decodeCbor(input);
  const [world, items] = isCborArray(item) ? item : [];
  if (typeof world !== "number" || !isCborArray(items)) return null;
  const steps = items.map(stepOf);
  return steps.every((step) => step !== null) ? { world: Math.abs(world), steps } : null;
}

function stepOf(item: Cbor): Step | null {
  const [type, body = null, signers, after, valid] = isCborArray(item) ? item : [];
  const numbers = isCborArray(signers) ? signers.filter((n) => typeof n === "number" && n > 0) : [];
  const isStep = typeof type === "string" && typeof after === "number" && typeof valid === "number";
  if (!isStep || numbers.length === 0 || after < 0 || after > 2 ** 41) return null;
  return { type, body, signers: numbers.map(Number), after, valid };
}
