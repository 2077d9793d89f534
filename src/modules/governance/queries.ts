import type { Reader } from "../../ledger/module.js";
import { recordKey } from "../../ledger/record-type.js";
import { agencyOf, keyIdOf, openEpoch } from "./agencies.js";
import { lists } from "./lists.js";
import { parameterNow } from "./parameters.js";
import { ballot, ballotId, type Proposal, proposal, type Tally, tally } from "./proposals.js";
import { cosignerKey, epoch, logKey, type Member, network, THIS_NETWORK } from "./schema.js";
import { waitingChange } from "./set-change.js";
import { standingSet } from "./standing-set.js";

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
  /** Of a renewal: the sizes that were signed once and lost; null of every other epoch. */
  readonly lost: { readonly from: number; readonly to: number } | null;
};

/** All that a trust file says of agencies and epochs; the closing roots are the log's. */
export type TrustTerms = {
  readonly logKeys: readonly AgencyKey[];
  readonly cosignerKeys: readonly AgencyKey[];
  readonly epochs: readonly EpochTerms[];
};

const nobody = { agencies: [], former: [], epochs: 0 };

export function trustTerms(reader: Reader): TrustTerms {
  const standing = reader.read(network, THIS_NETWORK)?.value ?? nobody;
  const names = [...standing.agencies, ...(standing.former ?? [])];
  const agencies = names.map((name) => agencyOf(reader, name));
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

export type Validator = {
  readonly agency: string;
  /** Ed25519, raw: 32 bytes. */
  readonly key: Uint8Array;
  readonly power: number;
};

/** The set that is to validate from here on, by agency; an engine tells what has changed. */
export function validators(reader: Reader): readonly Validator[] {
  return standingSet(reader).members.flatMap(({ name, validatorKey: key }) =>
    key === null ? [] : [{ agency: name, key, power: 1 }],
  );
}

export type AgencyCosigner = {
  readonly agency: string;
  /** Ed25519, raw: 32 bytes. */
  readonly logKey: Uint8Array;
  readonly cosignerKey: Uint8Array;
};

/**
 * Whoever is to sign the checkpoint at the end of the block with this state: the open epoch's
 * agencies, and those of a change that waits, since a closing checkpoint must meet both sets'
 * thresholds. An agency that takes other keys is in it twice.
 */
export function cosignersNow(reader: Reader): readonly AgencyCosigner[] {
  const found = new Map<string, AgencyCosigner>();
  for (const cosigner of quorumsNow(reader).flatMap(({ agencies }) => agencies)) {
    const { agency, logKey, cosignerKey } = cosigner;
    found.set([agency, keyIdOf(logKey), keyIdOf(cosignerKey)].join(), cosigner);
  }
  return [...found.values()];
}

/** A set of agencies, and how many of them must have signed. */
export type Quorum = { readonly agencies: readonly AgencyCosigner[]; readonly threshold: number };

/** What the checkpoint at the end of the block with this state must meet: the closing one both sets' thresholds. */
export function quorumsNow(reader: Reader): readonly Quorum[] {
  const { members, epoch: open } = standingSet(reader);
  const waiting = waitingChange(reader);
  return [
    { agencies: members.map(cosignerOf), threshold: open.threshold },
    ...(waiting === null
      ? []
      : [{ agencies: waiting.agencies.map(cosignerOf), threshold: waiting.threshold }]),
  ];
}

const cosignerOf = ({ name, logKey, cosignerKey }: Member): AgencyCosigner => ({
  agency: name,
  logKey,
  cosignerKey,
});

/** What an engine lets the agencies decide on. */
export type ConsensusParameters = {
  /** Most bytes of transactions in one of its blocks. */
  readonly blockBytes: number;
};

export function consensusParameters(reader: Reader): ConsensusParameters {
  return { blockBytes: parameterNow(reader, "engine.blockBytes") };
}

export type ProposalView = {
  readonly id: string;
  readonly key: string;
  readonly index: number;
  readonly value: Proposal;
  readonly tally: Tally;
  /** Of the agencies that count now. */
  readonly ballots: readonly {
    readonly agency: string;
    readonly key: string;
    readonly index: number;
    readonly approve: boolean;
    /** ms since 1970. */
    readonly cast: number;
  }[];
};

/** The proposals that are open, ordered by id. */
export function openProposals(reader: Reader): readonly ProposalView[] {
  const prefix = recordKey(proposal, "");
  return reader.members(lists.open).flatMap((key) => {
    return findProposal(reader, key.slice(prefix.length)) ?? [];
  });
}

/** Also one that is closed; null where there is none. */
export function findProposal(reader: Reader, id: string): ProposalView | null {
  const standing = reader.read(proposal, id);
  if (standing === undefined) return null;
  const { network: of } = openEpoch(reader);
  const ballots = of.agencies.flatMap((agency) => {
    const cast = reader.read(ballot, ballotId(id, agency));
    if (cast === undefined) return [];
    const { index, value } = cast;
    return { agency, key: recordKey(ballot, ballotId(id, agency)), index, ...value };
  });
  const counted = tally(reader, id, standing.value.rule);
  return { id, key: recordKey(proposal, id), ...standing, tally: counted, ballots };
}
