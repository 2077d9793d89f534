import { errorFamily } from "../src/base/errors.js";
import { toHex } from "../src/base/text.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import { leafHash } from "../src/crypto/hash.js";
import { type MemorySigner, seedSigner } from "../src/crypto/signer.js";
import { RecordReader } from "../src/ledger/execute.js";
import type { Fact } from "../src/ledger/fact.js";
import { type Block, emptyHead, Ledger } from "../src/ledger/ledger.js";
import { type AllRecords, defineModule, type Reader } from "../src/ledger/module.js";
import { ModuleSet } from "../src/ledger/module-set.js";
import type { Signatory, Transaction } from "../src/ledger/transaction.js";
import type { RegisterBody } from "../src/modules/land/bodies.js";
import type { LandGenesis } from "../src/modules/land/genesis.js";
import { encodeShape } from "../src/modules/land/geometry/encode-shape.js";
import type { Point, Ring, Shape } from "../src/modules/land/geometry/shape.js";
import { twiceSignedArea } from "../src/modules/land/geometry/twice-signed-area.js";
import { landModule } from "../src/modules/land/index.js";
import { signedTransaction } from "./envelopes.js";
import { ListingState } from "./listing-state.js";
import { sharedJson } from "./shared.js";

/** Who works where: all that the land module asks of others, fixed to keys. */
const staffError = errorFamily({
  STAFF_NOBODY: "No signer is a registrar of the district.",
  STAFF_ORGANISATION: "There is no such organisation.",
  STAFF_PERSON: "There is no such person.",
  STAFF_UNSIGNED: "Somebody has not signed.",
});
const signerOf = (seed: number): MemorySigner => seedSigner(new Uint8Array(32).fill(seed));
export const staff = {
  north: signerOf(1),
  south: signerOf(2),
  /** Of the same district as `north`, for another organisation. */
  rival: signerOf(3),
  nobody: signerOf(4),
} as const;
const posts = [
  { signer: staff.north, handle: "ada", organisation: "cadastre", districts: ["n1", "n2", "w1"] },
  { signer: staff.south, handle: "bo", organisation: "cadastre", districts: ["s1", "s2", "n9"] },
  { signer: staff.rival, handle: "cy", organisation: "rival", districts: ["n1", "s2"] },
].map((post) => ({ ...post, keyId: toHex(post.signer.thumbprint) }));

/** Persons: the handle of one is made of their number, as is their key. */
export const person = (n: number): MemorySigner => signerOf(100 + n);
export const handle = (n: number): string => n.toString(16).padStart(32, "0");
/** Who signs for the cadastre as a holder of rights. */
export const clerk = signerOf(5);
const PERSONS = 150;

function checkSigned(signatories: readonly Signatory[], { thumbprint }: MemorySigner): void {
  const keyId = toHex(thumbprint);
  if (!signatories.some((signatory) => signatory.keyId === keyId)) {
    throw staffError("STAFF_UNSIGNED", { keyId });
  }
}

const staffModule = defineModule({
  name: "staff",
  version: 1,
  records: [],
  errors: [staffError],
  transactions: {},
  genesis: () => {},
  invariants: [],
});

/** Titles that a court has frozen, and since when. */
export const frozen = new Map<string, number>();

const land = landModule({
  registrar: (_, signatories, district) => {
    const post = posts.find(
      ({ keyId, districts }) =>
        districts.includes(district) && signatories.some((signatory) => signatory.keyId === keyId),
    );
    if (post === undefined) throw staffError("STAFF_NOBODY", { district });
    return { handle: post.handle, organisation: post.organisation };
  },
  organisation: (_, organisation) => {
    if (!posts.some((post) => post.organisation === organisation)) {
      throw staffError("STAFF_ORGANISATION", { organisation });
    }
  },
  person: (_, id) => {
    if (Number.parseInt(id, 16) > PERSONS) throw staffError("STAFF_PERSON", { handle: id });
  },
  frozenSince: (_, title) => frozen.get(title) ?? null,
  signed: (_, signatories, id) => checkSigned(signatories, person(Number.parseInt(id, 16))),
  signedFor: (_, signatories) => checkSigned(signatories, clerk),
});

export const start = 1_700_000_000_000;

export const degrees = { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 } as const;
export const founding: LandGenesis = {
  levels: [{ id: "surface", kind: "surface", grid: degrees }],
  offices: [
    { id: "nord", organisation: "cadastre", districts: ["n1", "n2"] },
    { id: "sud", organisation: "cadastre", districts: ["s1"] },
  ],
};

/** A ledger of the land module alone, founded and ready. */
export class LandNetwork {
  readonly ledger: Ledger;
  readonly genesis: Block;
  readonly reader: RecordReader;
  readonly #network: Uint8Array;
  readonly #state = new ListingState();
  #nonce = 0;

