import type { Route } from "#src/api/route.js";
import { enrolmentRequest } from "#src/api/routes/directory.js";
import { draftNote } from "#src/api/routes/drafts.js";
import { routes } from "#src/api/routes.js";
import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { bodyFromJson } from "#src/cli/json-body.js";
import { readPort } from "#src/cli/ports.js";
import { readPublicKey } from "#src/cli/public-key.js";
import { readMinutes, readTime, showTime } from "#src/cli/times.js";
import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { isCborArray } from "#src/codec/cbor-value.js";
import { commit } from "#src/ledger/commitment.js";
import { decodeDraft } from "#src/ledger/envelope.js";
import { checkShape } from "#src/modules/land/geometry/check-shape.js";
import { decodeShape } from "#src/modules/land/geometry/decode-shape.js";
import { encodeShape } from "#src/modules/land/geometry/encode-shape.js";
import { askingOf } from "#src/sdk/asking.js";
import { createClient } from "#src/sdk/client.js";
import { readParcels } from "#src/sdk/geojson/read-parcels.js";
import { paperCode, secretOfPaperCode } from "#src/sdk/paper-code.js";
import { openPerson } from "#src/sdk/person.js";
import { CborMaker } from "../make/cbor.js";
import { JsonMaker } from "../make/json.js";
import { TextMaker } from "../make/text.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue, lossy } from "./same.js";

const decoders = "decoders";
const hash = "ab".repeat(32);

const square = [
  [2.3, 48.7],
  [2.301, 48.7],
  [2.301, 48.701],
  [2.3, 48.701],
  [2.3, 48.7],
];
const collections = [
  { type: "Polygon", coordinates: [square] },
  { type: "MultiPolygon", coordinates: [[square], [square]] },
].map((geometry) =>
  JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "urn:ogc:def:crs:OGC:1.3:CRS84" } },
    features: [
      {
        type: "Feature",
        id: "91216000AB0001",
        geometry,
        properties: {
          id: "91216000AB0001",
          commune: "91216",
          contenance: 512,
          created: "2001-01-01",
        },
      },
    ],
  }),
);

const geojson: Target = {
  name: "geojson",
  kind: decoders,
  weight: 0.2,
  make: new JsonMaker(collections).make,
  run: (input) => {
    const [feature] = readParcels(lossy(input)).features;
    if (feature === undefined) return "nothing";
    if (!feature.ok) return feature.code;
    checkShape(feature.shape);
    return "ok";
  },
  refusals: /^GEOJSON_/,
};

const shapes = [
  [[[10, 10, 5, 0, 0, 5, -5, 0]]],
  [
    [
      [10, 10, 50, 0, 0, 50, -50, 0],
      [20, 20, 0, 5, 5, 0, 0, -5],
    ],
    [[100, 100, 5, 0, 0, 5]],
  ],
];
const shape: Target = {
  name: "shape",
  kind: decoders,
  make: new CborMaker(shapes.map(encodeCbor)).make,
  run: (input) => {
    const read = decodeShape(decodeCbor(input));
    assertSame(input, encodeCbor(encodeShape(read)));
    checkShape(read);
    return "ok";
  },
  refusals: /^(?:CBOR|LAND)_/,
};

const body: Target = {
  name: "json-body",
  kind: decoders,
  make: new JsonMaker([
    JSON.stringify({ parcel: "0042", grounds: { hex: "00ff" }, shares: [[1, 2]], legacy: false }),
  ]).make,
  run: (input) => {
    encodeCbor(bodyFromJson(jsonOrNull(lossy(input))));
    return "ok";
  },
  refusals: /^(?:CLI_USAGE|TEXT_HEX|CBOR_UTF8)$/,
};

const codes = [1, 7].map((fill) => paperCode(new Uint8Array(32).fill(fill)));
const paper: Target = {
  name: "paper-code",
  kind: decoders,
  make: new TextMaker(codes, ["O", "0", "I", "l", "1", "-", " ", "U", "\n", "é"]).make,
  run: (input) => {
    const code = paperCode(secretOfPaperCode(lossy(input)));
    assertTrue(codes.includes(code), "code");
    return "ok";
  },
  refusals: /^PAPER_CODE$/,
};

const times: Target = {
  name: "options",
  kind: decoders,
  make: new TextMaker(
    [
      "0",
      "1700000000000",
      "2026-03-02",
      "2026-03-02T10:00:00.5+02:00",
      "65535",
      "44640",
      "9b".repeat(32),
    ],
    ["0", "9", "-", "T", "Z", ":", ".", "+24:00", "e", " ", "٣"],
  ).make,
  run: (input) => {
    const text = lossy(input);
    const read = [readPort, readMinutes, readTime][(input[0] ?? 0) % 4];
    if (read === undefined) assertTrue(readPublicKey(text).length === 32, "key");
    else assertTrue(showTime(read(text)).length > 0, "time");
    return "ok";
  },
  refusals: /^CLI_(?:USAGE|TIME)$/,
};

