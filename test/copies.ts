import { pino } from "pino";
import type { Cbor } from "../src/codec/cbor-value.js";
import { encodeCoseKey } from "../src/crypto/cose-key.js";
import { seedSigner } from "../src/crypto/signer.js";
import { algorithms } from "../src/ledger/envelope.js";
import type { TransactionResult } from "../src/ledger/ledger.js";
import { DataDirectory } from "../src/node/data-directory.js";
import { found } from "../src/node/found.js";
import { LedgerNode, nodeDefaults } from "../src/node/ledger-node.js";
import { newTransaction, signTransaction } from "../src/sdk/transaction.js";

export const foundedAt = 1_700_000_000_000;
const silent = pino({ level: "silent" });

/** A network of these agencies, all of whose keys are in the one directory. */
export function foundNetwork(root: string, agencies: readonly string[] = ["registry"]) {
  const data = new DataDirectory(root);
  const roles = ["administrator", "governor"] as const;
  found(data, {
    network: "test",
    demo: false,
    time: foundedAt,
    agencies: agencies.map((name) => ({
      name,
      title: name,
      officers: roles.map((role) => ({ role, within: null })),
    })),
    land: { levels: [], offices: [] },
  });
  return data;
}

/** A node whose clock goes a second with every look at it; blocks hold one transaction, or more. */
export function openNode(data: DataDirectory, blockTransactions = 1): Promise<LedgerNode> {
  let now = foundedAt;
  return LedgerNode.open(data, silent, {
    ...nodeDefaults,
    solo: { ...nodeDefaults.solo, blockTransactions },
    workers: 0,
    now: () => {
      now += 1000;
      return Math.max(now, Date.now());
    },
  });
}

/** Appoints an official whose handle and key are of this number. */
export async function appoint(node: LedgerNode, number: number): Promise<TransactionResult> {
  const { data, id } = node.opened;
  const agency = node.agencies[0]?.agency ?? "";
  const administrator = data
    .readKeys()
    .find(({ use }) => use?.agency === agency && use.role === "administrator")?.signer;
  if (administrator === undefined) throw new RangeError("no administrator's key");
  const seed = new Uint8Array(32).fill(7);
  new DataView(seed.buffer).setUint32(0, number);
  const body: Cbor = {
    organisation: agency,
    handle: `official-${number}`,
    key: {
      coseKey: encodeCoseKey(seedSigner(seed).publicKey),
      algorithm: algorithms.EdDSA,
      webauthn: null,
    },
    office: { role: "registrar", within: null, upTo: null, until: null },
  };
  const draft = newTransaction({
    network: id,
    type: "identity.appoint",
    body,
    validUntil: Date.now() + 3_600_000,
    signers: [administrator.thumbprint],
  });
  return node.submit(await signTransaction(draft, administrator));
}

/** Opens the node, has it appoint officials, one a block, and stops it. */
export async function grow(data: DataDirectory, from: number, count: number): Promise<void> {
  const node = await openNode(data);
  for (let i = from; i < from + count; i++) await appoint(node, i);
  await node.stop();
}

/** Key of an official's office. */
export const officeKey = (number: number): string => `identity/office/official-${number}~registrar`;
