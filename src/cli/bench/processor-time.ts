import { existsSync, readFileSync } from "node:fs";

/** USER_HZ, proc(5): 100 wherever Linux runs Node. */
const TICKS_A_SECOND = 100;
/** utime and stime are fields 14 and 15; the name, which ends with the last bracket, is the second. */
const FIRST_AFTER_NAME = 3;

/** Seconds that processors have spent on these processes so far; 0 where there is no /proc. */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + secondsOf(`/proc/${pid}/stat`), 0);
}

function secondsOf(path: string): number {
  if (!existsSync(path)) return 0;
  const text = readFileSync(path, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user = "0", system = "0"] = fields.slice(14 - FIRST_AFTER_NAME);
  return (Number(user) + Number(system)) / TICKS_A_SECOND;
}
