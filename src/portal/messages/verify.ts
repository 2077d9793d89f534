import { agencies, plural, Word, word } from "./words.js";

/** The verifier's words. Numbers, names and times come formatted; `when` is "9 October 2026, 10:42:07 UTC". */

const outcome = {
  good: "This receipt is good",
  old: (date: string) => `This receipt was good on ${date}`,
  mismatch: "This receipt does not match",
  unchecked: "We could not check this receipt",
};

const tag = {
  good: "Verified",
  old: "Good, but old",
  mismatch: "Does not match",
  unchecked: "Not checked",
};

const result = {
  caption: (subject: string) => `Receipt for ${subject}`,
  passed: (passed: number, of: number) =>
    `${Word(passed)} ${plural(of, "check", "checks")} of ${word(of)} passed.`,
  failed: (passed: number) =>
    `${Word(passed)} ${plural(passed, "check", "checks")} passed, then one did not.`,
  here: "Done on this device; nothing was sent anywhere.",
  /** Under the record's own sentence: when it stood so. */
  newest: (when: string) => `So it stood when the ledger was sealed on ${when}.`,
  inForce: (when: string) => `So it stood on ${when}.`,
  happened: "So it was written. Whether it still stands, this receipt does not say.",
  old: (ago: string, subject: string) =>
    `That was ${ago}. Since then, something may have replaced what it says about ${subject}. Get a fresh receipt before you rely on it.`,
};

const checks = {
  title: "What was checked",
  how: "How",
  of: (title: string) => `: ${title}`,
  passed: ": passed",
  failed: ": does not match",
  absent: "What this receipt does not show",
  skipped: "Not looked at, since a check before it did not pass",
  code: "Code",
  trust: {
    title: "Whose signatures count",
    said: (network: string, needed: number, of: number) =>
      `Your trust file for the network “${network}”: ${word(needed)} of ${agencies(of)} must sign.`,
    how: "The file names each agency’s keys and the sizes of the ledger at which they count. Whether it is the right file only you can know: it must come from somebody you trust.",
  },
  format: {
    title: "The file is a whole receipt",
    said: (bytes: string) => `${bytes} bytes, read as the format says, nothing left over.`,
    how: "Deterministic CBOR, receipt format 1: there is exactly one way to write it, so one changed byte shows.",
    failed: "The file is not a receipt, or not all of it.",
    means: "It was cut short or changed on its way, or it is another kind of file.",
  },
  signatures: {
    title: "Enough agencies signed the ledger it comes from",
    said: (names: string, needed: number) =>
      `${names} signed; ${word(needed)} ${plural(needed, "is", "are")} needed.`,
    how: "Ed25519 signatures on the checkpoint (C2SP tlog-cosignature), each by a key that counted at this size:",
    failed: "Too few of the agencies in your trust file signed this, or a signature does not hold.",
    means:
      "The receipt may be newer than your trust file, if agencies have changed their keys since: then a proof bundle leads it on. Or something in it was changed.",
  },
  consistency: {
    title: "The ledger leads to the state at which it was closed",
    said: (size: string) => `To the closing at ${size} facts, after a key was stolen.`,
    how: "RFC 9162 consistency proof from this checkpoint to the closing checkpoint that the trust file names.",
    failed:
      "A signing key of that time was stolen, and the receipt does not show that the ledger is the true one.",
    means: "A fresh receipt of the same record carries the missing proof, if there is one.",
  },
  inclusion: {
    title: "The fact is in the ledger that they signed",
    said: (index: string, size: string, hashes: number) =>
      `At place ${index} of ${size}; ${word(hashes)} ${plural(hashes, "hash leads", "hashes lead")} from it to the root.`,
    how: "SHA-256 of the fact’s bytes (RFC 9162), computed here, and hashed upwards to the signed root:",
    failed: "What this file says is not in the ledger that the agencies signed.",
    means:
      "The fact or its proof was changed after the receipt was made, or belongs to another receipt.",
  },
  current: {
    title: "It was the newest word on this record",
    said: (height: string, when: string) => `Nothing had replaced it at seal ${height}, ${when}.`,
    how: "The seal is the last fact of the signed ledger, and its activity tree has 1 at this fact’s place.",
    failed: "The receipt does not show that this was the newest word.",
    means: "Something may have replaced it before that seal was made. A fresh receipt tells.",
    absent:
      "Whether it was the newest word on this record: it says that this was written, whatever came after.",
  },
  "as of": {
    title: "It was in force at the time asked for",
    said: (when: string, size: string) => `On ${when}, when the ledger had ${size} facts.`,
    how: "The seal before that time and the one after it are in the signed ledger; nothing had replaced the fact between.",
    failed: "The receipt does not show that this was in force at that time.",
    means:
      "It may have been written later, or replaced before. Ask for a receipt of that time again.",
    absent: "Whether it was in force at some other time.",
  },
  authority: {
    title: "What wrote it is there, and its signatures hold",
    said: {
      tx: "A signed transaction.",
      tick: "A deadline that fell due.",
      genesis: "The founding of the ledger.",
    },
    how: "It stands in the signed ledger just before what it wrote:",
    failed: "The receipt shows something else as what wrote this.",
    means: "The fact itself passed; who asked for it is not shown.",
    absent: "Who asked for it to be written.",
  },
  openings: {
    title: "What was opened to you is what the ledger holds closed",
    said: (count: number) => `${Word(count)} ${plural(count, "field", "fields")}.`,
    how: "SHA-256 over the value and 32 random bytes gives what stands in the closed field:",
    failed: "A value that was opened to you is not the one the ledger holds closed.",
    means: "The value or its key was mistyped or changed. The record itself passed.",
    absent: "What its closed fields hold: those are shown by whoever keeps the openings.",
  },
};

