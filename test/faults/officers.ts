import { join } from "node:path";
import { expect } from "vitest";
import { toHex } from "../../src/base/text.js";
import type { Cbor } from "../../src/codec/cbor-value.js";
import { decodeDraft } from "../../src/ledger/envelope.js";
import { readKeyFile } from "../../src/node/key-file.js";
import { createClient } from "../../src/sdk/client.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";
import type { Agency } from "./agency.js";

const HOUR_MS = 3_600_000;

/** The agencies' officers, who send what they sign to their own agencies' nodes. */
export class Officers {
  readonly #network: Uint8Array;
  readonly #keys: string;

  /** @param keys directory of the officers' keys */
  constructor(network: Uint8Array, keys: string) {
    this.#network = network;
    this.#keys = keys;
  }

  /** What these agencies want, the first of whom proposes it; their votes are enough, and none is too much. */
  async decide(action: Cbor, voters: readonly Agency[]): Promise<void> {
    const [first] = voters;
    if (first === undefined) throw new Error("nobody votes");
    const done = async (type: string, body: Cbor, agency: Agency): Promise<string> => {
      const { id, code } = await this.send(agency, "governor", type, body);
      expect([type, code]).toEqual([type, "ok"]);
      return id;
    };
    const deadline = Date.now() + HOUR_MS;
    const body = { agency: first.name, deadline, action };
    const proposal = await done("governance.propose", body, first);
    for (const agency of voters) {
      await done("governance.vote", { proposal, agency: agency.name, approve: true }, agency);
    }
  }

  /** @returns its id, and the code that it got once it was sealed, or was refused at once */
  async send({ name, address }: Agency, role: string, type: string, body: Cbor) {
    const { signer } = readKeyFile(join(this.#keys, `${name}-${role}.key`));
    const signers = [signer.thumbprint];
    const validUntil = Date.now() + HOUR_MS;
    const draft = newTransaction({ network: this.#network, type, body, validUntil, signers });
    const bytes = await signTransaction(draft, signer);
    const answer = await createClient(address).submit(
      { wait: "sealed" },
      { type: "application/cbor-seq", bytes },
    );
    const [result] = answer.body.results ?? [];
    return { id: toHex(decodeDraft(draft).id), code: result?.code ?? null };
  }
}
