import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So that a test sees what is still held: by anything but the job in which a `WeakRef` was made. */
export async function collectGarbage(): Promise<void> {
  await setImmediate();
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
