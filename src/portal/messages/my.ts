/** English of /my: what a person holds, on this device. */
export const my = {
  title: "My things",
  lead: "What you hold, the receipts you keep, and what waits for you. All of it lies on this device; this service has no account of yours.",
  without: [
    "Go to a land registry office. It makes what this page makes, with you beside it, and gives it to you on paper.",
    "Or use the command line: counterfoil keys new, tx new, tx sign, receipt and verify do the same.",
  ],
  secret: {
    title: "Your secret",
    none: "This device holds no secret of yours. From one secret it makes a different key for each thing you hold, so that nobody can tell from the ledger that they are one person’s.",
    make: "Make a secret",
    restore: "I have a paper code",
    typed: "Your paper code",
    typedHint: "Fourteen groups of four. Spaces, dashes and small letters do not matter.",
    take: "Take it onto this device",
    written: "Write this down now. It is shown once and never again.",
    paper:
      "With it you can hold the same keys on another device, or here again. Whoever has it can sign for you; without it a lost device means asking the registrar.",
    done: "I have written it down",
    held: (date: string) => `This device has held your secret since ${date}.`,
    cannotLeave:
      "The browser derives keys from it and shows it to nobody, not even to this page. Only signatures are sent.",
    found: (count: number) =>
      count === 0
        ? "No code of this secret is on the ledger."
        : `${count} of your codes are on the ledger.`,
  },
  handle: {
    title: "Get a code to receive something",
    lead: "For each thing that you are to receive you get a fresh code. A registrar checks who you are; then you give the code to whoever transfers to you.",
    name: "Your name",
    number: "Your national number",
    birth: "Your date of birth",
    office: "Who checks who you are",
    officeFor: (name: string, districts: string | null) =>
      `${name}, for ${districts ?? "every district"}`,
    ask: "Ask for a code",
    commitments:
      "The ledger keeps all three closed: it shows numbers that say nothing by themselves. Who you are stays here, and goes to the registrar encrypted.",
    codes: "My codes",
    none: "You have no code yet.",
    asked: "Waits for the registrar",
    unasked: "Not confirmed",
    askAgain:
      "No registrar has this before them any more: it was declined, or its time is over. Ask the office, then ask for a new code.",
    confirmed: "Ready to give away",
    holds: "In use",
    ended: "Given away",
    codeIs: "Give this code to whoever transfers to you",
    qr: "The code to scan",
    keepProof: "Keep proof that it is yours",
    proof:
      "Who stands behind a code of yours. Whoever gets this file reads your name, number and date of birth.",
    openingsMissing:
      "The secret came from paper, so this device does not know what stands behind it.",
  },
  holding: {
    title: "What you hold",
    none: "Nothing yet. What you receive appears here once it is registered.",
    of: (share: string, title: string) => `${share} of title ${title}`,
    whole: (title: string) => `All of title ${title}`,
    jointly: (others: number) => `together with ${others === 1 ? "one other" : `${others} others`}`,
    registered: (date: string) => `Registered as an owner since ${date}`,
    sell: "Sell or give away",
    see: "See the title",
    keep: "Keep a receipt",
    rotate: "Change the key",
    rotateMeans:
      "Your secret makes a new key for this holding, and the one before signs no more. What you hold stays as it is.",
    rotateNow: "Make a new key",
    rotated: "The key was changed.",
    code: "Code",
  },
  waiting: {
    title: "Waits for your signature",
    none: "Nothing waits for you.",
    open: "Look at it and decide",
    until: (date: string) => `Nothing has changed yet. Open until ${date}.`,
  },
  receipt: {
    title: "Receipts on this device",
    none: "None yet.",
    losing:
      "Losing a receipt loses nothing. You do not need it to sell, and holding it makes nobody an owner.",
    good: "Was good",
    asOf: (date: string) => `checked on this device as of ${date}`,
    download: "Save as a file",
    trust: (date: string, from: string) =>
      `Checked with the trust file that this device took ${from} on ${date}.`,
    fromNode: "from this service",
    fromFile: "from your file",
    firstUse:
      "A trust file from here is this service’s word about itself: compare it with one from elsewhere, or give your own.",
    own: "Use a trust file of your own",
    ownHint: "A file that an agency or someone you trust gave you.",
  },
  reads: {
    title: "Who looked me up",
    lead: "Every time an official opens what stands behind one of your codes, it is written down, and later on the ledger as one number for all.",
    ask: "Show who looked me up",
    none: "Nobody has opened any of your codes.",
    purposes: {
      enrolment: "to confirm who you are",
      registration: "to register a transaction with you",
      inspection: "to inspect the register",
      correction: "to correct an entry",
      courtOrder: "by order of a court",
      parties: "to see with whom",
    } as Readonly<Record<string, string>>,
    read: (capacity: string, organisation: string | null, why: string) => {
      const from = organisation === null ? "" : ` of ${organisation}`;
      return capacity === "signer"
        ? `Somebody${from} who signs the same document, ${why}`
        : `A ${capacity}${from}, ${why}`;
    },
    shown: "and it stands on the ledger that it was written down",
    notYet: "not on the ledger yet",
    wrong: "which does not match what stands on the ledger",
  },
  desk: { here: "This device also has an official’s key.", link: "Go to the desk" },
  device: {
    title: "This device",
    forget: "Forget everything on this device",
    warning:
      "Keys, codes and receipts go from this browser. What the ledger says stays. Without your paper code you would have to ask the registrar.",
    sure: "Forget it all",
    keep: "Keep it",
  },
} as const;
