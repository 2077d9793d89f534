import { errorFamily } from "../base/errors.js";

export const codecError = errorFamily({
  CBOR_TRUNCATED: "The bytes end before the CBOR item does.",
  CBOR_TRAILING: "Bytes follow the CBOR item.",
  CBOR_NOT_SHORTEST: "A CBOR argument is not in its shortest form.",
  CBOR_INDEFINITE: "CBOR of indefinite length is not deterministic.",
  CBOR_RESERVED: "A reserved CBOR initial byte.",
  CBOR_MAP_ORDER: "The keys of a CBOR map are not in bytewise order, or one stands twice.",
  CBOR_MAP_KEY: "The keys of a CBOR map are integers or text.",
  CBOR_FLOAT: "Floating-point numbers are refused in any form.",
  CBOR_SIMPLE: "No simple value but false, true and null.",
  CBOR_TAG: "A CBOR tag stands where none may, or another than the one expected.",
  CBOR_UTF8: "A CBOR text string is not well-formed UTF-8.",
  CBOR_DEPTH: "CBOR nests deeper than 16.",
  CBOR_ITEMS: "CBOR of more items than may stand here.",
  CBOR_RANGE: "An integer lies outside −2⁶⁴ … 2⁶⁴ − 1.",
  CBOR_UNENCODABLE: "A value that no CBOR item of ours can hold.",
});
