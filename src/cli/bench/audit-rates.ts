import { fromHex } from "../../base/text.js";
import { audit } from "../../node/copy/audit.js";
import { envelopeBytes } from "../../node/copy/envelope-bytes.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { nodeDefaults } from "../../node/ledger-node.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { cliError } from "../errors.js";
import { Ceiling } from "./ceiling.js";
import { median } from "./machine.js";

export type AuditRates = {
  readonly facts: number;
  readonly transactions: number;
  readonly seconds: number;
  readonly factsPerSecond: number;
  /** The same envelopes' signatures checked one by one on as many threads, and nothing else. */
  readonly ceilingSeconds: number;
  readonly ratio: number;
};

/** A log is audited in alternation with nothing but the checks of its signatures; medians. */
export async function auditRates(
  data: DataDirectory,
  slices: number,
  onProgress: (text: string) => void,
): Promise<AuditRates> {
  const { workers } = nodeDefaults;
  const envelopes = envelopesIn(data);
  const ceiling = new Ceiling(workers);
  const found: { readonly facts: number; readonly seconds: number; readonly least: number }[] = [];
  try {
    // The first slice warms up and is not counted.
    for (let slice = 0; slice <= slices; slice++) {
      const least = envelopes.length / (await ceiling.perSecond(envelopes));
      const { valid, facts, seconds, firstBad } = await audit({ data, workers });
      if (!valid) throw cliError("CLI_BENCH", { what: firstBad?.reason ?? "audit" });
      if (slice > 0) found.push({ facts, seconds, least });
      onProgress(`audit ${slice} of ${slices}`);
    }
  } finally {
    await ceiling.close();
  }
  const seconds = median(found.map((each) => each.seconds));
  const [{ facts } = { facts: 0 }] = found;
  return {
    facts,
    transactions: envelopes.length,
    seconds,
    factsPerSecond: Math.round(facts / seconds),
    ceilingSeconds: median(found.map(({ least }) => least)),
    ratio: median(found.map((each) => each.least / each.seconds)),
  };
}

function envelopesIn(data: DataDirectory): Uint8Array[] {
  const networkId = fromHex(data.readConfig().id);
  const log = SegmentLog.open(data.log, { networkId, record: null, readOnly: true });
  try {
    return [...log.leaves()].flatMap(({ leaf }) => envelopeBytes(leaf)?.slice() ?? []);
  } finally {
    log.close();
  }
}
