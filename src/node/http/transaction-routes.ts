import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { cborToJson } from "../../api/json.js";
import type { Submitted } from "../../api/routes/transactions.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import { toHex } from "../../base/text.js";
import { engineError } from "../../engines/errors.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { proveError } from "../../ledger/prove.js";
import { type Lease, placeOf } from "./intake.js";
import { type Handler, mount, ok } from "./mount.js";
import { errorBodyOf } from "./replies.js";
import type { Service } from "./service.js";
import { hasNoRoom } from "./status.js";
import { admitAll, readBody, sealAll } from "./submit.js";
import { isTransaction, summaryOf, transactionOf } from "./transaction-view.js";

/** Leaves that one request for the tail looks at. */
const TAIL_LEAVES = 2048;
const SEQUENCE = "application/cbor-seq";
/** What one that waits to be verified takes of the memory, however short it is. */
const ENVELOPE_COST_BYTES = 512;

export function mountTransactions(app: FastifyInstance, service: Service): void {
  mountSubmit(app, service);
  mount(app, routes.transaction, readOne(service));
  mount(app, routes.tail, readTail(service));
}

/** In a scope of its own, where bodies are bytes of the two types and nothing else. */
function mountSubmit(app: FastifyInstance, service: Service): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = routes.submit.bodies.map(({ type }) => type);
    scope.addContentTypeParser(types, { parseAs: "buffer" }, (_, body, done) => done(null, body));
    const leases = new WeakMap<FastifyRequest, Lease>();
    const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      const trouble = service.node.trouble;
      if (trouble !== null) throw trouble;
      const lease = service.intake.take(request.ip, bodyBytes(request));
      leases.set(request, lease);
      // Fires once for every way in which an exchange ends.
      reply.raw.on("close", lease.release);
    };
    const bodyLimit = apiLimits.sequenceBytes;
    mount(scope, routes.submit, submit(service, leases), { bodyLimit, onRequest });
  });
}

/** As it is announced; what is not may become as long as any. */
function bodyBytes({ headers }: FastifyRequest): number {
  const announced = Number(headers["content-length"]);
  const most = apiLimits.sequenceBytes;
  return Number.isSafeInteger(announced) ? Math.min(announced, most) : most;
}

function submit(
  { node, metrics }: Service,
  leases: WeakMap<FastifyRequest, Lease>,
): Handler<typeof routes.submit> {
  return async ({ query }, request) => {
    const type = request.headers["content-type"] ?? "";
    const buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    const isSequence = type.toLowerCase().startsWith(SEQUENCE);
    const lease = leases.get(request);
    const read = readBody(bytes, isSequence);
    lease?.extend(read.envelopes.length * ENVELOPE_COST_BYTES);
    const taken = await admitAll(node, read, placeOf(request.ip));
    lease?.release();
    const waits = query.wait === "sealed";
    const results = waits ? await sealAll(taken) : taken.map(({ answer }) => answer);
    for (const { code } of results) metrics.submitted(code);
    return answerOf(results, { waits, isSequence });
  };
}

function answerOf(
  results: Submitted[],
  { waits, isSequence }: { readonly waits: boolean; readonly isSequence: boolean },
) {
  const full = results.find(({ code }) => hasNoRoom(code));
  if (full !== undefined) {
    const error = engineError(full.code === "ENGINE_FULL" ? "ENGINE_FULL" : "ENGINE_SENDER_FULL");
    return { status: 429, body: { ...errorBodyOf(error), results } } as const;
  }
  const admitted = results.some(({ sealed, code }) => sealed || code === "accepted");
  if (!isSequence && !admitted) return { status: 422, body: { results } } as const;
  return { status: waits ? 200 : 202, body: { results } } as const;
}

function readOne({ node, blocks }: Service): Handler<typeof routes.transaction> {
  return ({ params: { id } }) => {
    const { ledger, published } = node.opened;
    const key = `tx/${id}`;
    const { index } = node.newest(key);
    const transaction = transactionOf(index, published.leaf(index));
    if (transaction === null) throw proveError("PROVE_UNKNOWN", { key });
    const { envelope, record } = transaction;
    const written = published.leaves(index + 1, index + 1 + record.writes);
    const writes = written.flatMap((leaf, i) => {
      const fact = decodeFact(index + 1 + i, leaf);
      return isTombstone(fact) ? [] : [{ key: fact.key, index: fact.index }];
    });
    return ok({
      ...summaryOf(ledger.modules, transaction, blocks.blockOf(index)),
      detail: cborToJson(record.detail),
      body: cborToJson(envelope.payload.body),
      validUntil: envelope.payload.validUntil,
      signers: envelope.payload.signers.map(toHex),
      writes,
    });
  };
}

function readTail({ node, blocks }: Service): Handler<typeof routes.tail> {
  return ({ query: { from, limit = apiLimits.pageDefault } }) => {
    const { ledger, published } = node.opened;
    const { size } = published;
    const start = Math.min(from ?? newestFrom(published, size, limit), size);
    const end = Math.min(start + TAIL_LEAVES, size);
    const items = [];
    for (const transaction of blocks.transactions(start, end)) {
      const { index } = transaction;
      items.push(summaryOf(ledger.modules, transaction, blocks.blockOf(index)));
      if (items.length === limit) return ok({ items, next: index + 1, size });
    }
    return ok({ items, next: end, size });
  };
}

/** Where the newest `count` transactions begin, as far back as one request looks. */
function newestFrom(
  log: { leaves(from: number, to: number): readonly Uint8Array[] },
  size: number,
  count: number,
): number {
  const from = Math.max(0, size - TAIL_LEAVES);
  const found = log
    .leaves(from, size)
    .flatMap((leaf, i) => (isTransaction(leaf) ? [from + i] : []));
  return found.at(-count) ?? from;
}
