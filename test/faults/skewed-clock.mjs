/**
 * Preloaded into a node (`node --import`), and with it into its other threads: by COUNTERFOIL_CLOCK_SKEW
 * seconds its clock is wrong, from COUNTERFOIL_CLOCK_SKEW_AFTER seconds on.
 */
const { COUNTERFOIL_CLOCK_SKEW: skew, COUNTERFOIL_CLOCK_SKEW_AFTER: after = "0" } = process.env;
const now = Date.now;
const from = performance.now() + Number(after) * 1000;
Date.now = () => now() + (performance.now() < from ? 0 : Number(skew) * 1000);
globalThis.Date = new Proxy(Date, {
  construct: (target, args, made) =>
    Reflect.construct(target, args.length === 0 ? [target.now()] : args, made),
});
