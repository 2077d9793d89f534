import { z } from "zod";
import { cborToJson } from "../../../api/json.js";
import { hash } from "../../../api/values.js";
import type { Facts } from "../../../base/errors.js";
import { toHex } from "../../../base/text.js";
import { type Cbor, isCborObject } from "../../../codec/cbor-value.js";
import type { Envelope } from "../../../ledger/envelope.js";
import { proveError } from "../../../ledger/prove.js";
import { recordKey } from "../../../ledger/record-type.js";
import { key as keyRecord } from "../../../modules/identity/schema.js";
import { renderTransaction } from "../../../portal/explorer/transaction.js";
import type { SignerView, TransactionView } from "../../../portal/explorer/view.js";
import type { LedgerNode } from "../../ledger-node.js";
import type { Page } from "../page.js";
import type { Service } from "../service.js";
import { type ReadTransaction, transactionOf } from "../transaction-view.js";
import { factLines, lineOf, rawOf } from "./readers.js";
import { Shower } from "./shown.js";

const params = z.strictObject({ id: hash });
const nothing = z.strictObject({});

/** One transaction, carried out or refused. */
export function transactionPage(
  service: Service,
): Page<typeof params, typeof nothing, TransactionView> {
  const { node } = service;
  return {
    path: "/explorer/transactions/:id",
    params,
    render: renderTransaction,
    view: ({ params: { id }, frame }) => {
      const read = findTransaction(node, id);
      const { index, envelope, record } = read;
      const { payload } = envelope;
      const shower = new Shower((key) => stands(node, key));
      return {
        ...frame,
        line: lineOf(service, read),
        refusal: refusalOf(node, read),
        validUntilMs: payload.validUntil,
        signers: signersOf(node, envelope),
        writes: factLines(service, index + 1, index + 1 + record.writes),
        body: shower.fields(payload.body, orderOf(node, payload.type)),
        raw: rawOf(envelope.payloadBytes, `/explorer/transactions/${id}/bytes`),
      };
    },
  };
}

/** Names of a body's fields, as the type specifies them. */
function orderOf(node: LedgerNode, type: string): readonly string[] {
  const schema = node.opened.ledger.modules.transaction(type)?.schema;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** @throws PROVE_UNKNOWN */
export function findTransaction(node: LedgerNode, id: string): ReadTransaction {
  const key = `tx/${id}`;
  const { index } = node.newest(key);
  const read = transactionOf(index, node.opened.published.leaf(index));
  if (read === null) throw proveError("PROVE_UNKNOWN", { key });
  return read;
}

export const stands = ({ opened }: LedgerNode, key: string): boolean =>
  opened.index.get(key) !== undefined;

function refusalOf(node: LedgerNode, { record }: ReadTransaction): TransactionView["refusal"] {
  const { code, detail } = record;
  if (code === "ok") return null;
  const sentence = node.opened.ledger.modules.refusalSentence(code) ?? code;
  return { sentence, facts: factsOf(detail) };
}

/** The facts of the case, as they were put on record. */
function factsOf(detail: Cbor): Facts {
  if (!isCborObject(detail)) return {};
  const json = cborToJson(detail);
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

function signersOf(node: LedgerNode, { signatures }: Envelope): readonly SignerView[] {
  return signatures.map(({ thumbprint, algorithm }) => {
    const keyId = toHex(thumbprint);
    const bound = node.reader.read(keyRecord, keyId)?.value;
    return {
      keyId,
      algorithm: String(algorithm),
      handle: bound?.handle ?? null,
      key: bound === undefined ? null : recordKey(keyRecord, keyId),
    };
  });
}
