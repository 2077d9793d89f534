import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { hash, naturalNumber } from "../../../api/values.js";
import { factAt } from "../../../ledger/prove.js";
import { decode } from "../mount.js";
import { addPage, forPeople, sendFile } from "../page.js";
import type { Service } from "../service.js";
import { agenciesPage } from "./agencies.js";
import { blockPage, blocksPage } from "./blocks.js";
import { factPage } from "./fact.js";
import { proposalPage } from "./proposal.js";
import { findTransaction, transactionPage } from "./transaction.js";
import { transactionsPage } from "./transactions.js";

/** The explorer's pages, and the bytes that they offer as files. */
export function addExplorer(app: FastifyInstance, service: Service): void {
  addPage(app, service, transactionsPage(service));
  addPage(app, service, blocksPage(service));
  addPage(app, service, blockPage(service));
  addPage(app, service, transactionPage(service));
  addPage(app, service, factPage(service));
  addPage(app, service, agenciesPage(service));
  addPage(app, service, proposalPage(service));
  addBytes(app, service);
}

const leafParams = z.strictObject({ index: naturalNumber() });
const transactionParams = z.strictObject({ id: hash });

function addBytes(app: FastifyInstance, service: Service): void {
  const { published } = service.node.opened;
  forPeople(app, service, "/explorer/leaves/:index", async (request, reply) => {
    const { index } = decode<typeof leafParams>(leafParams, request.params);
    factAt(published, index);
    const bytes = published.leaf(index);
    return sendFile(reply, { name: `fact-${index}.cbor`, type: "application/cbor", bytes });
  });
  forPeople(app, service, "/explorer/transactions/:id/bytes", async (request, reply) => {
    const { id } = decode<typeof transactionParams>(transactionParams, request.params);
    const { record } = findTransaction(service.node, id);
    const bytes = record.envelope;
    return sendFile(reply, { name: `${id}.cose`, type: "application/cose", bytes });
  });
}
