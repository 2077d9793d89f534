// Not the whole of zod, since a browser that checks a receipt loads this file: 16 kB, not 450.
import * as z from "zod/mini";
import { limits } from "../base/limits.js";
import { fromHex, utf8Encode } from "../base/text.js";
import { originOf } from "./checkpoint.js";
import { thumbprint } from "./cose-key.js";
import { cryptoError } from "./errors.js";
import { checkRules } from "./trust-rules.js";
import { parseVkey, type Vkey, type VkeyKind } from "./vkey.js";

/** Sizes of the log, both ends in it; `to` null is open. */
export type Range = { readonly from: number; readonly to: number | null };

/** A key and the sizes at which it counts. */
export type TrustKey = Range & {
  readonly agency: string;
  readonly vkey: Vkey;
  /** RFC 9679, 32 bytes: the `kid` of a COSE receipt. */
  readonly thumbprint: Uint8Array;
  readonly compromised: boolean;
};

export type Closing = { readonly size: number; readonly root: Uint8Array };

export type Epoch = Range & {
  /** How many agencies must have cosigned. */
  readonly threshold: number;
  /** The checkpoint at which an ended epoch closed; null in the open one. */
  readonly closing: Closing | null;
};

/** What a verifier has to be given: whose signatures count, and when (docs/reference/formats.md). */
export type TrustFile = {
  readonly version: 1;
  /** Name of the network. */
  readonly network: string;
  /** Network id, 32 bytes. */
  readonly genesis: Uint8Array;
  readonly origin: string;
  /** Threshold of the open epoch. */
  readonly quorum: number;
  /** Log keys, type 0x01. */
  readonly log: readonly TrustKey[];
  /** Cosigners' keys, type 0x04. */
  readonly agencies: readonly TrustKey[];
  readonly epochs: readonly Epoch[];
};

/** Entries of each list: far more than agencies and years, and the rules compare each with each. */
const maxEntries = 4096;

const name = z.string().check(z.regex(/^[a-z0-9-]{1,63}$/));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const size = z.int().check(z.minimum(0));
const count = z.int().check(z.minimum(1));
const range = { from: size, to: z.nullable(size) };
const vkeyText = z.string().check(z.maxLength(512));
const key = { vkey: vkeyText, ...range, compromised: z.optional(z.literal(true)) };
const list = <Item extends z.ZodMiniType>(item: Item) =>
  z.array(item).check(z.minLength(1), z.maxLength(maxEntries));

const trustJson = z.strictObject({
  version: z.literal(1),
  network: name,
  genesis: hash,
  origin: z.string(),
  quorum: count,
  log: list(z.strictObject({ agency: name, ...key })),
  agencies: list(z.strictObject({ name, ...key })),
  epochs: list(
    z.strictObject({
      ...range,
      threshold: count,
      closing: z.nullable(z.strictObject({ size, root: hash })),
    }),
  ),
});
type TrustJson = z.infer<typeof trustJson>;

/**
 * A trust file from its JSON text, all of its rules checked.
 * @throws TRUST_TOO_LARGE, TRUST_JSON, TRUST_FORM, TRUST_ORIGIN, TRUST_VKEY, TRUST_KEYS,
 * TRUST_RANGE, TRUST_EPOCHS, TRUST_CLOSING, TRUST_THRESHOLD, TRUST_QUORUM
 */
export function parseTrustFile(text: string): TrustFile {
  const trust = typed(parseJson(text));
  checkRules(trust);
  return trust;
}

function parseJson(text: string): TrustJson {
  if (text.length > limits.trustFileBytes || utf8Encode(text).length > limits.trustFileBytes) {
    throw cryptoError("TRUST_TOO_LARGE", { characters: text.length });
  }
  const parsed = trustJson.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String).join("/") ?? "";
  throw cryptoError("TRUST_FORM", { path, problem: issue?.code ?? "" }, parsed.error);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw cryptoError("TRUST_JSON", {}, cause);
  }
}

function typed(json: TrustJson): TrustFile {
  const genesis = fromHex(json.genesis);
  if (json.origin !== originOf(json.network, genesis)) {
    throw cryptoError("TRUST_ORIGIN", { origin: json.origin });
  }
  const { version, network, origin, quorum } = json;
  const isCompromised = compromisedIn([...json.log, ...json.agencies]);
  const trustKey = (agency: string, entry: KeyJson, of: VkeyKind, lineName: string): TrustKey => {
    const vkey = typedVkey(entry.vkey, of, lineName);
    const print = thumbprint({ kind: "Ed25519", x: vkey.key });
    const { from, to } = entry;
    return { agency, vkey, from, to, thumbprint: print, compromised: isCompromised(entry) };
  };
  const log = json.log.map((entry) => trustKey(entry.agency, entry, "Ed25519", origin));
  const agencies = json.agencies.map((entry) => {
    return trustKey(entry.name, entry, "cosignature/v1", entry.name);
  });
  return { version, network, genesis, origin, quorum, log, agencies, epochs: typedEpochs(json) };
}

type KeyJson = Range & { readonly vkey: string; readonly compromised?: true | undefined };

/** A key that two ranges name is compromised in both as soon as one says so. */
function compromisedIn(entries: readonly KeyJson[]): (entry: KeyJson) => boolean {
  const vkeys = new Set(entries.filter((entry) => entry.compromised).map((entry) => entry.vkey));
  return (entry) => vkeys.has(entry.vkey);
}

function typedVkey(text: string, kind: VkeyKind, lineName: string): Vkey {
  const vkey = readVkey(text);
  if (vkey.kind === kind && vkey.name === lineName) return vkey;
  throw cryptoError("TRUST_VKEY", { vkey: text, kind, name: lineName });
}

function readVkey(text: string): Vkey {
  try {
    return parseVkey(text);
  } catch (cause) {
    throw cryptoError("TRUST_VKEY", { vkey: text }, cause);
  }
}

function typedEpochs({ epochs }: TrustJson): Epoch[] {
  return epochs.map(({ closing, ...epoch }) => ({
    ...epoch,
    closing: closing && { size: closing.size, root: fromHex(closing.root) },
  }));
}
