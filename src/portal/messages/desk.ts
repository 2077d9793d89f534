/** English of /desk: what waits for an official. */
export const desk = {
  title: "Desk",
  lead: "For officials: who asks for a code, what waits for the office’s signature, and what is lodged and not decided.",
  without: ["Use the command line with your key file: counterfoil tx show, tx sign and submit."],
  key: {
    title: "Your key",
    file: "Your key file",
    hint: "As keys new or init wrote it, without a passphrase. It is read here, its key goes into this browser, and nothing of it is sent.",
    have: (role: string, agency: string) => `You sign as ${role} of ${agency}.`,
    unknown: "a key of no known office",
    which: "Which key you sign with",
  },
  enrolments: {
    title: "Who asks for a code",
    lead: "Compare each with the person’s document before you sign. What is shown was made on this device from the bytes that you would sign.",
    none: "Nobody asks.",
    name: "Name",
    number: "Number",
    birth: "Date of birth",
    approve: "I have seen the document: confirm",
    wrong:
      "The draft is no enrolment, or commits to another person than the directory shows. It cannot be confirmed here. Code:",
    handle: "Code",
    assurance: "Assurance",
    organisation: "Vouched for by",
    known: "A person of this number is in the directory already.",
    differs: (fields: string) => `Differs from what the directory has: ${fields}.`,
    asked: (date: string) => `open until ${date}`,
  },
  drafts: {
    title: "Waits for the office’s signature",
    none: "Nothing waits.",
    open: "Look at it, check and sign",
    signed: (signed: number, of: number) => `${signed} of ${of} have signed.`,
    until: (date: string) => `Open until ${date}.`,
  },
  lodged: {
    title: "Lodged and not decided",
    none: "Everything is decided.",
    lead: "Oldest first, in your districts. An entry keeps later ones on the same title waiting until it is registered or refused.",
    of: (title: string) => `Title ${title}`,
    on: (entry: string, date: string) => `Entry ${entry}, lodged ${date}`,
    refuse: "Refuse it",
    means:
      "It stands in the daybook as refused, and no longer keeps others waiting. This cannot be undone.",
    sure: "Refuse this entry",
  },
} as const;
