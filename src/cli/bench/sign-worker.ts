import { parentPort } from "node:worker_threads";
import { concatBytes } from "../../base/bytes.js";
import { lotOf, officerOf, ownerAfter } from "./country.js";
import { Load } from "./load.js";

/**
 * What is to be signed of a title: all from its first owner's enrolment to the first sale (4
 * transactions, 9 signatures, 18 facts), or one step of a later sale.
 */
export type Task =
  | { readonly step: "begin"; readonly title: number }
  | { readonly step: "enrol" | "transfer"; readonly title: number; readonly sale: number };

export type SignRequest = {
  readonly network: Uint8Array;
  /** ms since 1970. */
  readonly now: number;
  readonly tasks: readonly Task[];
};
/** The envelopes one after the other, and the length of each. */
export type SignResponse = {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
};

export function signAll({ network, now, tasks }: SignRequest): SignResponse {
  const load = new Load(network, officerOf("registrar"), now);
  const signed = tasks.flatMap((task) => write(load, task));
  return { bytes: concatBytes(...signed), lengths: signed.map(({ length }) => length) };
}

function write(load: Load, task: Task): Uint8Array[] {
  const { title } = task;
  const holder = (sales: number) => ownerAfter(title, sales);
  const transfer = (sale: number) =>
    load.transfer(lotOf(title).id, sale, holder(sale - 1), holder(sale));
  if (task.step === "enrol") return [load.enrolment(holder(task.sale))];
  if (task.step === "transfer") return [transfer(task.sale)];
  return [
    load.enrolment(holder(0)),
    load.registration(lotOf(title), holder(0)),
    load.enrolment(holder(1)),
    transfer(1),
  ];
}

parentPort?.on("message", (request: SignRequest) => {
  const response = signAll(request);
  const { buffer } = response.bytes;
  parentPort?.postMessage(response, buffer instanceof ArrayBuffer ? [buffer] : []);
});
