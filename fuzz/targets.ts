import type { Target } from "./target.js";
import { codecTargets } from "./targets/codec.js";

/** Everything that is fuzzed; `test/tidy/fuzz.test.ts` finds the decoder that is missing here. */
export const allTargets: readonly Target[] = [...codecTargets];