const failure = {
  means: "What that can mean",
  do: "What to do",
  fresh: "Ask whoever gave you the file for it again, or get a fresh receipt from a node.",
  trust: "Get a trust file from an agency’s own site or from somebody you trust, and check again.",
  nothing: "This says nothing against the record itself, or against anybody.",
  origin: (network: string) =>
    `Your trust file is for the network “${network}”; the receipt is of another one. What is missing is that network’s trust file.`,
  version: "It was made by a newer program than this one. What is missing is a newer verifier.",
};

const proves = {
  title: "What this proves, and what it does not",
  yes: "It proves",
  no: "It does not prove",
  wrote: (names: string, subject: string) =>
    `The ledger that ${names} signed says this about ${subject}, in these words.`,
  retracted: "It was withdrawn: what stood there before no longer does.",
  newest: (when: string) => `It was the newest word when the ledger was sealed, ${when}.`,
  inForce: (when: string) => `It was in force on ${when}.`,
  authority: {
    tx: "The transaction that wrote it was signed by those that it names.",
    tick: "It was written when a deadline fell due, as the rules say.",
    genesis: "It stands in the ledger since the founding.",
  },
  opened: "The opened values are the ones that were closed up when it was written.",
  kept: "Nobody can change it later without every copy of this receipt showing it.",
  after: (when: string) => `What happened after ${when}.`,
  other: "That it is still so: something may have replaced it since it was written.",
  names: "Who the people are by name: the ledger holds none.",
  truth: "That what was written is true or just: agreement is not honesty.",
  owner: "That whoever holds this file owns anything. Losing it loses nothing either.",
  trust: "That your trust file is the right one: that is yours to know.",
};

const halves = {
  ledger: "The ledger’s half",
  signedBy: (signed: number, of: number) => `As ${word(signed)} of ${agencies(of)} signed it`,
  yours: "Your half",
  file: "File",
  fingerprint: "Fingerprint",
  fact: "Fact",
  size: "Ledger size",
  sealed: "Sealed",
  signed: "Signed",
  meet: "The two edges meet because both are drawn from the same fingerprint. The checks, not the drawing, are the proof.",
  apart:
    "The two edges do not meet: your file leads to another fingerprint of the whole ledger than the agencies signed. The checks, not the drawing, are the proof.",
};

const details = {
  title: "Details to keep",
  signedBy: "Signed by",
  key: "Key",
  fingerprint: "Fingerprint",
  root: "Root",
  writer: "Written by",
  trust: "Trust file",
  checked: "Checked",
  clock: (when: string) => `${when}, by the clock of this device`,
};

