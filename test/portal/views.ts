import type { AgenciesView } from "../../src/portal/explorer/view.js";
import type { AgencyView, BlockView, ErrorView, HomeView } from "../../src/portal/view.js";

const time = Date.UTC(2026, 9, 9, 10, 42, 6);

/** A fingerprint that looks like one: the digits of a small generator, never of a real fact. */
function fingerprint(seed: number): string {
  let state = seed;
  return Array.from({ length: 64 }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return ((state >> 16) & 15).toString(16);
  }).join("");
}

const agency = (name: string, title: string, signedAtMs: number | null): AgencyView => ({
  name,
  title,
  signedAtMs,
});

const written: BlockView["transactions"][] = [
  [{ label: "3 parcels registered" }, { label: "1 title founded" }],
  [{ type: "identity.appoint", count: 4 }],
  [],
  [{ label: "212 parcels registered" }],
  [{ label: "1 title founded" }],
];

const blocks = written.map(
  (transactions, back): BlockView => ({
    height: 4_102 - back,
    timeMs: time - back * 10_000,
    index: 12_870 - back * 12,
    facts: 12 - back * 2,
    transactions,
    refused: back === 0 ? 1 : 0,
    signedBy: 3,
    of: 3,
    fingerprintHex: fingerprint(back + 1),
  }),
);

const frame = {
  language: "en",
  timeZone: "UTC",
  network: { name: "arvenia", title: "Public ledger of Arvenia" },
  demo: true,
  keysOnOneMachine: true,
};

/** What the demo shows: three agencies, all signed, all keys on one machine. */
export const allSigned: HomeView = {
  ...frame,
  address: "http://localhost:8300",
  agencies: [
    agency("land-registry", "Land Registry", time),
    agency("treasury", "Treasury", time),
    agency("audit-office", "Audit Office", time + 1_000),
  ],
  quorum: 3,
  checkpoint: { size: 12_871, rootHex: fingerprint(77), height: 4_102, timeMs: time },
  blocks,
  latestRecord: {
    sentence: "Parcel 0042 was registered by the Land Registry. Its legal area is 1,270 m².",
    key: "land/parcel/91216000AB0042",
    index: 12_868,
    fingerprintHex: `d1be2ef76b322111${fingerprint(5).slice(16)}`,
    timeMs: time,
  },
  lines: [
    {
      id: fingerprint(31),
      index: 12_866,
      type: "land.register",
      code: "ok",
      sentence: "Registered parcel 0042 and its title at the office north",
      height: 4_102,
      timeMs: time,
    },
    {
      id: fingerprint(32),
      index: 12_860,
      type: "land.transfer",
      code: "LAND_SHARES_SUM",
      sentence: "Transferred 3/4 of title 0041",
      height: 4_101,
      timeMs: time - 10_000,
    },
  ],
  totals: { facts: 12_871, transactions: 4_305, parcels: 4_241 },
  nowMs: time + 5_000,
};

const five = (treasury: number | null, others: number | null): AgencyView[] => [
  agency("land-registry", "Land Registry", time),
  { ...agency("treasury", "Treasury", treasury), lastSignedAtMs: time - 11 * 60_000 },
  agency("electoral", "Electoral Commission", time + 1_000),
  agency("civil-register", "Civil Register", others),
  agency("audit-office", "Audit Office", others),
];

export const oneMissing: HomeView = {
  ...allSigned,
  demo: false,
  keysOnOneMachine: false,
  address: "https://ledger.arvenia.example",
  agencies: five(null, time),
  quorum: 4,
  blocks: blocks.map((block) => ({ ...block, signedBy: 4, of: 5 })),
};

export const noQuorum: HomeView = {
  ...oneMissing,
  agencies: five(null, null),
  latestRecord: null,
  blocks: blocks.map((block, back) => ({ ...block, timeMs: time - back * 86_400_000 })),
};

export const notFound: ErrorView = {
  ...frame,
  status: 404,
  sentence: "The address leads nowhere.",
  code: "API_ADDRESS",
  facts: { address: "/land/<script>alert(1)</script>", status: 404 },
};

/** One has left, one has not signed, and one was found out twice. */
export const foundOut: AgenciesView = {
  ...frame,
  demo: false,
  keysOnOneMachine: false,
  source: {
    checkpoint: allSigned.checkpoint,
    signedBy: ["Land Registry", "Audit Office"],
    of: 3,
    nowMs: time + 4_000,
    behind: 0,
  },
  quorum: 2,
  agencies: [
    agency("land-registry", "Land Registry", time),
    agency("treasury", "Treasury", null),
    agency("audit-office", "Audit Office", time + 1_000),
  ].map((each) => ({
    ...each,
    key: `governance/agency/${each.name}`,
    sinceMs: time - 90 * 86_400_000,
  })),
  former: [
    {
      key: "governance/agency/court",
      title: "Court of Arvenia",
      untilMs: time - 30 * 86_400_000,
      compromised: true,
    },
  ],
  open: [],
  closed: [
    {
      id: fingerprint(41),
      sentence: "land-registry proposed to remove court",
      state: "accepted",
      approving: 3,
      refusing: 0,
      needed: 3,
      deadlineMs: time,
      closedMs: time - 30 * 86_400_000,
    },
  ],
  moreClosed: true,
  moreMisbehaviour: true,
  misbehaviour: [
    { kind: "light-client-attack" as const, height: 11_870 },
    { kind: "duplicate-vote" as const, height: 10_482 },
  ].map(({ kind, height }) => ({
    key: `governance/misbehaviour/treasury/${height}`,
    index: height + 20,
    agency: "Treasury",
    kind,
    height,
    timeMs: time - (12_000 - height) * 1_000,
  })),
};
