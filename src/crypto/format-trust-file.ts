import { toHex } from "../base/text.js";
import type { TrustFile, TrustKey } from "./trust-file.js";
import { formatVkey } from "./vkey.js";

/** The JSON text of a trust file: in one order, so that it is the same whoever makes it. */
export function formatTrustFile(trust: TrustFile): string {
  const { version, network, genesis, origin, quorum, log, agencies, epochs } = trust;
  const json = {
    version,
    network,
    genesis: toHex(genesis),
    origin,
    quorum,
    log: ordered(log).map((key) => ({ agency: key.agency, ...entry(key) })),
    agencies: ordered(agencies).map((key) => ({ name: key.agency, ...entry(key) })),
    epochs: epochs.map(({ from, to, threshold, closing }) => ({
      from,
      to,
      threshold,
      closing: closing && { size: closing.size, root: toHex(closing.root) },
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** By the size from which they count, then by agency: of one agency one key begins there. */
function ordered(keys: readonly TrustKey[]): TrustKey[] {
  return [...keys].sort((a, b) => a.from - b.from || (a.agency < b.agency ? -1 : 1));
}

function entry({ vkey, from, to, compromised }: TrustKey) {
  return { vkey: formatVkey(vkey), from, to, ...(compromised && { compromised: true }) };
}
