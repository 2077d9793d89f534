import { utf8Encode } from "#src/base/text.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { sha256 } from "#src/crypto/hash.js";
import type { Chance } from "../run/chance.js";
import type { Official, Scene } from "./scene.js";

/** A body that stands a chance, and who has to sign it; null where the world has not what it takes. */
export type Made = { readonly body: Cbor; readonly signers: readonly number[] } | null;
export type Recipe = (scene: Scene, chance: Chance) => Made;

export const hashOf = (text: string): Uint8Array => sha256(utf8Encode(text));

/** One of those who hold the office, for the organisation if one is named. */
export function official(
  { officials }: Scene,
  chance: Chance,
  role: string,
  organisation?: string,
): Official | null {
  const fitting = officials.filter(
    (one) => one.role === role && (organisation ?? one.organisation) === one.organisation,
  );
  return fitting.length === 0 ? null : chance.pick(fitting);
}
