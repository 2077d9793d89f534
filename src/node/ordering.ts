import type { LedgerApplication } from "../engines/application.js";
import { SoloEngine, type SoloOptions } from "../engines/solo/solo.js";
import type { Orderer, Way } from "../engines/way.js";
import type { Reader } from "../ledger/module.js";
import type { AgencySigners } from "./cosigner.js";
import type { OpenedLedger } from "./open-ledger.js";
import { Publisher, type Publishing } from "./publisher.js";

/** An engine and how its blocks are shown, as a node uses them. */
export type Ordering = {
  readonly engine: Orderer & { readonly running: boolean; readonly waiting: number };
  readonly publisher: Publishing;
  /** What another agency has signed; null where no other does. @throws NOTE_*, COSIGN_* */
  readonly takeCosignatures: ((note: string) => string) | null;
  /** Lets the engine begin, once what was durable is signed. */
  begin(): Promise<void>;
  stop(): Promise<void>;
};

export type OrderingPorts = {
  readonly opened: OpenedLedger;
  readonly signers: (reader: Reader) => readonly AgencySigners[];
  /** Of the way of a transaction, all but how it is published. */
  readonly way: Omit<Way, "publish" | "application"> & { readonly application: LedgerApplication };
  /** The proof bundle of the log as it is shown. @throws PROVE_*, API_BUSY */
  readonly bundle: () => Promise<Uint8Array>;
  /** As the way's `verify`, by the rule that replay and audit go by. */
  readonly verifyExactly: Way["verify"];
  readonly onShown: () => void;
  readonly onHalt: (error: unknown) => void;
};

/** This process alone orders. */
export function orderAlone(ports: OrderingPorts, options: SoloOptions): Ordering {
  const publisher = new Publisher(ports.opened, ports.signers, ports.way.now);
  const way = {
    ...ports.way,
    publish: async (block: Parameters<Way["publish"]>[0]) => {
      await publisher.publish(block);
      ports.onShown();
    },
  };
  const engine = new SoloEngine(way, options, ports.onHalt);
  return {
    engine,
    publisher,
    takeCosignatures: null,
    begin: async () => {},
    stop: () => engine.stop(),
  };
}
