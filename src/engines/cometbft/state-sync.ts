import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  type Request,
  type RequestOfferSnapshot,
  type Response,
} from "cosmjs-types/tendermint/abci/types";
import type { Snapshots } from "../port.js";

/** Of chunks, as `docs/reference/formats.md` has them. */
const FORMAT = 1;

/** The requests of CometBFT's snapshot connection; null where the request is none of them. */
export async function answerOfSnapshots(
  snapshots: Snapshots,
  { listSnapshots, offerSnapshot, loadSnapshotChunk, applySnapshotChunk }: Request,
): Promise<Partial<Response> | null> {
  if (listSnapshots) return { listSnapshots: { snapshots: listed(snapshots) } };
  if (offerSnapshot) return { offerSnapshot: { result: offered(snapshots, offerSnapshot) } };
  if (loadSnapshotChunk) {
    const { height, format, chunk: index } = loadSnapshotChunk;
    const chunk = format === FORMAT ? await snapshots.chunk(Number(height), index) : null;
    return { loadSnapshotChunk: { chunk: chunk ?? new Uint8Array(0) } };
  }
  if (applySnapshotChunk) {
    const { index, chunk, sender } = applySnapshotChunk;
    const good = await snapshots.apply(index, chunk);
    return {
      applySnapshotChunk: good
        ? { result: Applied.ACCEPT, refetchChunks: [], rejectSenders: [] }
        : // Whoever sent it is not asked again; others may have the true one.
          { result: Applied.RETRY, refetchChunks: [index], rejectSenders: [sender] },
    };
  }
  return null;
}

const listed = (snapshots: Snapshots) =>
  snapshots.list().map(({ height, chunks, hash, metadata }) => ({
    height: BigInt(height),
    format: FORMAT,
    chunks,
    hash,
    metadata,
  }));

function offered(snapshots: Snapshots, { snapshot, appHash }: RequestOfferSnapshot): Offered {
  if (snapshot === undefined) return Offered.REJECT;
  const { height, format, chunks, hash, metadata } = snapshot;
  if (format !== FORMAT) return Offered.REJECT_FORMAT;
  const copied = { hash: hash.slice(), metadata: metadata.slice() };
  const given = { height: Number(height), chunks, ...copied };
  return snapshots.offer(given, appHash.slice()) ? Offered.ACCEPT : Offered.REJECT;
}
