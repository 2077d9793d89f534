import type { Reader } from "../../ledger/module.js";
import { agencyOf } from "./agencies.js";
import { cosignerKey, epoch, logKey, network, THIS_NETWORK } from "./schema.js";

export type AgencyKey = {
  readonly agency: string;
  readonly keyId: string;
  readonly key: Uint8Array;
  readonly from: number;
  readonly to: number | null;
  readonly compromised: boolean;
};
export type EpochTerms = {
  readonly from: number;
  readonly to: number | null;
  readonly threshold: number;
};

/** All that a trust file says of agencies and epochs; the closing roots are the log's. */
export type TrustTerms = {
  readonly logKeys: readonly AgencyKey[];
  readonly cosignerKeys: readonly AgencyKey[];
  readonly epochs: readonly EpochTerms[];
};

export function trustTerms(reader: Reader): TrustTerms {
  const standing = reader.read(network, THIS_NETWORK)?.value ?? { agencies: [], epochs: 0 };
  const agencies = standing.agencies.map((name) => agencyOf(reader, name));
  const keysOf = (record: typeof logKey, ids: readonly string[]): AgencyKey[] =>
    ids.flatMap((keyId) => {
      const key = reader.read(record, keyId);
      return key === undefined ? [] : [{ keyId, ...key.value }];
    });
  const epochs = Array.from({ length: standing.epochs }, (_, i) => {
    return reader.read(epoch, String(i))?.value;
  });
  return {
    logKeys: agencies.flatMap(({ logKeys }) => keysOf(logKey, logKeys)),
    cosignerKeys: agencies.flatMap(({ cosignerKeys }) => keysOf(cosignerKey, cosignerKeys)),
    epochs: epochs.flatMap((terms) => terms ?? []),
  };
}