const salt = new Uint8Array(32).fill(5);
const committed = (path: string, value: string) => commit(salt, path, value);
/** `[commitments, [[salt, path, value], …]]` */
const person: Target = {
  name: "person",
  kind: decoders,
  make: new CborMaker(
    [
      [
        {
          name: committed("/name", "Ana"),
          number: committed("/number", "1"),
          birthDate: committed("/birthDate", "1980-01-01"),
        },
        [
          [salt, "/name", "Ana"],
          [salt, "/number", "1"],
          [salt, "/birthDate", "1980-01-01"],
        ],
      ],
    ].map(encodeCbor),
  ).make,
  run: (input) => {
    const given = decodeCbor(input);
    const [commitments, list] = isCborArray(given) ? given : [];
    const openings = (isCborArray(list) ? list : []).map((item) => {
      const [, path = null, value = null] = isCborArray(item) ? item : [];
      return { salt, path: typeof path === "string" ? path : "", value };
    });
    return openPerson(commitments ?? null, openings).name;
  },
  refusals: /^(?:CBOR|PERSON)_/,
};

const [envelope = salt] = bytes("envelope");
const asking: Target = {
  name: "asking",
  kind: decoders,
  make: new CborMaker(bytes("envelope")).make,
  run: (input) => {
    const asked = { id: hash, envelope: toHex(input), openings: [] };
    return askingOf(asked, decodeDraft(envelope).payload.network) === null ? "nobody" : "ok";
  },
  refusals: /^$/,
};

const bodies: Target = {
  name: "api-bodies",
  kind: decoders,
  make: new JsonMaker([
    JSON.stringify({ kind: "declined", reason: "wrong", words: "no" }),
    JSON.stringify({
      kind: "openings",
      for: [hash],
      openings: [{ of: "a", path: "/price", salt: hash, value: { amount: 1, currency: "EUR" } }],
    }),
    JSON.stringify({ envelope: "00", openings: [{ salt: hash, path: "/name", value: "Ana" }] }),
  ]).make,
  run: (input) => {
    const json = jsonOrNull(lossy(input));
    const read = [draftNote.safeParse(json), enrolmentRequest.safeParse(json)];
    return read.some(({ success }) => success) ? "ok" : "no body";
  },
  refusals: /^$/,
};

const listed = Object.entries<Route>(routes);
const answered = [
  JSON.stringify({ results: [{ id: hash, code: "ok", sealed: true, index: 7 }] }),
  JSON.stringify({ items: [{ key: "land/title/1", id: "1", index: 3, value: {} }], next: null }),
  JSON.stringify({ code: "API_PARAMETER", message: "no", facts: { name: "a" }, docs: "errors.md" }),
  ...texts("trust"),
];

/** What a node answers that is none, to each question of the API in turn. */
const answers: Target = {
  name: "client-answers",
  kind: decoders,
  weight: 0.2,
  make: new JsonMaker(answered).make,
  run: async (input) => {
    const status = [200, 202, 422, 404, 500, 302][(input[1] ?? 0) % 6] ?? 200;
    const client = createClient("http://node", async () => ({
      ...{ status, headers: { "content-type": "application/json" }, body: input },
    }));
    const [, { params, query }] = listed[(input[2] ?? 0) % listed.length] ?? ["", routes.network];
    const asked = { ...questionOf(params.shape), ...questionOf(query.shape) };
    const [name] = listed[(input[2] ?? 0) % listed.length] ?? ["network"];
    try {
      await Reflect.get(client, name)(asked);
      return "ok";
    } catch (error) {
      if (!isCoded(error)) throw error;
      // A node's own errors come through, with whatever code it gives them.
      return error.code === "REMOTE_ANSWER" ? error.code : "refused";
    }
  },
  refusals: /^$/,
};

const samples: Readonly<Record<string, string | number>> = {
  ...{ id: hash, handle: "0".repeat(32), purpose: "enrolment", key: "a/b", q: "a", sha256: hash },
  ...{ height: 1, index: 1, title: "a", office: "a" },
};
const questionOf = (shape: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(shape).flatMap((name) => (name in samples ? [[name, samples[name]]] : [])),
  );

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const peopleTargets: readonly Target[] = [
  geojson,
  shape,
  body,
  paper,
  times,
  person,
  asking,
  bodies,
  answers,
];
