import { plural } from "./words.js";

/** What transactions of a type do, for the filter; a type without a line shows its own name. */
const typeNames: Readonly<Record<string, string>> = {
  "governance.propose": "Put before the agencies",
  "governance.renew": "Keys renewed after a loss",
  "governance.vote": "Agency voted",
  "governance.withdraw": "Proposal withdrawn",
  "identity.appoint": "Official appointed",
  "identity.dismiss": "Official dismissed",
  "identity.enrol": "Person took a code",
  "identity.publishReads": "Look-ups published",
  "identity.register": "Organisation registered",
  "identity.revokeKey": "Key ended",
  "identity.rotateKey": "Key replaced",
  "land.determine": "Owner determined",
  "land.foundLevel": "Level set up",
  "land.lodge": "Lodged in a daybook",
  "land.openOffice": "Office opened",
  "land.refuse": "Lodgement refused",
  "land.register": "Parcel registered",
  "land.transfer": "Title transferred",
  "land.withdraw": "Lodgement withdrawn",
};

const algorithms: Readonly<Record<string, string>> = {
  "-8": "Ed25519",
  "-7": "P-256",
  "-65537": "P-256 by a device (WebAuthn)",
};

/** Names of fields that their words alone do not say well. */
const fieldNames: Readonly<Record<string, string>> = {
  beginLifespanVersion: "This version since",
  coseKey: "Key",
  estimatedAccuracyMm: "Estimated accuracy, mm",
  from: "From",
  handle: "Code",
  handles: "Codes",
  id: "Whom",
  inLaw: "In law from",
  legacy: "From an earlier register",
  legalAreaM2: "Legal area, m²",
  lodged: "Lodged",
  made: "Made",
  registered: "On the register from",
  rightsMade: "Rights ever numbered",
  vouchedBy: "Vouched for by",
};

/** "nationalCadastralReference" is "National cadastral reference". */
const fieldName = (name: string): string =>
  fieldNames[name] ??
  name
    .replaceAll(
      /([a-z0-9])([A-Z])/g,
      (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
    )
    .replace(/^./, (first) => first.toUpperCase());

export const explorer = {
  title: "Explorer",
  lead: "Everything that was ever written, in the order in which it was written.",
  transactions: "Transactions",
  blocks: "Seals",
  agencies: "Agencies",
  caption: (zone: string) => `Transactions, newest first, ${zone}`,
  captionOf: (type: string, zone: string) => `${typeNames[type] ?? type}, newest first, ${zone}`,
  none: "Nothing of this kind here.",
  looked: "Older ones may stand further back.",
  what: "What it says",
  result: "Result",
  time: "Time",
  seal: "Seal",
  fact: "Fact",
  done: "Carried out",
  refused: "Refused",
  filter: "Show only",
  everything: "Everything",
  apply: "Show",
  type: (type: string) => typeNames[type] ?? type,
  id: "Transaction",
  code: "Code",
  key: "Key",
};

export const sealPage = {
  caption: (zone: string) => `Seals, newest first, ${zone}`,
  listLead:
    "A seal closes a block: it fixes what was written since the one before, and in what order.",
  title: (height: string) => `Seal ${height}`,
  sentence: (facts: number, shown: string, date: string, time: string) =>
    `It closed ${facts === 1 ? "one fact, itself," : `${shown} facts`} on ${date} at ${time}.`,
  previous: "Earlier seal",
  next: "Later seal",
  neighbours: "Seals beside this one",
  transactions: "Transactions",
  noTransactions: "No transaction stands in this block.",
  facts: "All facts",
  captionFacts: "Facts of this block, in order",
  struck: "struck by a decision of the agencies",
  restTransactions: "Further transactions",
  restFacts: "Further facts",
  details: "The seal",
  size: "Size of the ledger after it",
  place: "Its own place",
  previousRoot: "Root before it",
  activityRoot: "Root of what is in force",
  fingerprint: "Fingerprint",
  signatures: "Signatures",
  signaturesLead: (newest: string) =>
    `They stand under seal ${newest}, the newest, and so under every seal before it.`,
  agency: "Agency",
  signed: "Signed",
  notSigned: "not signed",
  receipt: "Keep a receipt",
};

export const transactionPage = {
  title: "Transaction",
  sealed: (height: string) => `in seal ${height}`,
  refusedBecause: "Refused:",
  nothingChanged: "Nothing was changed. That it was asked for stays on record.",
  seen: "The facts of the case",
  signers: "Who signed",
  captionSigners: "Keys that signed",
  keyId: "Key",
  algorithm: "Kind",
  handle: "Whose",
  unbound: "nothing on the ledger",
  algorithmName: (number: string) => algorithms[number] ?? number,
  onlyKeys: "The ledger knows keys and codes, no names.",
  writes: "What it wrote",
  captionWrites: "Facts that it wrote",
  noWrites: "It wrote nothing.",
  body: "What it asked for, field by field",
  validUntil: "It could be sealed until",
  raw: "The bytes",
  receipt: "Keep a receipt",
};

export const factPage = {
  title: "Fact",
  newest: "Newest of its key",
  newestAsOf: (date: string) => `as of ${date}`,
  replaced: "Replaced",
  replacedBy: "by a later fact",
  retracted: "Retracted",
  retractedLead: "The key stands no more: this fact takes it back.",
  page: "Its own page",
  tick: "The ledger wrote it by itself, when a deadline fell due or a validator was found out.",
  genesis: "It was written when the ledger was founded.",
  itself: "What the ledger writes down of itself: a transaction, a seal, or its founding.",
  fields: "What it says",
  field: "Field",
  value: "Value",
  publicity: "Who may see it",
  publicities: {
    open: "Everyone",
    closed: "Closed: what stands here is a commitment to it, not the value",
    absent: "Nobody: it may not stand here",
  },
  versions: (count: number) => (count === 1 ? "Its one version" : "Its versions"),
  captionVersions: (zone: string) => `Versions of this fact, newest first, ${zone}`,
  shown: "shown here",
  raw: "The bytes",
  receipt: "Keep a receipt",
};

export const values = {
  name: fieldName,
  nothing: "none",
  yes: "yes",
  no: "no",
  long: (count: number, shown: string) =>
    `${shown} ${plural(count, "item", "items")}: see the bytes below`,
  notation: "In diagnostic notation (RFC 8949 §8)",
  hex: (bytes: string) => `In hexadecimal, ${bytes} bytes`,
  download: "Download the bytes",
};
