import { plural, word } from "./words.js";

const rightKinds: Readonly<Record<string, string>> = {
  ownership: "Ownership",
};

const holderKinds: Readonly<Record<string, string>> = {
  person: "A person",
  state: "The state",
  notKnown: "Not known",
  notDetermined: "Not yet determined",
};

const entryKinds: Readonly<Record<string, string>> = {
  firstRegistration: "First registration",
  takeOver: "Taken over from an earlier register",
  transfer: "Transfer of ownership",
  determination: "Owner determined",
};

const lodgedKinds: Readonly<Record<string, string>> = {
  transfer: "A sale is lodged",
};

const decisions: Readonly<Record<string, string>> = {
  registered: "Registered",
  refused: "Refused",
  withdrawn: "Withdrawn",
};

/** The land pages. */
export const land = {
  name: "Land",
  home: "Home",

  title: {
    kicker: "Land title",
    address: (number: string, street: string, locality: string) =>
      `${number}\u00a0${street}, ${locality}`,
    document: (id: string, address: string) => `Title ${id}${address === "" ? "" : `, ${address}`}`,
    retired: "This title is retired: nothing is registered under it any more.",
    frozen: (since: string, until: string | null) =>
      `Frozen by a court's order since ${since}${until === null ? "" : `, until ${until}`}: no sale that was lodged since then is registered.`,
    frozenProof: "The agencies' decision",

    /** What stands between the strong words of the sentence. */
    people: (count: number) => `${word(count)} ${plural(count, "person", "people")}`,
    state: "the state",
    /** At the beginning of a sentence. */
    first: (text: string) => text.replace(/^./, (letter) => letter.toUpperCase()),
    registered: (holders: number, how: string, since: string) =>
      ` ${holders === 1 ? "is registered as the owner" : "are registered as owners"}${how}${since}.`,
    equal: " in equal shares",
    jointly: " jointly",
    inShares: (shares: string) => `, with ${shares}`,
    since: (date: string) => ` since ${date}`,
    sinceLatest: (date: string) => `, the latest since ${date}`,
    sinceRegister: (date: string) => `, on the register since ${date}`,
    notDetermined: "Who is registered as the owner is not determined yet.",
    notKnown: "The owner is not known to the register.",
    nobody: "Nobody was registered as the owner on that day.",
    closed: "Names are closed to you.",
    closedWhy: "The ledger itself holds no names of people, and this page is open to everyone.",

    verified: "Verified",
    waiting: "Not enough signatures",
    current: "Current as of",
    stood: "As it stood",
    proof: "See the proof",

    pendingLabel: "Lodged and not decided",
    pending: (kind: string) =>
      `${lodgedKinds[kind] ?? "A change is lodged"}: nothing has changed yet.`,
    pendingRank: (place: number, of: number, entry: string, date: string) =>
      `Entry ${entry} of ${date}${of > 1 ? `, number ${place} of ${of} in rank` : ""}. Who lodged first goes first.`,

    asOfLabel: "Another day",
    asOf: (law: string, register: string) =>
      `This is the title as it stood in law on ${law}, as the register knew it on ${register}.`,
    asOfToday: "Show it as it stands today",
    today: "today",

    sell: "Sell this land",
    determine: "Enter an owner",
    determineLead: "For the registrar of the district, once it is found out who owns it.",
    sellLead: "For those who are registered as owners, with the device that holds their key.",
  },

  plan: {
    heading: "The land",
    parcel: (id: string) => `Parcel ${id}`,
    label: (id: string, neighbours: number) =>
      `Plan of parcel ${id} and ${neighbours === 0 ? "no neighbours" : `${word(neighbours)} ${neighbours === 1 ? "neighbour" : "neighbours"}`}, north up. Its corners and lengths are in the table below.`,
    caption: (id: string, houses: boolean) =>
      `Parcel ${id} and its neighbours. ${houses ? "Numbers are those of the houses." : "Numbers are those of the parcels."}`,
    around: "Around it:",
    onMap: "Show it on the map",
    metres: (metres: string) => `${metres}\u00a0m`,
    squareMetres: (metres: string) => `${metres}\u00a0m²`,
    north: "N",
    legalArea: "Legal area",
    noLegalArea: "None on the register",
    computed: (area: string) => `Computed from the corners: ${area}.`,
    difference: (percent: string) => `The difference is ${percent}.`,
    same: "They agree to the square metre.",
    survey: "Survey",
    accuracy: (metres: string) => `Corners to ±\u00a0${metres}\u00a0m`,
    noAccuracy: "Accuracy of the corners not known",
    reference: "National reference",
    quality: "Known to be wrong",
    overlaps:
      "It overlaps a neighbour by a little, as taken over from the earlier register. Neither loses anything by that until it is corrected.",
    corners: "Corners and lengths",
    cornersCaption: (id: string) => `Corners of parcel ${id}, counter-clockwise`,
    corner: "Corner",
    east: (unit: string) => `East, ${unit}`,
    northAxis: (unit: string) => `North, ${unit}`,
    degrees: "°",
    metre: "m",
    toNext: "To the next",
    hole: (number: number) => `inner edge ${number}`,
    more: (shown: string, all: string) =>
      `The first ${shown} of ${all} corners; the record below has them all.`,
  },

  rights: {
    heading: "Owners and rights",
    owners: "Registered as owners",
    owner: "Owner",
    share: "Share",
    whole: "the whole",
    inLaw: "In law since",
    registered: "Registered",
    proof: "Proof",
    fact: (index: string) => `Fact ${index}`,
    notKnown: "not known",
    closed: "name closed to you",
    holder: (kind: string) => holderKinds[kind] ?? kind,
    flawed:
      "These shares do not add up to 1. They were taken over so from the earlier register, and nothing can be sold from them until they are put right.",
    others: "Rights of others, in order of rank",
    rank: "Rank",
    right: "Right",
    kind: (kind: string) => rightKinds[kind] ?? kind,
    noOthers:
      "No mortgage, easement or other right is registered on it. The title’s own record lists every right, so there is no other.",
    csv: "Rights as CSV",
    json: "as JSON",
    unseen: "May bind, not shown here",
    unseenLead: "Some rights bind whoever buys, without an entry in any register:",
    unseenList: [
      "public easements and building lines",
      "tax on the land that is due and not paid",
      "people who live or work there under a lease",
      "a right of first purchase given by statute",
    ],
    losing:
      "Losing this half loses nothing. You do not need it to sell, and holding it makes nobody an owner.",
  },

  history: {
    heading: "History",
    form: "Show this title as of another day",
    law: "As the law stood on",
    lawHint: "Who was the owner on that day?",
    register: "As the register knew it on",
    registerHint: "What could you read on that day?",
    show: "Show",
    drawing: (count: number) =>
      `History on two time axes. The table below lists the same ${word(count)} ${plural(count, "entry", "entries")}.`,
    above: "In law from",
    below: "On the register from",
    caption:
      "Above, when a change took effect in law; below, when the register wrote it down. A slanting line is the time in between.",
    unknownLaw: "Where nobody knows since when, there is only the lower point.",
    entries: "All entries, newest first",
    number: "No.",
    what: "What happened",
    inLaw: "In law from",
    lodged: "Lodged",
    registered: "Registered",
    proof: "Proof",
    entry: (kind: string) => entryKinds[kind] ?? kind,
    entryId: (id: string) => `Entry ${id}`,
    decision: (decision: string) => decisions[decision] ?? decision,
    waits: "Not decided",
    byEntry: "by entry",
    notKnown: "not known",
    imported: "Imported",
    importedWhy:
      "Imported: taken over from an earlier register. We can prove that it was imported so, not that the earlier register was right.",
  },

  record: {
    heading: "The record itself",
    fact: "The fact, as it stands on the ledger",
    notation: (bytes: string) =>
      `Diagnostic notation of ${bytes} bytes of CBOR. Holders are random codes, not names.`,
    leaf: "leaf",
    json: "JSON",
    receipt: "Receipt",
    proof: "The proof, step by step",
  },

  keep: {
    ledgerHalf: "The ledger’s half",
    factOf: (index: string, size: string) => `Fact ${index} of ${size}`,
    yourHalf: "Your half",
    owners: (count: number) => (count === 1 ? "one owner" : `${word(count)} owners`),
    sentence: (count: number, others: string) =>
      ` lists ${count === 1 ? "one right" : `${word(count)} rights`} of ownership${others}.`,
    noOthers: " and nothing else",
    withOthers: (count: number) =>
      ` and ${word(count)} ${plural(count, "right", "rights")} of others`,
    title: "Title",
    current: "Current as of",
    signedBy: "Signed by",
    signed: (signed: number, of: number) =>
      `${signed} of ${of} ${of === 1 ? "agency" : "agencies"}`,
    fingerprint: "Fingerprint",
    keep: "Keep the receipt",
    verify: "Verify in this browser",
    print: "See and print it",
  },

  index: {
    heading: "Land",
    lead: (parcels: string, titles: string) =>
      `${parcels} on the register, under ${titles}. Choose one on the map, or look for it by street and number, id or national reference.`,
    parcels: (count: number, shown: string) => `${shown} ${plural(count, "parcel", "parcels")}`,
    titles: (count: number, shown: string) => `${shown} ${plural(count, "title", "titles")}`,
    none: "Nothing is registered yet.",
    search: "Find a parcel or title",
    searchHint:
      "For example 12 Mill Lane, NG-0042 or a national reference. Never by a person’s name.",
    find: "Find",
    places: "Places",
    mapLabel: (place: string) => `Map of ${place}`,
    overview: (place: string, parcels: string) =>
      `Overview of ${place}: ${parcels}, north up. The list below leads to each of them.`,
    mapHelp:
      "Click a parcel to open its title. With the keyboard: arrows move the map, + and − zoom, and every parcel is in the list below.",
    overviewHelp: "The list below leads to each parcel.",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    noMap:
      "The map could not be drawn in this browser. The overview and the list show the same parcels.",
    selected: "Open title",
    list: (place: string) => `Parcels in ${place}`,
    listPart: (from: string, to: string, of: string) => `${from} to ${to} of ${of}`,
    address: "Address",
    noAddress: "none",
    parcel: "Parcel",
    title: "Title",
    area: "Legal area",
    previous: "Previous",
    next: "Next",
    pages: "Pages of the list",
    byStreet: "Streets",
    allStreets: "All parcels",
    asJson: "The outlines as JSON",
    district: (district: string) => `District ${district}`,
  },
};
