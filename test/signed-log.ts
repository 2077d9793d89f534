import { toHex, utf8Encode } from "../src/base/text.js";
import { formatCheckpoint, originOf } from "../src/crypto/checkpoint.js";
import { cosign } from "../src/crypto/cosignature.js";
import { leafHash, nodeHash, sha256 } from "../src/crypto/hash.js";
import { formatNote, makeVkey, type NoteSignature, signNoteLine } from "../src/crypto/note.js";
import { inclusionPath, type NodeAt, rootOf } from "../src/crypto/prove-tree.js";
import { type MemorySigner, seedSigner } from "../src/crypto/signer.js";
import { parseTrustFile, type TrustFile } from "../src/crypto/trust.js";
import { changeKey } from "../src/ledger/approved-change.js";
import { encodeInclusion } from "../src/ledger/inclusion.js";
import { encodeProofBundle, type ProofBundle } from "../src/ledger/proof-bundle.js";
import type { Proof } from "../src/ledger/proof-item.js";
import { proveStep } from "../src/ledger/prove.js";
import { encodeReceipt, type Receipt } from "../src/ledger/receipt.js";
import { type AgencyCosigner, cosignersNow } from "../src/modules/governance/queries.js";
import { trustText } from "../src/node/trust-text.js";
import { Consortium } from "./consortium.js";
import { signer } from "./network.js";

const held = new Map<string, MemorySigner>();
const hold = (one: MemorySigner): Uint8Array => {
  const { x } = one.publicKey;
  held.set(toHex(x), one);
  return x;
};
for (let seed = 0; seed < 256; seed++) hold(signer(seed));
let made = 0;

/** A key that nobody has had, with which these logs can be signed. */
export const freshKey = (): Uint8Array =>
  hold(seedSigner(sha256(utf8Encode(`signed log ${made++}`))));

export const signerOf = (key: Uint8Array): MemorySigner => {
  const found = held.get(toHex(key));
  if (found === undefined) throw new Error("no such key here");
  return found;
};

/** Another root than the log has, and lines beside those of the signers. */
type Unusual = { readonly root?: Uint8Array; readonly more?: readonly NoteSignature[] };
export type Published = { readonly size: number; readonly signers: readonly AgencyCosigner[] };

/** A consortium's log with the checkpoints that its agencies sign, all of them at each block's end. */
export class SignedLog {
  readonly consortium: Consortium;
  readonly #leaves: Uint8Array[] = [];
  readonly #nodes = new Map<string, Uint8Array>();
  #taken = 0;

  constructor(consortium = new Consortium()) {
    this.consortium = consortium;
  }

  readonly leaf = (index: number): Uint8Array => this.leaves[index] ?? new Uint8Array();

  get leaves(): readonly Uint8Array[] {
    const { blocks } = this.consortium;
    for (; this.#taken < blocks.length; this.#taken++) {
      this.#leaves.push(...(blocks[this.#taken]?.leaves ?? []));
    }
    return this.#leaves;
  }

  readonly node: NodeAt = (level, index) => {
    const id = `${level}/${index}`;
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const hash =
      level === 0
        ? leafHash(this.leaf(index))
        : nodeHash(this.node(level - 1, 2 * index), this.node(level - 1, 2 * index + 1));
    this.#nodes.set(id, hash);
    return hash;
  };

  root(size: number): Uint8Array {
    return rootOf(size, this.node);
  }

  /** Where it ends now, and who is to sign that. */
  get published(): Published {
    return { size: this.consortium.ledger.size, signers: cosignersNow(this.consortium.reader) };
  }

  trust(): TrustFile {
    return parseTrustFile(this.trustText());
  }

  trustText(): string {
    const { state, id } = this.consortium;
    return trustText(state, { name: "demo", id }, (size) => this.root(size));
  }

  async note(
    { size, signers }: Published,
    { root = this.root(size), more = [] }: Unusual = {},
  ): Promise<string> {
    const origin = originOf("demo", this.consortium.id);
    const text = formatCheckpoint({ origin, size, root });
    const lines = await Promise.all(
      signers.flatMap(({ agency, logKey, cosignerKey }) => [
        signNoteLine(makeVkey(origin, "Ed25519", logKey), signerOf(logKey), text),
        cosign(makeVkey(agency, "cosignature/v1", cosignerKey), signerOf(cosignerKey), text, 7),
      ]),
    );
    return formatNote({ text, signatures: [...lines, ...more] });
  }

  proof(index: number, size: number): Proof {
    return { index, leaf: this.leaf(index), path: inclusionPath(index, size, this.node) };
  }

  /** A receipt of a fact under a note for that size, by the first signer's log key. */
  async receipt(
    index: number,
    { size, signers }: Published,
    note: string,
    more: Partial<Receipt> = {},
  ): Promise<Uint8Array> {
    const { leaf, path } = this.proof(index, size);
    const signer = signerOf(signers[0]?.logKey ?? new Uint8Array());
    const inclusion = await encodeInclusion({ size, index, path }, this.root(size), signer);
    return encodeReceipt({ leaf, inclusion, checkpoint: note, ...more });
  }

  /** Index of what approved the change that ended the epoch. */
  changeOf(epoch: number): number {
    return this.consortium.blocks
      .flatMap(({ facts }) => facts)
      .findIndex(({ key }) => key === changeKey(epoch));
  }

  async step(epoch: number, closing: Published) {
    return proveStep(this, await this.note(closing), this.changeOf(epoch), closing.size);
  }
}

export const bundleOf = (...steps: ProofBundle): Uint8Array => encodeProofBundle(steps);
