import { fromHex } from "../base/text.js";
import { originOf } from "../crypto/checkpoint.js";
import { formatTrustFile } from "../crypto/format-trust-file.js";
import { makeVkey, type VkeyKind } from "../crypto/note.js";
import type { TrustFile, TrustKey } from "../crypto/trust.js";
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
  return formatTrustFile(trustOf(state, network, rootAt));
}

function trustOf(
  state: StateReader,
  network: { readonly name: string; readonly id: Uint8Array },
  rootAt: (size: number) => Uint8Array,
): TrustFile {
  const { logKeys, cosignerKeys, epochs } = trustTerms(new RecordReader(state));
  const origin = originOf(network.name, network.id);
  return {
    version: 1,
    network: network.name,
    genesis: network.id,
    origin,
    quorum: epochs.at(-1)?.threshold ?? 0,
    log: logKeys.map((key) => trustKey(key, origin, "Ed25519")),
    agencies: cosignerKeys.map((key) => trustKey(key, key.agency, "cosignature/v1")),
    epochs: epochs.map(({ from, to, threshold }) => ({
      from,
      to,
      threshold,
      closing: to === null ? null : { size: to, root: rootAt(to) },
    })),
  };
}

function trustKey({ keyId, key, ...standing }: AgencyKey, name: string, kind: VkeyKind): TrustKey {
  const { agency, from, to, compromised } = standing;
  const vkey = makeVkey(name, kind, key);
  return { agency, vkey, from, to, thumbprint: fromHex(keyId), compromised };
}
