import { readlinkSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { basename } from "node:path";

const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;

/**
 * The calling thread gives way: `to-main` to the thread that executes, whose pace is the node's;
 * `to-all` takes what every other leaves of the processors. Linux has a priority for each thread;
 * elsewhere it stays as it is.
 */
export function giveWay(to: "to-main" | "to-all"): void {
  if (process.platform !== "linux") return;
  // "<process>/task/<thread>": proc(5).
  const thread = Number(basename(readlinkSync("/proc/thread-self")));
  const priority = to === "to-main" ? PRIORITY_BELOW_NORMAL : PRIORITY_LOW;
  // Who has a lower one already may not have it back.
  if (getPriority(thread) < priority) setPriority(thread, priority);
}
