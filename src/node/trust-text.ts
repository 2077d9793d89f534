import { toHex } from "../base/text.js";
import { originOf } from "../crypto/checkpoint.js";
import { formatVkey, makeVkey, type VkeyKind } from "../crypto/note.js";
import { RecordReader } from "../ledger/execute.js";
import type { StateReader } from "../ledger/state.js";
import { type AgencyKey, trustTerms } from "../modules/governance/queries.js";

/**
 * The trust file as the ledger has it (docs/reference/formats.md, Trust file).
 * @param rootAt root of the log at an epoch's closing size
 */
export function trustText(
  state: StateReader,
  network: { readonly name: string; readonly id: Uint8Array },
  rootAt: (size: number) => Uint8Array,
): string {
  const { logKeys, cosignerKeys, epochs } = trustTerms(new RecordReader(state));
  const origin = originOf(network.name, network.id);
  const trust = {
    version: 1,
    network: network.name,
    genesis: toHex(network.id),
    origin,
    quorum: epochs.at(-1)?.threshold ?? 0,
    log: logKeys.map((key) => ({ agency: key.agency, ...entry(key, origin, "Ed25519") })),
    agencies: cosignerKeys.map((key) => ({
      name: key.agency,
      ...entry(key, key.agency, "cosignature/v1"),
    })),
    epochs: epochs.map(({ from, to, threshold }) => ({
      from,
      to,
      threshold,
      closing: to === null ? null : { size: to, root: toHex(rootAt(to)) },
    })),
  };
  return `${JSON.stringify(trust, null, 2)}\n`;
}

function entry({ key, from, to, compromised }: AgencyKey, name: string, kind: VkeyKind) {
  const vkey = formatVkey(makeVkey(name, kind, key));
  return { vkey, from, to, ...(compromised && { compromised: true }) };
}
