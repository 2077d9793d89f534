import { tilesError } from "./errors.js";

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256;

const MAX_LEVEL = 63;
/** Past this the entries' indices are no safe integers. */
const MAX_NUMBER = Math.floor(Number.MAX_SAFE_INTEGER / TILE_WIDTH) - 1;

/** A tile of hashes, or a bundle of entries; the width is 256 where it is full. */
export type TileName = {
  readonly level: number | "entries";
  readonly n: number;
  readonly width: number;
};

// One text for each name: no group too many, no zero in front, ASCII digits only.
const PATH = /^(entries|0|[1-9]\d?)\/((?!x000)(?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** What stands after `<prefix>/tile/`, as C2SP tlog-tiles writes it; null for anything else. */
export function parseTilePath(path: string): TileName | null {
  const [, first, number, partial] = PATH.exec(path) ?? [];
  if (first === undefined || number === undefined) return null;
  const level = first === "entries" ? first : Number(first);
  const n = Number(number.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  // ".p/256" is no name of the full tile.
  if (partial !== undefined && width >= TILE_WIDTH) return null;
  return isTileName({ level, n, width }) ? { level, n, width } : null;
}

/** The inverse of `parseTilePath`. @throws TILES_PATH */
export function tilePath(level: number | "entries", n: number, width: number): string {
  if (!isTileName({ level, n, width })) throw tilesError("TILES_PATH", { level, n, width });
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return width === TILE_WIDTH ? `${level}/${number}` : `${level}/${number}.p/${width}`;
}

export function isTileName({ level, n, width }: TileName): boolean {
  return (
    (level === "entries" || isUpTo(level, 0, MAX_LEVEL)) &&
    isUpTo(n, 0, MAX_NUMBER) &&
    isUpTo(width, 1, TILE_WIDTH)
  );
}

function isUpTo(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && least <= value && value <= most;
}
