import type { Persona } from "../demo/personas.js";
import { plural, Word } from "./words.js";

/** English of /demo: who can be tried at one click. */
export const demo = {
  title: "Try it as somebody",
  lead: "Arvenia does not exist, and neither do these people. Take the place of one of them, in this browser, and do what they could do.",
  warning:
    "Their secrets are known to everyone. Taking a place puts one into this browser and takes out the one before; receipts that you kept stay.",
  take: (name: string) => `Be ${name}`,
  taking: "One moment …",
  taken: (name: string) => `This browser now acts for ${name}.`,
  failed: "This browser could not take the place.",
  without:
    "Taking a place needs JavaScript: keys live in the browser, and a program puts them there.",
  holds: "Registered as an owner of",
  nothing: "Registered as an owner of nothing yet",
  district: (name: string) => `District ${name}`,
  roles: {
    seller: "Seller, with more than one holding",
    coOwner: "Co-owner",
    buyer: "Buyer",
    registrar: "Registrar",
  } satisfies Record<Persona["role"], string>,
  about: {
    seller:
      "Sells a house, or half of it. Nobody can tell from the ledger that these holdings are one person’s.",
    coOwner: "Holds a half beside somebody else, and has offered a garden for sale.",
    buyer: "Has codes ready for what comes next: a sale needs no visit to an office first.",
    registrar: "Confirms people and decides about sales, in this district and nowhere else.",
  } satisfies Record<Persona["role"], string>,
  codes: (count: number) => `${Word(count)} ${plural(count, "code", "codes")} to give away`,
  walk: {
    title: "A sale in five minutes",
    steps: [
      "Be the buyer, copy a code under My codes, and keep it.",
      "Be the seller, choose a title under What you hold, and offer half of it to that code.",
      "Be the buyer again: the sale waits for you. Read what you sign, then sign.",
      "Be the registrar of the district: read, sign, and send.",
      "Be the buyer a last time, keep your receipt, and check it with the network cut.",
    ],
  },
  visitor: {
    title: "As a visitor",
    text: "Everything on the ledger can be read and checked without being anybody.",
    map: "The map",
    explorer: "Every transaction",
    verify: "Check a receipt",
  },
} as const;
