// Our codec beside cborg, strict and with re-encoding (the only way in which it refuses what is not
// deterministic): a fact of about 300 bytes and an envelope with one signature, in alternating slices.
// Run `npm run build` first, then `node bench/codec/run.mjs`; figures are µs an item, medians.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { decode, encode, rfc8949EncodeOptions, Tagged } from "cborg";
import { equalBytes } from "../../dist/base/bytes.js";
import { decodeCbor, decodeTaggedCbor } from "../../dist/codec/cbor-decode.js";
import { encodeCbor, encodeTaggedCbor } from "../../dist/codec/cbor-encode.js";

const { values: options } = parseArgs({
  options: {
    slices: { type: "string", default: "21" },
    items: { type: "string", default: "5000" },
    /** cbor.json of the vectors: shows where cborg judges otherwise. */
    vectors: { type: "string" },
  },
});

const COSE_SIGN = 98;
const STRICT = {
  strict: true,
  useMaps: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  rejectDuplicateMapKeys: true,
  tags: { [COSE_SIGN]: (decode) => new Tagged(COSE_SIGN, decode()) },
};

const bytes = (length) => Uint8Array.from({ length }, (_, i) => (i * 89 + length) & 0xff);

const fact = encodeCbor([
  1,
  "land/right/FR-91216-000AB0123.1",
  3,
  null,
  {
    kind: "ownership",
    on: { title: "FR-91216-000AB0123", share: null },
    holders: [{ kind: "organisation", id: "commune-91216", share: [1n, 1n] }],
    sources: [{ kind: "deed", date: "2022-01-01", commitment: bytes(32), validatedBy: "dgfip" }],
    flags: [],
    entry: "essonne.4711",
    inLaw: null,
    lodged: 1_790_000_000_000,
    registered: 1_790_000_000_000,
  },
]);

const header = encodeCbor(
  new Map([
    [1, -8],
    [
      14,
      new Map([
        [
          8,
          new Map([
            [
              1,
              new Map([
                [1, 1],
                [-1, 6],
                [-2, bytes(32)],
              ]),
            ],
          ]),
        ],
      ]),
    ],
  ]),
);
const body = { from: "a1", to: "b2", amount: 123_456, currency: "EUR" };
const payload = encodeCbor([
  1,
  bytes(32),
  "treasury.transfer",
  body,
  bytes(16),
  1_790_000_000_000,
  [bytes(32)],
]);
const envelope = encodeTaggedCbor(COSE_SIGN, [
  new Uint8Array(0),
  {},
  payload,
  [[header, {}, bytes(64)]],
]);

const cborgDecode = (item) => {
  const value = decode(item, STRICT);
  if (!equalBytes(encode(value, rfc8949EncodeOptions), item))
    throw new RangeError("not deterministic");
  return value;
};

/** Of the envelope, header and payload are items of their own. */
const work = {
  "fact, decode": [() => decodeCbor(fact), () => cborgDecode(fact)],
  "fact, encode": both(decodeCbor(fact), decode(fact, STRICT)),
  "envelope, decode": [
    () => [decodeTaggedCbor(envelope, COSE_SIGN), decodeCbor(payload), decodeCbor(header)],
    () => [cborgDecode(envelope), cborgDecode(payload), cborgDecode(header)],
  ],
  "envelope, encode": both(decodeCbor(payload), decode(payload, STRICT)),
};

function both(own, theirs) {
  return [() => encodeCbor(own), () => encode(theirs, rfc8949EncodeOptions)];
}

function microseconds(run, items) {
  const start = performance.now();
  for (let i = 0; i < items; i++) run();
  return ((performance.now() - start) * 1000) / items;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure([own, theirs]) {
  const slices = Number(options.slices);
  const items = Number(options.items);
  const times = [[], []];
  for (let slice = -3; slice < slices; slice++) {
    for (const [i, run] of [own, theirs].entries()) {
      const time = microseconds(run, items);
      if (slice >= 0) times[i].push(time);
    }
  }
  const [a, b] = times.map(median);
  return { own: a.toFixed(2), cborg: b.toFixed(2), ratio: (b / a).toFixed(2) };
}

function verdict(run) {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** Vectors on which strict cborg with re-encoding says otherwise than the vector. */
function disagreements(path) {
  const { cases } = JSON.parse(readFileSync(path, "utf8"));
  return cases
    .filter((c) => verdict(() => cborgDecode(Buffer.from(c.cbor, "hex"))) !== c.valid)
    .map(({ name, valid }) => ({ name, valid }));
}

console.log(
  `node ${process.version}, fact ${fact.length} bytes, envelope ${envelope.length} bytes`,
);
console.table(
  Object.fromEntries(Object.entries(work).map(([name, pair]) => [name, measure(pair)])),
);
if (options.vectors !== undefined) console.table(disagreements(options.vectors));