const record = {
  fields: "The record, field by field",
  opened: "Opened to you",
  openedHint: "The ledger holds these closed. They were checked against what it holds.",
  none: "none",
  yes: "yes",
  no: "no",
  /** What a receipt is about, by the kind of its key; any other is called by the key. */
  subjects: {
    "land/title": (id: string) => `land title ${id}`,
    "land/right": (id: string) => `right ${id}`,
    "land/parcel": (id: string) => `parcel ${id}`,
    "land/daybook": (id: string) => `daybook entry ${id}`,
    "identity/handle": (id: string) => `code ${id.slice(0, 8)} …`,
    "identity/key": (id: string) => `key ${id.slice(0, 8)} …`,
    tx: (id: string) => `transaction ${id.slice(0, 8)} …`,
  },
  retracted: (subject: string) => `What stood at ${subject} was withdrawn.`,
  title: (id: string, parcels: number, rights: number) =>
    `Title ${id} holds ${word(parcels)} ${plural(parcels, "parcel", "parcels")}. ${Word(rights)} ${plural(rights, "right stands", "rights stand")} on it.`,
  titleRetired: (id: string) => `Title ${id} is retired.`,
  right: (kind: string, title: string, share: string | null, ended: boolean) =>
    `A right of ${kind} ${ended ? "stood" : "stands"} on ${share === null ? "the whole" : share} of title ${title}${ended ? "; it has ended" : ""}.`,
  nobody: {
    notDetermined: "Who holds it is not determined.",
    notKnown: "Who holds it is not known.",
    state: "The state holds it.",
  },
  holders: (count: number) =>
    count === 1 ? "One holder is registered." : `${Word(count)} holders are registered, jointly.`,
  parcel: (id: string, title: string, area: string | null) =>
    `Parcel ${id} belongs to title ${title}.${area === null ? "" : ` Its legal area is ${area}\u00a0m².`}`,
  entry: (kind: string, titles: string, decision: string) =>
    `The daybook has ${kind} of title ${titles}: ${decision}.`,
  entryKinds: {
    firstRegistration: "a first registration",
    takeOver: "the taking over from an earlier register",
    transfer: "a transfer",
    determination: "the determination of who holds a right",
  },
  decisions: { registered: "registered", refused: "refused", withdrawn: "withdrawn" },
  undecided: "lodged, not decided yet",
  handle: (organisation: string) =>
    `This code is of one person, as ${organisation} vouches. Who it is stands here closed.`,
  done: (type: string) => `A transaction of type ${type} was carried out.`,
  refused: (type: string, code: string) =>
    `A transaction of type ${type} was refused: ${code}. Nothing was changed.`,
  seal: (height: string, facts: string, when: string) =>
    `Seal ${height} closed ${facts} ${facts === "1" ? "fact" : "facts"} on ${when}.`,
  genesis: (network: string) => `The network ${network} was founded.`,
  other: (subject: string) => `This stands on the ledger about ${subject}.`,
};

const listed = (counts: readonly (readonly [number, string])[]): string =>
  counts.flatMap(([count, words]) => (count === 0 ? [] : `${word(count)} ${words}`)).join(", ");

const page = {
  product: "Counterfoil",
  name: "Receipt verifier",
  title: "Check a receipt",
  lead: "The half that you hold, checked on this device against the signatures of the agencies. Nothing is sent anywhere and nothing is kept; it works with the network switched off.",
  trust: "Trust file",
  trustHint:
    "Says whose signatures count. Use one from an agency’s own site or from somebody you trust, not from whoever gave you the receipt.",
  trustHere: "Download this node’s trust file",
  trustHereHint: "and choose it above. It is as good as this node: compare it with an agency’s.",
  trustRefused: (name: string) => `${name} cannot be used.`,
  trustStale: (when: string) =>
    `This trust file was saved on ${when}, more than a year ago. It cannot know of keys that were stolen since: get a newer one.`,
  bundle: "Proof bundle, if your trust file is old",
  bundleHint:
    "Shows which agencies have come, gone or changed their keys since. It may come from anybody: each step of it is checked, from the file that you trust.",
  bundleFollowed: (changes: number) =>
    changes === 0
      ? "adds nothing: your trust file knows all of it."
      : `has led your trust file over ${word(changes)} ${plural(changes, "change", "changes")} of the agencies.`,
  bundleWaits: "waits for a trust file that it can lead on.",
  bundleRefused: (name: string) =>
    `Your trust file does not follow ${name}, and nothing is checked by it.`,
  bundleLeave: "Check without it",
  bundleHere: "Download this node’s proof bundle",
  bundleHereHint: "and choose it above.",
  receipts: "Receipts",
  receiptsHint: "One or several .receipt files. You can also drop files anywhere on this page.",
  waiting: (count: number) =>
    `We cannot check ${count === 1 ? "this receipt" : `these ${word(count)} receipts`} yet: the trust file is missing. That says nothing against ${count === 1 ? "it" : "them"}.`,
  files: "Files to check",
  print: "Print this result",
  another: "Check another receipt",
  several: (all: number, good: number, old: number, mismatch: number, unchecked: number) =>
    `${Word(all)} receipts: ${listed([
      [good, plural(good, "is good", "are good")],
      [old, plural(old, "was good", "were good")],
      [mismatch, plural(mismatch, "does not match", "do not match")],
      [unchecked, "could not be checked"],
    ])}`,
  fork: (size: string, agencies: string) =>
    `Two of these receipts are of two different ledgers with ${size} facts each, and there is only one. These agencies signed both: ${agencies}. Keep both files, which prove it, and ask the agencies before you rely on either.`,
  comesFrom: "Where this page comes from",
  oneFile:
    "It is one file, with its program inside. It cannot ask anybody anything: its own policy forbids every connection, and it keeps nothing between visits.",
  keep: "Keep this page",
  keepHint: "and open it from your own disk: then it does not depend on this node any more.",
};

/** What the verifier and the page of a receipt say. */
export const verify = {
  page,
  outcome,
  tag,
  result,
  checks,
  failure,
  proves,
  halves,
  details,
  record,
};

export type VerifyWords = typeof verify;
