import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { isCoded, type PlainError, plainError } from "../base/errors.js";
import { Follower } from "../readmodel/follower.js";
import { LogTail } from "../storage/log/log-tail.js";
import { takeLowestPriority } from "./lowest-priority.js";
import { modulesOf } from "./modules-of.js";

/** What the thread is told when it begins. */
export type Assignment = {
  /** Of the read model. */
  readonly dir: string;
  /** How much of the log it shows. */
  readonly size: number;
  readonly log: string;
  readonly networkId: Uint8Array;
};

export type Order =
  | { readonly kind: "write"; readonly upTo: number }
  | { readonly kind: "takePlaces"; readonly file: Uint8Array | null }
  | { readonly kind: "close" };
export type Asked = { readonly number: number; readonly order: Order };

export type Answered = {
  readonly number: number;
  /** What the read model shows; null where that was not asked. */
  readonly size: number | null;
  readonly trouble: PlainError | null;
};

function begin(port: MessagePort, { dir, size, log, networkId }: Assignment): void {
  takeLowestPriority();
  const tail = new LogTail(log, networkId);
  const [genesis = new Uint8Array()] = tail.leaves(0, 1);
  const follower = new Follower(dir, size, modulesOf(genesis), tail);
  port.on("message", async ({ number, order }: Asked) => {
    const answered = await answer(number, () => carryOut(follower, order));
    port.postMessage(answered);
    if (order.kind !== "close") return;
    tail.close();
    // What was being written has its answer first.
    setImmediate(() => port.close());
  });
}

async function carryOut(follower: Follower, order: Order): Promise<number | null> {
  if (order.kind === "write") return follower.write(order.upTo);
  await (order.kind === "close" ? follower.close() : follower.takePlaces(order.file));
  return null;
}

/** What no code says is a fault of the program, and ends the thread. */
async function answer(number: number, work: () => Promise<number | null>): Promise<Answered> {
  try {
    return { number, size: await work(), trouble: null };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { number, size: null, trouble: plainError(error) };
  }
}

if (parentPort !== null) begin(parentPort, workerData);