  constructor(input: Cbor = founding) {
    const modules = new ModuleSet([land, staffModule], {
      algorithms: [[-8, 0, null]],
      publicity: {},
    });
    this.ledger = new Ledger(modules, this.#state, emptyHead());
    const head = { name: "test", salt: new Uint8Array(16), modules: { land: 2 }, tables: {} };
    this.genesis = this.ledger.found({ ...head, land: input }, start);
    this.#network = leafHash(this.genesis.leaves[0] ?? new Uint8Array());
    this.reader = new RecordReader(this.#state);
  }

  readonly records: AllRecords = (record) =>
    [...this.#state.keys]
      .filter((key) => key.startsWith(`${record.prefix}/`))
      .flatMap((key) => {
        const id = key.slice(record.prefix.length + 1);
        const standing = this.reader.read(record, id);
        return standing === undefined ? [] : [{ id, ...standing }];
      });

  sign(
    type: string,
    body: Cbor,
    signers: MemorySigner | readonly MemorySigner[] = staff.north,
  ): Transaction {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, this.#nonce++);
    const { time } = this.ledger.head.seal ?? { time: start };
    return signedTransaction({
      network: this.#network,
      type,
      body,
      signers: [signers].flat(),
      validUntil: time + 3_600_000,
      nonce,
    });
  }

  /** One block with these transactions, a second after the last one. */
  seal(transactions: readonly Transaction[]): Block | null {
    const { time } = this.ledger.head.seal ?? { time: start };
    return this.ledger.execute(time + 1000, null, transactions);
  }

  /** The code of one transaction in a block of its own, and the facts that it wrote. */
  run(
    type: string,
    body: Cbor,
    signer?: MemorySigner | readonly MemorySigner[],
  ): { code: string; facts: readonly Fact[] } {
    const block = this.seal([this.sign(type, body, signer)]);
    return { code: block?.results[0]?.code ?? "", facts: block?.facts.slice(1, -1) ?? [] };
  }

  /** What the invariants say, of this state or of what a test makes of it. */
  broken(reader: Reader = this.reader, records: AllRecords = this.records): string[] {
    return land.invariants.flatMap(({ name, broken }) => {
      const what = broken(reader, records);
      return what === null ? [] : [`${name}: ${what}`];
    });
  }
}

export function rectangle(minX: number, minY: number, maxX: number, maxY: number): Shape {
  const outer: Ring = [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
  return [{ outer, holes: [] }];
}

/** A body that the founded network takes, but for what is changed in it. */
export function registration(id: string, shape: Shape, change: Partial<RegisterBody> = {}) {
  return {
    office: "nord",
    district: "n1",
    level: "surface",
    parcel: id,
    title: id,
    nationalCadastralReference: id,
    shape: encodeShape(shape) as RegisterBody["shape"],
    legalAreaM2: 500,
    estimatedAccuracyMm: null,
    holders: [{ kind: "notDetermined", id: null, share: null }],
    sources: [
      {
        kind: "extract",
        date: "2022-01-01",
        commitment: new Uint8Array(32).fill(7),
        validatedBy: "cadastre",
      },
    ],
    inLaw: null,
    grounds: null,
    legacy: false,
    ...change,
  } satisfies RegisterBody;
}

/** A source of a person's own. */
export const deed = (n: number) => ({
  kind: "deed" as const,
  date: "2026-03-02",
  commitment: new Uint8Array(32).fill(n, 1),
  validatedBy: "cadastre",
});

type Positions = readonly (readonly [number, number])[];
type Feature = {
  readonly id: string;
  readonly geometry:
    | { readonly type: "Polygon"; readonly coordinates: readonly Positions[] }
    | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly Positions[])[] };
  readonly properties: { readonly contenance?: number };
};

/** The parcels of one commune in the grid `degrees`, or null where the data are missing. */
export function realParcels(): { id: string; areaM2: number | null; shape: Shape }[] | null {
  const file = sharedJson<{ features: Feature[] }>("data/land/epinay-sur-orge-parcels.geojson");
  if (file === null) return null;
  return file.features.map(({ id, geometry, properties }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const shape = polygons.map((rings) => {
      const [outer = [], ...holes] = rings.map((ring, i) => toGrid(ring, i === 0));
      return { outer, holes };
    });
    return { id, areaM2: properties.contenance ?? null, shape };
  });
}

function toGrid(positions: Positions, isOuter: boolean): Ring {
  const steps = positions
    .slice(0, -1)
    .map(([x, y]): Point => [Math.round(x * 1e7), Math.round(y * 1e7)]);
  const ring = steps.filter(
    ([x, y], i) => x !== steps.at(i - 1)?.[0] || y !== steps.at(i - 1)?.[1],
  );
  return twiceSignedArea(ring) > 0n === isOuter ? ring : ring.toReversed();
}
