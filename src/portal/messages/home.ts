import { agencies, plural, Word, word } from "./words.js";

/** One and several of what a type of transaction does; a type without a line shows its own name. */
const transactionNames: Readonly<Record<string, readonly [one: string, other: string]>> = {
  "identity.register": ["organisation registered", "organisations registered"],
  "identity.appoint": ["official appointed", "officials appointed"],
  "identity.dismiss": ["official dismissed", "officials dismissed"],
  "identity.revokeKey": ["key ended", "keys ended"],
  "identity.enrol": ["code taken by a person", "codes taken by persons"],
  "identity.publishReads": ["list of look-ups published", "lists of look-ups published"],
  "identity.rotateKey": ["key replaced", "keys replaced"],
  "land.determine": ["owner determined", "owners determined"],
  "land.foundLevel": ["level set up", "levels set up"],
  "land.lodge": ["sale lodged", "sales lodged"],
  "land.openOffice": ["office opened", "offices opened"],
  "land.refuse": ["lodged sale refused", "lodged sales refused"],
  "land.register": ["parcel registered", "parcels registered"],
  "land.transfer": ["transfer registered", "transfers registered"],
  "land.withdraw": ["lodged sale withdrawn", "lodged sales withdrawn"],
  "governance.propose": ["proposal to the agencies", "proposals to the agencies"],
  "governance.vote": ["ballot of an agency", "ballots of agencies"],
  "governance.withdraw": ["withdrawn proposal", "withdrawn proposals"],
  "governance.renew": ["renewal of all keys after a loss", "renewals of all keys after a loss"],
};

const totalNames: Readonly<Record<string, readonly [one: string, other: string]>> = {
  facts: ["fact", "facts"],
  transactions: ["transaction", "transactions"],
  parcels: ["parcel", "parcels"],
  titles: ["title", "titles"],
  rights: ["right", "rights"],
  seals: ["seal", "seals"],
};

export const hero = {
  /** A no-break space keeps the short last words together. */
  title: "The state keeps one half. You\u00a0keep the other.",
  lead: (signers: number) =>
    `Public records are written once and signed by ${agencies(signers)}. You hold a half that nobody can change, and anyone can check it.`,
  check: "Check it yourself",
  seals: "What is being written",
};

export const receipt = {
  ledgerHalf: "The ledger’s half",
  written: "Written",
  fact: "Fact",
  factOf: (index: string, size: string) => `${index} of ${size}`,
  key: "Key",
  signed: "Signed by",
  signedBy: (signed: number, of: number) => `${signed} of ${of} agencies`,
  fingerprint: "Fingerprint",
  yourHalf: "Your half",
  get: "Get a receipt",
  losing: "Losing it loses nothing. Holding it makes nobody an owner.",
};

