import type { LedgerNode } from "../../node/ledger-node.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { cliError } from "../errors.js";
import { registrarOf } from "./officials.js";
import { registrationOfLot } from "./registration.js";
import type { Lot, Town } from "./town/town.js";

const VALID_MS = 60 * 60 * 1000;
/** Something happens so often: the pages show it, and nobody has to hurry. */
const LIFE_MS = 30_000;

export type Live = (node: LedgerNode, onError: (error: unknown) => void) => { stop(): void };

/** A little life: a lot of the new quarter now and then, until it is built; on a later start the rest. */
export function lifeOf(town: Town): Live {
  return (node, onError) => {
    const quarter = town.lots.filter(
      ({ id }) => node.opened.index.get(`land/parcel/${id}`) === undefined,
    );
    const timer = setInterval(() => {
      const lot = quarter.shift();
      if (lot === undefined || !node.accepts) return clearInterval(timer);
      register(node, lot).catch(onError);
    }, LIFE_MS);
    return { stop: () => clearInterval(timer) };
  };
}

async function register(node: LedgerNode, lot: Lot): Promise<void> {
  const { signer } = registrarOf(lot.district);
  const draft = newTransaction({
    network: node.opened.id,
    type: "land.register",
    body: registrationOfLot(lot),
    validUntil: Date.now() + VALID_MS,
    signers: [signer.thumbprint],
  });
  const { code } = await node.submit(await signTransaction(draft, signer));
  if (code !== "ok") throw cliError("CLI_DEMO", { refused: code });
}
