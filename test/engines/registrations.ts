import { drawLots } from "../../src/cli/bench/lots.js";
import type { MemorySigner } from "../../src/crypto/signer.js";
import type { Transaction } from "../../src/ledger/transaction.js";
import { registrationOf } from "../../src/sdk/land.js";
import type { TestNetwork } from "../network.js";

/** A registration of each lot in so many blocks of houses, from west to east and south to north. */
export function registrations(
  network: TestNetwork,
  registrar: MemorySigner,
  blocks: number,
): Transaction[] {
  const place = { office: "registry", district: "main", level: "surface" };
  const source = {
    kind: "survey",
    date: "2026-01-05",
    commitment: new Uint8Array(32),
    validatedBy: "registry",
  };
  return drawLots(1, { blocksEast: blocks, blocksNorth: blocks }).map((lot) => {
    const body = registrationOf({ ...lot, reference: lot.id }, place, source, false);
    return network.transaction("land.register", body, registrar);
  });
}
