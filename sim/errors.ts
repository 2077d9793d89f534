import { errorFamily } from "#src/base/errors.js";

export const simError = errorFamily({
  SIM_VIOLATION: "What must hold of every run of the simulator did not hold.",
});
