import { encodeCbor } from "#src/codec/cbor-encode.js";
import { fuzzError } from "../errors.js";
import { StepMaker, scenarioOf } from "../execution/make-steps.js";
import { runSteps } from "../execution/run-steps.js";
import type { Scenario } from "../execution/step.js";
import { worlds } from "../execution/worlds.js";
import type { Target } from "../target.js";

/** Every how manieth accepted scenario is looked at with every invariant, and done a second time. */
const EVERY = 32;

/** A type that no module has, and every type that one has. */
const types = ["land.nothing", ...(worlds[0]?.world.modules.types ?? [])];

const targetOf = (type: string): Target => ({
  name: type,
  kind: "execution",
  make: new StepMaker(type).make,
  run: (input) => {
    const scenario = scenarioOf(input);
    if (scenario === null) return "no scenario";
    const { code, root } = execute(scenario, input.length % EVERY === 0);
    // The same log wherever it is executed.
    if (input.length % EVERY === 0 && execute(scenario, false).root !== root) {
      throw fuzzError("FUZZ_STATE", { what: "another root" });
    }
    return code;
  },
  refusals: /^CBOR_/,
});

function execute({ world: number, steps }: Scenario, thorough: boolean) {
  const place = worlds[number % worlds.length];
  if (place === undefined) throw fuzzError("FUZZ_USAGE", { world: number });
  const world = place.world.branch();
  const code = runSteps(world, steps);
  if (code === "ok" && thorough) {
    const broken = world.broken();
    if (broken !== null) throw fuzzError("FUZZ_INVARIANT", { broken });
  }
  return { code, root: encodeCbor(world.ledger.head.frontier.root()).join() };
}

export const executionTargets: readonly Target[] = types.map(targetOf);
