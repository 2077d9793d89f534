import { compareBytes } from "#src/base/bytes.js";
import { limits } from "#src/base/limits.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { sha256 } from "#src/crypto/hash.js";
import {
  algorithms,
  encodeEnvelope,
  encodePayload,
  protectedHeader,
  sigStructure,
} from "#src/ledger/envelope.js";
import { type Generator, type Proposed, pick } from "#src/ledger/generator.js";
import { generators } from "#src/modules/generators.js";
import type { ShadowState } from "../audit/shadow-state.js";
import type { SeededChance } from "../chance.js";
import type { Keyring } from "../keyring.js";

/** How a submission is made wrong, or that it is not. */
export const kinds = [
  "right",
  "again",
  "expired",
  "too long valid",
  "other network",
  "damaged",
  "other signature",
  "other signer",
  "other body",
] as const;
export type SubmissionKind = (typeof kinds)[number];

export type Submission = {
  readonly kind: SubmissionKind;
  readonly type: string;
  readonly bytes: Uint8Array;
};

/** What is sent in of each kind, in parts of 100; the rest is right. */
const parts: Readonly<Partial<Record<SubmissionKind, number>>> = {
  again: 8,
  expired: 2,
  "too long valid": 1,
  "other network": 1,
  damaged: 2,
  "other signature": 1,
  "other signer": 3,
  "other body": 2,
};

/** Envelopes that are kept to be sent again, in this run or after a restart. */
const REMEMBERED = 400;
const HOUR_MS = 3_600_000;
const types = [...generators.keys()].sort();

type At = { readonly time: number; readonly size: number; readonly state: ShadowState };

/** Draws what clients send, most of it right. */
export class Workload {
  readonly #chance: SeededChance;
  readonly #keys: Keyring;
  readonly #network: Uint8Array;
  readonly #notes = new Map<string, Cbor>();
  readonly #sent: Submission[] = [];

  constructor(chance: SeededChance, keys: Keyring, network: Uint8Array) {
    this.#chance = chance;
    this.#keys = keys;
    this.#network = network;
  }

  next(at: At): Submission {
    const kind = this.#kind();
    const earlier = kind === "again" ? pick(this.#chance, this.#sent) : undefined;
    if (earlier !== undefined) return { ...earlier, kind };
    const [type, proposed] = this.#propose(at);
    const submission = { kind, type, bytes: this.#signed(kind, type, proposed, at.time) };
    if (this.#sent.length < REMEMBERED) this.#sent.push(submission);
    else this.#sent[this.#chance.below(REMEMBERED)] = submission;
    return submission;
  }

  #kind(): SubmissionKind {
    let drawn = this.#chance.below(100);
    for (const kind of kinds) {
      drawn -= parts[kind] ?? 0;
      if (drawn < 0) return kind;
    }
    return "right";
  }

  /** Some type has something to propose: a person can always be enrolled at last. */
  #propose({ state, time, size }: At): [string, Proposed] {
    const scene = {
      chance: this.#chance,
      time,
      size,
      reader: state.reader,
      some: ({ prefix }: { prefix: string }) => pick(this.#chance, state.standing(prefix)) ?? null,
      count: ({ prefix }: { prefix: string }) => state.standing(prefix).length,
      freshKey: this.#keys.fresh,
      notes: this.#notes,
    };
    for (;;) {
      const type = pick(this.#chance, types) ?? "";
      const generator: Generator | undefined = generators.get(type);
      const proposed = generator?.(scene) ?? null;
      if (proposed !== null && proposed.signers.length > 0) return [type, proposed];
    }
  }

  #signed(kind: SubmissionKind, type: string, { body, signers }: Proposed, time: number) {
    const chance = this.#chance;
    const named =
      kind === "other signer" ? [this.#keys.fresh().keyId, ...signers.slice(1)] : signers;
    const keys = [...new Set(named)]
      .map((keyId) => this.#keys.signer(keyId))
      .sort((a, b) => compareBytes(a.thumbprint, b.thumbprint));
    const payload = encodePayload({
      network: kind === "other network" ? sha256(this.#network) : this.#network,
      type,
      body: kind === "other body" ? { nothing: chance.below(9) } : body,
      nonce: chance.bytes(16),
      validUntil: validUntil(kind, time, chance),
      signers: keys.map(({ thumbprint }) => thumbprint),
    });
    const signatures = keys.map((signer) => {
      const { publicKey, thumbprint } = signer;
      const algorithm = publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
      const header = protectedHeader(algorithm, publicKey);
      const signature = signer.sign(sigStructure(header, payload));
      if (kind === "other signature") turnBit(signature, chance);
      return { algorithm, key: publicKey, thumbprint, header, unprotected: {}, signature };
    });
    const bytes = encodeEnvelope(payload, signatures);
    return kind === "damaged" ? damaged(bytes, chance) : bytes;
  }
}

function validUntil(kind: SubmissionKind, time: number, chance: SeededChance): number {
  if (kind === "expired") return time - 1 - chance.below(HOUR_MS);
  if (kind === "too long valid") return time + limits.validityMs + HOUR_MS;
  return time + 1 + chance.below(HOUR_MS);
}

function damaged(bytes: Uint8Array, chance: SeededChance): Uint8Array {
  if (chance.oneIn(3)) return bytes.slice(0, chance.below(bytes.length));
  turnBit(bytes, chance);
  return bytes;
}

function turnBit(bytes: Uint8Array, chance: SeededChance): void {
  const place = chance.below(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.below(8));
}