export const seal = {
  list: "Agencies that must sign, and whether they signed the newest seal",
  signed: "signed",
  notSigned: "not signed",
  notSince: "not signed since",
  question: "Do all copies agree today?",
  yes: "Yes.",
  unknown: "We cannot say.",
  /** `when` is "at 10:42:07, 4 seconds ago". */
  all: (of: number, when: string) =>
    of === 1
      ? `The one agency of this ledger signed its record ${when}.`
      : `All ${word(of)} agencies signed the same record ${when}.`,
  some: (signed: number, of: number, when: string) =>
    `${Word(signed)} of ${agencies(of)} signed the same record ${when}.`,
  enough: (quorum: number, of: number) => {
    if (of === 1) return "";
    return quorum === of ? "All are needed." : `${Word(quorum)} are enough.`;
  },
  missingSince: (name: string, since: string) => `${name} has not signed since ${since}.`,
  missing: (names: string, count: number) =>
    `${names} ${plural(count, "has", "have")} not signed it.`,
  earlier: (when: string) => `A quorum last signed ${when}. Nothing newer is signed.`,
  noQuorum: (signed: number, of: number, quorum: number, sealed: string) =>
    `${Word(signed)} of ${agencies(of)} ${plural(signed, "has", "have")} signed the record sealed ${sealed}; ${word(quorum)} ${plural(quorum, "is", "are")} needed.`,
  at: (time: string) => `at ${time}`,
  onAt: (date: string, time: string) => `on ${date} at ${time}`,
  whenAgo: (when: string, ago: string) => `${when}, ${ago}`,
  teeth: (height: string, zone: string) =>
    `Each tooth above is one agency’s signature on seal ${height}, checked by this node. Where a signature is missing, the tooth is an empty outline. Times are in ${zone}.`,
  who: "The agencies, and what they decide together",
  oneMachine: (of: number) =>
    of === 1
      ? "Its one key is on this machine: the signature is one machine’s word."
      : `Here ${of === 2 ? "both" : `all ${word(of)}`} keys are on one machine: ${word(of)} signatures, but one machine’s word.`,
  cannotProve: "This page cannot prove itself:",
  ownDevice: "check from your own device",
  shows: "What the signatures show",
  showsNot: "What signatures do not show",
  showsList: (size: string) => [
    `Each signer put its name under the same list of ${size} facts, in the same order.`,
    "Changing one fact later would need the signers again, and the receipts already given out would no longer fit.",
  ],
  showsNotList: [
    "That what was written is true: agreement is not honesty.",
    "That this page is honest: a lying page would say yes too.",
  ],
  meansList: [
    "Nobody has shown that anything is wrong: a signature can be late for many reasons.",
    "Receipts made under a signed seal stay as good as they were.",
  ],
  means: "What that means",
};

export const written = {
  title: "What is being written",
  totals: "On record",
  captionDay: (count: number, date: string, zone: string) =>
    count === 1
      ? `The last seal, ${date}, ${zone}`
      : `The last ${word(count)} seals, ${date}, ${zone}`,
  caption: (count: number, zone: string) => `The last ${word(count)} seals, ${zone}`,
  newest: (zone: string) => `The newest transactions, ${zone}`,
  all: "All transactions",
  allSeals: "All seals",
  none: "Nothing has been sealed yet.",
  seal: "Seal",
  time: "Time",
  holds: "What it holds",
  facts: "Facts",
  signedBy: "Signed by",
  fingerprint: "Fingerprint",
  of: (signed: number, of: number) => `${signed} of ${of}`,
  founding: "The founding of the ledger",
  deadlines: "Deadlines that fell due",
  sealAlone: "The seal alone",
  refused: (count: number, shown: string) =>
    `${shown} ${plural(count, "request", "requests")} refused`,
  transaction: (type: string, count: number, shown: string) => {
    const names = transactionNames[type];
    if (names === undefined) return `${shown} of type ${type}`;
    return `${shown} ${plural(count, ...names)}`;
  },
  total: (kind: string, count: number) => {
    const names = totalNames[kind];
    return names === undefined ? kind : plural(count, ...names);
  },
  whole: "Whole fingerprints",
  wholeOf: (height: string, index: string) => `Seal ${height}, fact ${index}`,
};

export const check = {
  title: "Check it yourself",
  lead: "On your own device, with the counterfoil tool. Only fetching needs this page; checking needs nobody.",
  one: "One record",
  all: "The whole ledger",
  trust: "Fetch the trust file: whose signatures count, and how many are needed.",
  receipt: "Fetch the receipt, your half.",
  verify: "Check it. This works with the network switched off.",
  replica: "Make a copy. Every signature and every step is checked on arrival.",
  audit: "Check the copy again from the first fact, whenever you like.",
  caution:
    "A trust file fetched from here is as good as this page. Compare it with one from an agency, or from somebody you trust, and keep it.",
  raw: "The data itself",
  links: [
    ["/log/checkpoint", "Signed checkpoint", "size, root and signatures as text"],
    ["/trust.json", "Trust file", "keys of the agencies and the quorum"],
    ["/api/docs", "Programming interface", "every address, to try out"],
    ["/metrics", "Measurements", "for operators"],
    ["/health", "Health", "whether this node accepts transactions"],
  ],
} as const;
