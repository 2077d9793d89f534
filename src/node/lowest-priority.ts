import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { basename } from "node:path";

/**
 * Gives way to every other thread: the calling one takes what they leave of the processors. Linux
 * has a priority for each thread; elsewhere it stays as it is.
 */
export function takeLowestPriority(): void {
  if (process.platform !== "linux") return;
  // "<process>/task/<thread>": proc(5).
  const thread = Number(basename(readlinkSync("/proc/thread-self")));
  setPriority(thread, constants.priority.PRIORITY_LOW);
}
