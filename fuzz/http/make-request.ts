import type { BodyType, Route } from "#src/api/route.js";
import { equalBytes } from "#src/base/bytes.js";
import { toHex, utf8Encode } from "#src/base/text.js";
import { commit } from "#src/ledger/commitment.js";
import { decodeDraft, encodeEnvelope } from "#src/ledger/envelope.js";
import { handleOf } from "../execution/actors.js";
import { hashOf } from "../execution/made.js";
import { binding } from "../execution/world.js";
import { mutateBytes } from "../make/bytes.js";
import { CborMaker } from "../make/cbor.js";
import { JsonMaker } from "../make/json.js";
import { edSigner, signed } from "../make/signers.js";
import type { Chance } from "../run/chance.js";
import { PERSONS, REGISTRAR, TITLES } from "./known.js";
import { encodeRequest, type Sent, TURNED } from "./request.js";
import { FOUNDED, type Site } from "./site.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
const ODD = [
  ...[
    "",
    ".",
    "..",
    "%",
    "%00",
    "%2e%2e",
    "%2F",
    "%ff",
    "\u0000",
    "é",
    "\u{1f600}",
    "'",
    '"',
    "<b>",
  ],
  ...[
    "-1",
    "1e9",
    "9007199254740991",
    "9007199254740992",
    "00",
    "null",
    "__proto__",
    "a".repeat(300),
  ],
  ...["+", "&", "=", "#", ";", "a=b", "[]", "{}", "0x1", " ", "\n", "a/b", "//", "\\"],
];
const ACCEPTS = ["text/html", "application/json", "*/*", "", "text/html;q=0", "a".repeat(200)];
const TYPES = [
  "application/json",
  "text/plain",
  "application/cbor",
  "x",
  "multipart/form-data; boundary=a",
];
const DAY_MS = 86_400_000;

/** An address, what its query may hold, and the bodies that it takes. */
export type Address = {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly string[];
  readonly bodies: readonly BodyType[];
};

export const addressOf = ({ method, path, query, bodies }: Route): Address => ({
  ...{ method, path, queries: Object.keys(query.shape), bodies },
});
export const pageAddress = (path: string, queries: readonly string[]): Address => ({
  ...{ method: "GET", path, queries, bodies: [] },
});

/** Makes requests to one address of the site: parameters that fit or nearly, headers, bodies. */
export class RequestMaker {
  readonly #address: Address;
  readonly #site: Site;
  readonly #bodies: Bodies;

  constructor(address: Address, site: Site, bodies: Bodies) {
    this.#address = address;
    this.#site = site;
    this.#bodies = bodies;
  }

  make(chance: Chance): Uint8Array {
    const { method, bodies } = this.#address;
    const sent: Sent = {
      method: chance.oneIn(24) ? chance.pick(METHODS) : method,
      path: this.#path(chance) + this.#query(chance),
      headers: this.#headers(chance),
      body: bodies.length === 0 && !chance.oneIn(24) ? null : this.#bodies.make(chance),
      reader: chance.pick([0, REGISTRAR, REGISTRAR, ...PERSONS, 3, TURNED + chance.below(400)]),
    };
    return encodeRequest(sent);
  }

  #path(chance: Chance): string {
    let before = "";
    const path = this.#address.path
      .split("/")
      .map((segment) => {
        const filled = segment.replace(/\{\w*\}/, (name) =>
          this.#value(chance, before, name.slice(1, -1)),
        );
        before = segment.startsWith("{") ? before : segment;
        return filled;
      })
      .join("/");
    if (!chance.oneIn(16)) return path;
    const at = chance.below(path.length + 1);
    return path.slice(0, at) + chance.pick(ODD) + path.slice(at);
  }

  #query(chance: Chance): string {
    const { queries } = this.#address;
    const pairs = queries
      .filter(() => chance.oneIn(3))
      .map((name) => `${name}=${escaped(this.#value(chance, name, name))}`);
    if (chance.oneIn(16)) pairs.push(`${chance.pick([...ODD, ...queries])}=${chance.pick(ODD)}`);
    if (pairs.length > 0 && chance.oneIn(16)) pairs.push(chance.pick(pairs));
    return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  }

  /** What stands on record there, mostly: what does not is refused by its form. */
  #value(chance: Chance, ...places: readonly string[]): string {
    if (chance.oneIn(16)) return chance.pick(ODD);
    const { known } = this.#site;
    const place = places.find((name) => known[name] !== undefined) ?? "*";
    const value = chance.pick(known[place] ?? ODD);
    if (!chance.oneIn(8)) return value;
    return new TextDecoder("latin1").decode(mutateBytes(chance, utf8Encode(value), []));
  }

  #headers(chance: Chance): [string, string][] {
    const headers: [string, string][] = [];
    if (chance.oneIn(2)) headers.push(["accept", chance.pick(ACCEPTS)]);
    const { bodies } = this.#address;
    if (bodies.length > 0) {
      const type = chance.oneIn(8) ? chance.pick(TYPES) : chance.pick(bodies).type;
      headers.push(["content-type", type]);
    }
    if (chance.oneIn(16)) headers.push(["if-none-match", chance.pick(["*", '""', '"a", W/"b"'])]);
    if (chance.oneIn(16))
      headers.push(["accept-encoding", chance.pick(["br", "br;q=0", "gzip, br"])]);
    if (chance.oneIn(24)) headers.push(["range", "bytes=0-1"]);
    if (chance.oneIn(24)) headers.push(["x-forwarded-for", chance.pick(ODD)]);
    if (chance.oneIn(24)) headers.push(["authorization", `Counterfoil ${chance.pick(ODD)}`]);
    return headers;
  }
}

