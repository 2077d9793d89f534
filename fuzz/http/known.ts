import { handleOf } from "../execution/actors.js";

/** Numbers of the seeds of those who are on record. */
export const REGISTRAR = 101;
export const PERSONS = [111, 112, 113] as const;
export const TITLES = ["t-1", "t-2", "t-3", "t-4"] as const;

const HASHES = ["ab".repeat(32)];
const SMALL = ["0", "1", "2", "5", "12"];
const DAYS = ["2026-01-01", "2023-11-14", "1700003600000"];

/**
 * What stands on record, by the segment before it in a path or by its name in a query. `ids` are those
 * of the transactions on record, `draft` that of a draft.
 */
export function knownValues(
  ids: readonly string[],
  draft: string,
): Readonly<Record<string, readonly string[]>> {
  const keys = [
    ...ids.map((id) => `tx/${id}`),
    ...TITLES.map((title) => `land/title/${title}`),
    ...[
      "seal",
      "genesis",
      "land/parcel/p-0",
      "governance/epoch/0",
      "identity/organisation/registry",
    ],
  ];
  return {
    ...{ transactions: ids, id: ids, key: keys, facts: keys, receipts: keys },
    ...{ titles: TITLES, sell: TITLES, determine: TITLES, title: TITLES, place: TITLES },
    ...{ parcels: ["p-0", "p-1"], rights: TITLES.map((title) => `${title}.1`) },
    ...{
      blocks: SMALL,
      leaves: SMALL,
      index: SMALL,
      size: ["5", "26"],
      at: ["26"],
      version: SMALL,
    },
    ...{ before: ["5", "30"], from: SMALL, limit: ["1", "2", "500"], height: SMALL },
    ...{
      levels: ["surface"],
      map: ["surface"],
      level: ["surface"],
      box: ["0,0,1,1", "-180,-90,180,90"],
    },
    ...{ daybook: ["main"], offices: ["main"], office: ["main"], district: ["d1"] },
    ...{
      handles: PERSONS.map(handleOf),
      handle: PERSONS.map(handleOf),
      organisations: ["registry"],
    },
    ...{ officers: ["registrar", "administrator"], sign: [draft], drafts: [draft], leaf: HASHES },
    ...{ enrolments: ["enrolment", handleOf(131)], parties: [draft], purpose: ["registration"] },
    ...{ law: DAYS, register: DAYS, "as-of": DAYS, asOf: ["1700003600000"], inLaw: DAYS },
    ...{
      q: ["t-1", "main", "land/title", "ab", "registry 5"],
      type: ["land.register"],
      wait: ["sealed"],
    },
    ...{ format: ["csv", "json"], download: [""], reference: ["r-1"], cursor: ["t-1", "5"] },
    ...{
      assets: ["portal.css", "my.js", "mark.svg"],
      tile: ["0/000.p/5", "entries/000.p/5", "0/000"],
    },
    "*": ["t-1", "0", ...HASHES, ...PERSONS.map(handleOf), "registration", "1700003600000"],
  };
}
