import { type Chance, pick, type Scene } from "../../ledger/generator.js";
import type { Reader } from "../../ledger/module.js";
import type { From } from "./bodies.js";
import { lists } from "./lists.js";
import { type Holder, right, type Source, title } from "./schema.js";
import { restOf, type Share, toShare, WHOLE } from "./shares.js";

/** What proposals of this module need of others. */
export type GeneratorNeeds = {
  /** Key of a registrar of the organisation, or of any: null where there is none. */
  readonly registrar: (reader: Reader, organisation: string | null) => string | null;
  readonly representative: (reader: Reader, organisation: string) => string | null;
  /** Key that now signs for the person. */
  readonly keyOf: (reader: Reader, handle: string) => string | null;
  readonly somePerson: (scene: Scene) => string | null;
  readonly someOrganisation: (scene: Scene) => string | null;
};

export type Taker = {
  readonly holder: { readonly kind: "person" | "organisation"; readonly id: string };
  readonly keyId: string;
};

/** Finest share that is cut in two again. */
const FINEST = 64;
const TRIES = 6;

/** Up to `count` who could take: handles that hold nothing yet, or an organisation. */
export function takersOf(scene: Scene, needs: GeneratorNeeds, count: number): Taker[] {
  const takers: Taker[] = [];
  for (let i = 0; i < TRIES && takers.length < count; i++) {
    const taker = scene.chance.below(6) === 0 ? organisation(scene, needs) : person(scene, needs);
    if (taker !== null) takers.push(taker);
  }
  return takers;
}

function person({ reader, ...scene }: Scene, needs: GeneratorNeeds): Taker | null {
  const id = needs.somePerson({ reader, ...scene });
  const keyId = id === null ? null : needs.keyOf(reader, id);
  if (id === null || keyId === null || reader.members(lists.holding(id)).length > 0) return null;
  return { holder: { kind: "person", id }, keyId };
}

function organisation(scene: Scene, needs: GeneratorNeeds): Taker | null {
  const id = needs.someOrganisation(scene);
  const keyId = id === null ? null : needs.representative(scene.reader, id);
  return id === null || keyId === null ? null : { holder: { kind: "organisation", id }, keyId };
}

/** Keys of all who hold; null where one of them cannot sign. */
export function holderKeys(
  reader: Reader,
  needs: GeneratorNeeds,
  holders: readonly Holder[],
): string[] | null {
  const keys = holders.map(({ kind, id }) => {
    if (id === null) return null;
    return kind === "person" ? needs.keyOf(reader, id) : needs.representative(reader, id);
  });
  const found = keys.flatMap((key) => key ?? []);
  return found.length === keys.length && found.length > 0 ? found : null;
}

/** A right that can be given: all of it or half, and who must sign for that. */
export function givingOf(
  scene: Scene,
  needs: GeneratorNeeds,
): { title: string; from: From; share: Share; keyIds: string[] } | null {
  const { chance, reader } = scene;
  for (let i = 0; i < TRIES; i++) {
    const id = scene.some(right);
    const standing = id === null ? undefined : reader.read(right, id)?.value;
    if (id === null || standing === undefined) return null;
    if (standing.status === "ended" || standing.flags.length > 0) continue;
    const keyIds = holderKeys(reader, needs, standing.holders);
    if (keyIds === null) continue;
    const has = standing.on.share ?? WHOLE;
    const half: Share = [has[0], has[1] * 2];
    const divides =
      has[1] <= FINEST && chance.below(3) === 0 && toShare(restOf(has, half)) !== null;
    const from = [{ right: id, share: divides ? half : null }];
    return { title: standing.on.title, from, share: divides ? half : has, keyIds };
  }
  return null;
}

/** An entry that waits for its decision, if some title that is looked at has one. */
export function waitingEntry(scene: Scene): string | null {
  for (let i = 0; i < TRIES; i++) {
    const id = scene.some(title);
    const waiting = id === null ? [] : (scene.reader.read(title, id)?.value.lodged ?? []);
    const [first = null] = waiting;
    if (first !== null)
      return scene.chance.below(3) > 0 ? first : (pick(scene.chance, waiting) ?? first);
  }
  return null;
}

export function sourceOf(chance: Chance, validatedBy: string): Source {
  return { kind: "deed", date: "2026-01-05", commitment: chance.bytes(32), validatedBy };
}