const escaped = (text: string): string => text.replaceAll(/[&#+%]/g, encodeURIComponent);

/** What a person sends who asks a registrar for a code. */
function enrolmentRequest(network: Uint8Array) {
  const [salt, person] = [hashOf("salt"), edSigner(131)];
  const shown = { name: "Ana Dias", number: "1980-1", birthDate: "1980-01-01" };
  const openings = Object.entries(shown).map(([name, value]) => ({ path: `/${name}`, value }));
  const commitments = openings.map(({ path, value }) => [path.slice(1), commit(salt, path, value)]);
  const body = {
    ...{ handle: handleOf(131), key: binding(131), ...Object.fromEntries(commitments) },
    ...{ assurance: "high", organisation: "registry" },
  };
  const terms = { network, type: "identity.enrol", body, nonce: new Uint8Array(16).fill(98) };
  const whole = signed({ ...terms, validUntil: FOUNDED + DAY_MS }, [person, edSigner(REGISTRAR)]);
  const { payloadBytes, signatures } = decodeDraft(whole);
  const own = signatures.filter(({ thumbprint }) => equalBytes(thumbprint, person.thumbprint));
  const envelope = toHex(encodeEnvelope(payloadBytes, own));
  return { envelope, openings: openings.map((opening) => ({ salt: toHex(salt), ...opening })) };
}

/** Bodies for whichever route takes one: envelopes of this network, signed; drafts; JSON. */
export class Bodies {
  readonly #network: Uint8Array;
  readonly #values: CborMaker;
  readonly #json: JsonMaker;

  constructor({ network, known }: Site) {
    this.#network = network;
    this.#values = new CborMaker([]);
    const hex = "ab".repeat(32);
    this.#json = new JsonMaker(
      [
        enrolmentRequest(network),
        { kind: "declined", reason: "wrong", words: "no" },
        {
          kind: "openings",
          for: null,
          openings: [{ of: null, path: "/price", salt: hex, value: "1" }],
        },
        known,
      ].map((value) => JSON.stringify(value)),
    );
  }

  make(chance: Chance): Uint8Array {
    if (chance.oneIn(3)) return this.#json.make(chance);
    const envelopes = Array.from({ length: chance.oneIn(4) ? chance.few(5) : 1 }, () =>
      this.#one(chance),
    );
    const whole = new Uint8Array(Buffer.concat(envelopes));
    return chance.oneIn(3) ? mutateBytes(chance, whole, envelopes) : whole;
  }

  #one(chance: Chance): Uint8Array {
    const number = 120 + chance.below(100);
    const seeds = [
      { entry: "main.1" },
      { title: TITLES[0], from: [{ right: "t-1.1", share: null }], to: [] },
      {
        ...{
          handle: handleOf(number),
          key: binding(number),
          name: hashOf("a"),
          number: hashOf("b"),
        },
        ...{ birthDate: hashOf("c"), assurance: "high", organisation: "registry" },
      },
    ];
    const body = this.#values.value(chance, chance.pick(seeds));
    const signers = [REGISTRAR, ...PERSONS, number].filter(() => chance.oneIn(2)).map(edSigner);
    try {
      return this.#envelope(body, signers.length === 0 ? [edSigner(3)] : signers, chance);
    } catch {
      // The body has no encoding.
      return new Uint8Array(1);
    }
  }

  #envelope(
    body: Parameters<typeof signed>[0]["body"],
    signers: Parameters<typeof signed>[1],
    chance?: Chance,
  ): Uint8Array {
    const types = [
      "land.withdraw",
      "land.lodge",
      "identity.enrol",
      "land.nothing",
      "identity.enrol",
    ];
    const type = chance?.pick(types) ?? "identity.enrol";
    const nonce = new Uint8Array(16).fill(chance?.below(256) ?? 0);
    const validUntil = FOUNDED + (chance?.below(32) ?? 1) * DAY_MS;
    return signed({ network: this.#network, type, body, nonce, validUntil }, signers);
  }
}
