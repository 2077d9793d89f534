import { equalBytes } from "#src/base/bytes.js";
import { toHex } from "#src/base/text.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { Frontier } from "#src/crypto/frontier.js";
import { leafHash } from "#src/crypto/hash.js";
import { Activity } from "#src/ledger/activity.js";
import { isTombstone } from "#src/ledger/fact.js";
import { Replay } from "#src/ledger/replay.js";
import { Overlay, type StoredFact, storedFact } from "#src/ledger/state.js";
import { decodeTransaction } from "#src/ledger/transaction.js";
import type { OpenedLedger } from "#src/node/open-ledger.js";
import { TILE_WIDTH } from "#src/storage/tiles/tile-path.js";
import { simError } from "../errors.js";
import { ShadowState } from "./shadow-state.js";

/** Levels of the tree from one level of tiles to the next. */
const TILE_HEIGHT = 8;

type Derived = { readonly state: ShadowState; readonly activity: Activity };

/** What is derived, and has changed since it was last compared, must be what the log alone gives. @throws SIM_VIOLATION */
export function checkDerived(
  { index, ledger, seals }: OpenedLedger,
  { state, activity }: Derived,
): void {
  for (const key of state.freshKeys) {
    same(`index of ${key}`, stored(index.get(key)), stored(state.get(key)));
  }
  for (const list of state.freshLists) {
    same(`list ${list}`, [...index.members(list)], [...state.members(list)]);
  }
  const ever = Number.MAX_SAFE_INTEGER;
  same("deadlines", [...index.due(ever)], [...state.due(ever)]);
  same("activity", ledger.head.activity.root(), activity.root());
  same("seals", seals.at(seals.count - 1), state.get("seal")?.index);
  state.freshKeys.clear();
  state.freshLists.clear();
}

/**
 * As `checkDerived`, by a second reading from the first fact on, and hashes too. What execution gives
 * was looked at block by block; here it is what the facts say. @throws SIM_VIOLATION, REPLAY_*
 */
export function checkFromScratch(stores: OpenedLedger): void {
  const { log, id, ledger } = stores;
  const state = new ShadowState();
  const activity = new Activity();
  const levels: Uint8Array[][] = [];
  const frontier = new Frontier((level, index, hash) => {
    if (level % TILE_HEIGHT !== 0) return;
    const hashes = levels[level / TILE_HEIGHT] ?? [];
    levels[level / TILE_HEIGHT] = hashes;
    hashes[index] = hash;
  });
  const newest = (key: string) => state.get(key)?.index;
  const replay = new Replay({ network: id, transaction: decodeTransaction, newest });
  for (const { leaf } of log.leaves()) {
    frontier.append(leafHash(leaf));
    const block = replay.push(leaf);
    if (block === null) continue;
    const overlay = new Overlay(state, ledger.modules.derive);
    for (const fact of block.facts) {
      if (isTombstone(fact)) continue;
      activity.append(fact.supersedes);
      overlay.set(fact.key, storedFact(fact));
    }
    state.apply(overlay.changes);
  }
  for (const [level, hashes] of levels.entries()) checkTiles(stores, level, hashes);
  same("root", ledger.head.frontier.root(), frontier.root());
  checkDerived(stores, { state, activity });
}

function checkTiles({ tiles, log }: OpenedLedger, level: number, hashes: Uint8Array[]): void {
  for (let n = 0; n * TILE_WIDTH < hashes.length; n++) {
    const expected = hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH);
    const tile = tiles.tile(level, n, expected.length, log.size);
    same(`tile ${level}/${n}`, tile, joined(expected));
  }
}

function joined(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * 32);
  for (const [i, hash] of hashes.entries()) bytes.set(hash, i * 32);
  return bytes;
}

const stored = (fact: StoredFact | undefined): Cbor =>
  fact === undefined ? null : [fact.index, fact.value ?? null];

function same(what: string, found: Cbor | undefined, expected: Cbor | undefined): void {
  const [a, b] = [encodeCbor(found ?? null), encodeCbor(expected ?? null)];
  if (equalBytes(a, b)) return;
  throw simError("SIM_VIOLATION", { what, found: toHex(a), expected: toHex(b) });
}
