import { fromHex } from "#src/base/text.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import type { Application } from "#src/engines/port.js";
import { evidenceKinds } from "#src/ledger/evidence.js";
import { pick } from "#src/ledger/generator.js";
import type { Reader } from "#src/ledger/module.js";
import { validators } from "#src/modules/governance/queries.js";
import { addressOf } from "#src/modules/governance/validators.js";
import type { SeededChance } from "./chance.js";
import { changed } from "./changed.js";

/** One block in so many has evidence. */
export const EVIDENCE_IN = 25;

/** The application behind an engine that now and then proves something of a validator, or of a stranger's key. */
export function witnessed(
  application: Application,
  chance: SeededChance,
  reader: Reader,
): Application {
  return changed(application, {
    finalize: (proposal) => {
      const evidence = chance.oneIn(EVIDENCE_IN)
        ? drawnEvidence(chance, reader, proposal.time)
        : null;
      return application.finalize({ ...proposal, evidence });
    },
  });
}

/** What is proved of validators, known ones and strangers. */
export function drawnEvidence(chance: SeededChance, reader: Reader, time: number): Cbor {
  return Array.from({ length: 1 + chance.below(3) }, () => {
    const known = pick(chance, validators(reader));
    const address = known === undefined ? chance.bytes(20) : fromHex(addressOf(known.key));
    return [address, pick(chance, evidenceKinds) ?? "", chance.below(1000), time];
  });
}
