import { splitCborSequence } from "#src/api/split-sequence.js";
import { isCoded } from "#src/base/errors.js";
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  toBase64,
  toBase64Url,
  toHex,
  utf8Decode,
  utf8Encode,
} from "#src/base/text.js";
import {
  decodeCbor,
  decodeCborCopied,
  decodeCborWithin,
  decodeTaggedCbor,
} from "#src/codec/cbor-decode.js";
import { diagnosticOf } from "#src/codec/cbor-diagnostic.js";
import { encodeCbor, encodeTaggedCbor } from "#src/codec/cbor-encode.js";
import { cborItemLength } from "#src/codec/cbor-length.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { readBody } from "#src/node/http/submit.js";
import { CborMaker } from "../make/cbor.js";
import { TextMaker } from "../make/text.js";
import { bytes } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue, lossy } from "./same.js";

const items = [...bytes("cbor"), ...bytes("fact"), ...bytes("envelope")];
const decoders = "decoders";
const CBOR = /^CBOR_/;

const cbor: Target = {
  name: "cbor",
  kind: decoders,
  make: new CborMaker(items).make,
  run: (input) => {
    const value = decodeCbor(input);
    assertSame(input, encodeCbor(value));
    assertSame(input, encodeCbor(decodeCborCopied(input)));
    assertSame(input, encodeCbor(decodeCborWithin(input, input.length)));
    assertTrue(cborItemLength(input, 0) === input.length, "length");
    return "ok";
  },
  refusals: CBOR,
};

const tagged: Target = {
  name: "cbor-tagged",
  kind: decoders,
  make: new CborMaker(bytes("envelope")).make,
  run: (input) => {
    const tag = input[0] === 0xd2 ? 18 : 98;
    assertSame(input, encodeTaggedCbor(tag, decodeTaggedCbor(input, tag)));
    return "ok";
  },
  refusals: CBOR,
};

const diagnostic: Target = {
  name: "cbor-diagnostic",
  kind: decoders,
  make: new CborMaker(bytes("fact")).make,
  run: (input) => {
    assertTrue(diagnosticOf(decodeCbor(input)).isWellFormed(), "text");
    return "ok";
  },
  refusals: CBOR,
};

/** What is split and what is left over are the bytes that came; each item is one to the decoder too. */
const sequence: Target = {
  name: "cbor-sequence",
  kind: decoders,
  make: new CborMaker([...items, joined(items.slice(0, 40)), joined(bytes("envelope"))]).make,
  run: (input) => {
    const { items: split, fault } = splitCborSequence(input);
    const { envelopes } = readBody(input, true);
    assertTrue(envelopes.length === split.length, "envelopes");
    assertSame(input.subarray(0, joined(split).length), joined(split));
    for (const item of split) assertTrue(isOneItem(item), "item");
    if (fault !== null) throw fault;
    assertTrue(joined(split).length === input.length, "rest");
    return "ok";
  },
  refusals:
    /^(?:CBOR_(?:TRUNCATED|INDEFINITE|RESERVED)|API_SEQUENCE_COUNT|API_BODY_EMPTY|ENVELOPE_SIZE)$/,
};

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Whatever else is wrong with it, the decoder does not find more in it, or less. */
function isOneItem(item: Uint8Array): boolean {
  const decode: (bytes: Uint8Array) => Cbor = decodeCbor;
  try {
    decode(item);
    return true;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return error.code !== "CBOR_TRAILING" && error.code !== "CBOR_TRUNCATED";
  }
}

const words = ["0", "f", "F", "=", "==", "+", "/", "-", "_", "\n", " ", "é", "00", "AA=="];
const texts = ["", "00ff", "0123456789abcdef", "AAECAw==", "_-8", "//8=", "YQ==", "YWI"];

function encoding(
  name: string,
  decode: (text: string) => Uint8Array,
  encode: (bytes: Uint8Array) => string,
): Target {
  return {
    name,
    kind: decoders,
    make: new TextMaker(texts, words).make,
    run: (input) => {
      const text = lossy(input);
      assertTrue(encode(decode(text)) === text, "text");
      return "ok";
    },
    refusals: /^TEXT_/,
  };
}

const utf8: Target = {
  name: "utf8",
  kind: decoders,
  make: new TextMaker(["", "a", "Épinay-sur-Orge", "\u{1f600}\u0301", "\ufeffa"], words).make,
  run: (input) => {
    assertSame(input, utf8Encode(utf8Decode(input)));
    return "ok";
  },
  refusals: /^TEXT_UTF8$/,
};

export const codecTargets: readonly Target[] = [
  cbor,
  tagged,
  diagnostic,
  sequence,
  encoding("hex", fromHex, toHex),
  encoding("base64", fromBase64, toBase64),
  encoding("base64url", fromBase64Url, toBase64Url),
  utf8,
];
