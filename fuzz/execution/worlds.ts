import { Chance } from "../run/chance.js";
import { recipes } from "./recipes.js";
import { runSteps } from "./run-steps.js";
import { type Scene, sceneOf } from "./scene.js";
import { World } from "./world.js";

export type Place = { readonly world: World; readonly scene: Scene };

const HOUR_MS = 3_600_000;
/** How many transactions each world has behind it. */
const AGES = [0, 12, 30, 60, 100, 160];
/** Persons come first, or nobody could hold anything. */
const OFTEN = [
  ...Array.from({ length: 10 }, () => "identity.enrol"),
  ...Array.from({ length: 6 }, () => "land.register"),
  ...Array.from({ length: 5 }, () => "land.lodge"),
];
/** They would take away what the others need. */
const NEVER = new Set(["identity.dismiss", "identity.revokeKey", "land.withdraw", "land.refuse"]);

/** The same worlds in every run: an input says which it is sent to. */
export const worlds: readonly Place[] = grown();

function grown(): Place[] {
  const chance = new Chance(1);
  const types = [...OFTEN, ...Object.keys(recipes).filter((type) => !NEVER.has(type))];
  let world = World.found();
  const places: Place[] = [];
  for (let age = 0; places.length < AGES.length; age++) {
    if (age === AGES[places.length]) {
      places.push({ world, scene: sceneOf(world) });
      world = world.branch();
    }
    const type = chance.pick(types);
    const made = recipes[type]?.(sceneOf(world), chance);
    if (made) runSteps(world, [{ type, ...made, after: 1000, valid: HOUR_MS }]);
  }
  return places;
}
