import { toHex } from "../src/base/text.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import type { MemorySigner } from "../src/crypto/signer.js";
import type { Block } from "../src/ledger/ledger.js";
import type { Transaction } from "../src/ledger/transaction.js";
import { findProposal } from "../src/modules/governance/queries.js";
import { network, THIS_NETWORK } from "../src/modules/governance/schema.js";
import { genesisOf, signer, TestNetwork } from "./network.js";

/** Organisations that have governors; the first of them are the agencies. */
const organisations = ["registry", "court", "treasury", "audit", "bank", "health", "tax"];
const DAY_MS = 86_400_000;
const REGISTRAR = 90;
export const registrar = signer(REGISTRAR);

/** Keys by number, the same wherever they are asked for. */
export const keyOf = (number: number): Uint8Array => signer(number).publicKey.x;
const governorOf = (organisation: string): MemorySigner =>
  signer(1 + organisations.indexOf(organisation));

export const validatorKeyOf = (agency: number): Uint8Array => keyOf(200 + agency);

export function consortiumGenesis(agencies = 4, threshold?: number) {
  const genesis = genesisOf(
    organisations.map((name, i) => ({
      name,
      officers: [
        { handle: `governor${i}`, seed: i + 1, role: "governor" as const },
        ...(i === 0 ? [{ handle: "clerk", seed: REGISTRAR, role: "registrar" as const }] : []),
      ],
    })),
    threshold ?? Math.floor((2 * agencies) / 3) + 1,
  );
  const founding = genesis.governance.agencies.slice(0, agencies);
  const withValidators = founding.map((one, i) => ({ ...one, validatorKey: validatorKeyOf(i) }));
  return { ...genesis, governance: { ...genesis.governance, agencies: withValidators } };
}

/** Agencies that decide together, in memory; governors have their organisations' names. */
export class Consortium extends TestNetwork {
  readonly blocks: Block[] = [];

  constructor(genesis = consortiumGenesis()) {
    super(genesis);
    this.blocks.push(this.founded);
  }

  /** A block of these transactions: their codes. */
  block(...transactions: Transaction[]): string[] {
    const block = this.ledger.execute(this.time, null, transactions);
    if (block !== null) this.blocks.push(block);
    return block?.results.map(({ code }) => code) ?? [];
  }

  override run(type: string, body: Cbor, ...signers: MemorySigner[]): string {
    return this.block(this.transaction(type, body, ...signers))[0] ?? "nothing";
  }

  /** What a governor signs to propose, and the id that the proposal has. */
  proposal(action: Cbor, by = "registry", deadline = this.time + DAY_MS) {
    const body = { agency: by, deadline, action };
    const transaction = this.transaction("governance.propose", body, governorOf(by));
    return { transaction, id: toHex(transaction.id) };
  }

  ballot(id: string, agency: string, approve = true, by = agency): Transaction {
    return this.transaction("governance.vote", { proposal: id, agency, approve }, governorOf(by));
  }

  /** Proposes, and has the agencies vote for it until it is decided: the last code. */
  decide(action: Cbor, voters: readonly string[] = this.agencies): string {
    const { transaction, id } = this.proposal(action, voters[0]);
    let [code = ""] = this.block(transaction);
    for (const agency of voters) {
      if (code !== "ok") return code;
      if (this.stateOf(id) === "open") [code = ""] = this.block(this.ballot(id, agency));
    }
    return code;
  }

  stateOf(id: string): string {
    return findProposal(this.reader, id)?.value.state ?? "none";
  }

  /** Names of the open epoch's agencies. */
  get agencies(): readonly string[] {
    return this.reader.read(network, THIS_NETWORK)?.value.agencies ?? [];
  }
}
