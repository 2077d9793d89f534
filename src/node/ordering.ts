import type { CounterfoilError } from "../base/errors.js";
import type { LedgerApplication } from "../engines/application.js";
import { SoloEngine, type SoloOptions } from "../engines/solo/solo.js";
import type { Orderer, Way } from "../engines/way.js";
import type { Reader } from "../ledger/module.js";
import type { AgencySigners } from "./cosigner.js";
import type { OpenedLedger } from "./open-ledger.js";
import { Publisher, type Publishing } from "./publisher.js";

/** What an agency's administrator watches of ordering together. */
export type Together = {
  /** Of the engine's newest block that was executed here. */
  readonly height: () => number;
  /** Since that block, ms. */
  readonly silentMs: () => number;
  /** This machine's clock less that block's time, when it was executed, ms. */
  readonly clockMs: () => number;
  /** Blocks that are durable here, and wait for other agencies' signatures. */
  readonly unshown: () => number;
  /** Bundles on their way into a block. */
  readonly bundles: () => number;
  /** Validators' machines that this agency's engine is connected with; 0 where it does not answer. */
  readonly peers: () => Promise<number>;
  /** Proofs of agencies' misbehaviour in the blocks that were shown since this began. */
  readonly misbehaviour: () => number;
  /** What each agency has signed last, of what is known here. */
  readonly cosigned: () => readonly Cosigned[];
};

export type Cosigned = {
  readonly agency: string;
  readonly size: number;
  /** Facts that were executed here and that it has not signed. */
  readonly behind: number;
  /** Of its newest cosignature, since 1970. */
  readonly seconds: number;
};

/** An engine and how its blocks are shown, as a node uses them. */
export type Ordering = {
  readonly engine: Orderer & { readonly running: boolean; readonly waiting: number };
  readonly publisher: Publishing;
  /** Why nothing is taken in for now, though the engine runs; null while it is. */
  readonly trouble: () => CounterfoilError | null;
  /** What another agency has signed; null where no other does. @throws NOTE_*, COSIGN_* */
  readonly takeCosignatures: ((note: string) => string) | null;
  /** How it gets on with the other agencies; null where there are none. */
  readonly together: Together | null;
  /** Before a stop: whoever waits for a block that nobody is there to decide is let go. */
  letGo(): void;
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
    trouble: () => null,
    takeCosignatures: null,
    together: null,
    letGo: () => {},
    begin: async () => {},
    stop: () => engine.stop(),
  };
}
