import { toHex } from "#src/base/text.js";
import { openProposals } from "#src/modules/governance/queries.js";
import { network, THIS_NETWORK } from "#src/modules/governance/schema.js";
import { handle, key, officeId, office as officeRecord } from "#src/modules/identity/schema.js";
import { lists } from "#src/modules/land/lists.js";
import { daybook, type Holder, office, right, title } from "#src/modules/land/schema.js";
import { actor, handleOf, MOST_ACTORS } from "./actors.js";
import type { World } from "./world.js";

export type Person = { readonly handle: string; readonly signer: number };
export type StandingRight = {
  readonly id: string;
  readonly holders: readonly Holder[];
  readonly share: readonly [number, number] | null;
  /** Those who must sign for it. */
  readonly signers: readonly number[];
};
export type StandingTitle = {
  readonly id: string;
  readonly office: string;
  readonly rights: readonly StandingRight[];
};
export type Waiting = {
  readonly id: string;
  readonly office: string;
  readonly title: string;
  readonly rights: readonly string[];
};
export type Official = {
  readonly handle: string;
  readonly role: string;
  readonly organisation: string;
  readonly signer: number;
};

/** What stands in a world, as whoever writes a transaction would look it up. */
export type Scene = {
  readonly time: number;
  readonly size: number;
  /** Numbers of actors of whom nothing stands anywhere. */
  readonly fresh: readonly number[];
  readonly officials: readonly Official[];
  /** Persons who hold nothing yet. */
  readonly takers: readonly Person[];
  readonly persons: readonly Person[];
  readonly titles: readonly StandingTitle[];
  readonly waiting: readonly Waiting[];
  readonly agencies: readonly string[];
  /** Ids of those that are open. */
  readonly proposals: readonly string[];
  readonly offices: readonly { readonly id: string; readonly districts: readonly string[] }[];
};

const numbers = new Map<string, number>();
for (let number = 1; number <= MOST_ACTORS; number++) {
  numbers.set(toHex(actor(number).thumbprint), number);
}

export function sceneOf(world: World): Scene {
  const keys = [...world.records(key)];
  const signerOf = new Map<string, number>();
  for (const { id, value } of keys) {
    const number = numbers.get(id);
    if (number !== undefined && value.revoked === null) signerOf.set(value.handle, number);
  }
  const persons = [...world.records(handle)].flatMap(({ id }) => personOf(id, signerOf));
  const bound = new Set(keys.map(({ id }) => numbers.get(id)));
  return {
    time: world.time,
    size: world.ledger.size,
    fresh: [...numbers.values()].filter((number) => isFresh(world, number) && !bound.has(number)),
    officials: officialsOf(world, signerOf),
    persons,
    takers: persons.filter((one) => world.reader.members(lists.holding(one.handle)).length === 0),
    titles: titlesOf(world, signerOf),
    waiting: waitingIn(world),
    agencies: world.reader.read(network, THIS_NETWORK)?.value.agencies ?? [],
    proposals: openProposals(world.reader).map(({ id }) => id),
    offices: [...world.records(office)].map(({ id, value }) => ({ id, ...value })),
  };
}

const isFresh = (world: World, number: number): boolean =>
  world.reader.read(handle, handleOf(number)) === undefined;

function personOf(id: string, signerOf: ReadonlyMap<string, number>): Person[] {
  const signer = signerOf.get(id);
  return signer === undefined ? [] : [{ handle: id, signer }];
}

function officialsOf(world: World, signerOf: ReadonlyMap<string, number>): Official[] {
  return [...world.records(officeRecord)].flatMap(({ id, value: { role, organisation } }) => {
    const name = id.slice(0, id.length - officeId("", role).length);
    const signer = signerOf.get(name);
    return signer === undefined ? [] : [{ handle: name, role, organisation, signer }];
  });
}

function titlesOf(world: World, signerOf: ReadonlyMap<string, number>): StandingTitle[] {
  return [...world.records(title)].map(({ id, value }) => ({
    id,
    office: value.office,
    rights: value.rights.flatMap((name) => {
      const standing = world.reader.read(right, name)?.value;
      if (standing === undefined || standing.status !== "active") return [];
      const { holders, on } = standing;
      const signers = holders.flatMap(({ id: holder }) => signerOf.get(holder ?? "") ?? []);
      return [{ id: name, holders, share: on.share, signers }];
    }),
  }));
}

function waitingIn(world: World): Waiting[] {
  return [...world.records(daybook)].flatMap(({ id, value }) => {
    if (value.decision !== null) return [];
    return [{ id, office: value.office, title: value.titles[0] ?? "", rights: value.rights }];
  });
}
