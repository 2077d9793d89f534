/** English of /sell: what a seller says before anybody signs. */
export const sell = {
  title: "Sell or give away",
  lead: "You say who gets what. Nothing moves until everyone who must sign has signed, the registrar last.",
  without: [
    "Go to the land registry office with those who take. It prepares the same document, and everyone signs there.",
    "Or use the command line: counterfoil tx new, tx sign, tx join and submit.",
  ],
  of: (title: string) => `Title ${title}`,
  notYours:
    "This device holds no key for a share of this title. Sell from the device that does, or bring your secret back from paper under My things.",
  my: "My things",
  youHold: (share: string) => `You hold ${share === "1" ? "all" : share} of it.`,
  flagged:
    "The shares on record do not add up, so nothing can be given from it until a registrar corrects it.",
  give: "How much you give, of the whole title",
  giveHint: "A fraction, such as 1/2.",
  takers: "Who takes",
  takersHint:
    "Each gives you a code from their own device: My things, Get a code to receive something.",
  code: (n: number) => `Code of taker ${n}`,
  share: (n: number) => `Share of taker ${n}`,
  add: "Add another taker",
  remove: "Remove the last",
  equal: "Divide equally",
  price: "Price",
  priceHint:
    "The ledger keeps it closed; those who sign can see it. Leave empty where there is none.",
  currency: "Currency",
  deed: "The document it rests on",
  deedHint:
    "The file stays with you. Only a fingerprint that says nothing by itself goes further, a different one for each taker.",
  date: "Date of the document",
  lodge: "Reserve the rank at once",
  lodgeHint:
    "Writes it into the daybook now, before anyone else has signed: whatever is lodged later waits behind it.",
  decide: "Make the document",
  notYet:
    "Nothing moves yet. You sign first; the others and the registrar follow, each on their own device.",
  make: "Sign it and keep it for the others",
  done: "You have signed. The others have not.",
  links: "Send each of them their own link",
  linkFor: (code: string) => `For ${code}`,
  registrar: "For the land registry office",
  room: "Go to the signing room",
  document: "Give each of them the document itself too: this service does not have it.",
  problem: {
    share: "Write a fraction such as 1/4, at least a part of it.",
    code: "A code has 32 letters and digits, 0 to 9 and a to f.",
    twice: "One code stands there twice. Each taker needs a code of their own.",
    tooMuch: (held: string) => `You cannot give more than you hold. You hold ${held}.`,
    sum: (given: string, taken: string) =>
      `Refused: the shares do not add up. Given ${given}, taken ${taken}. Nothing was changed. Code LAND_SHARES_SUM`,
    price: "Write an amount such as 248,500.00.",
    unknown: "No registrar has confirmed this code.",
    deed: "Choose the file, so that its fingerprint can be taken.",
  },
} as const;
