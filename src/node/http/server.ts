import type { Server as HttpServer } from "node:http";
import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  fastify,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import type { Envelope } from "../../ledger/envelope.js";
import type { Directory } from "../directory/directory.js";
import { openDirectory, READ_PERIOD_MS } from "../directory/open-directory.js";
import { Drafts } from "../drafts.js";
import { nodeError } from "../errors.js";
import type { LedgerNode } from "../ledger-node.js";
import { observe } from "./answer-log.js";
import { addAssetRoutes } from "./asset-routes.js";
import { Blocks } from "./blocks.js";
import { answerClientError } from "./client-error.js";
import { mountDirectory } from "./directory-routes.js";
import { addDocs } from "./docs-routes.js";
import { mountDrafts } from "./draft-routes.js";
import { Frames } from "./frames.js";
import { mountGovernance } from "./governance-api.js";
import { addSecurityHeaders, securityHeaders } from "./headers.js";
import { Intake, type IntakeLimits, intakeDefaults } from "./intake.js";
import { addLandPages } from "./land/land-pages.js";
import { serverLimits as limits, type Patience, patienceDefaults } from "./limits.js";
import { createListener } from "./listener.js";
import { mountLog } from "./log-api.js";
import { addLogRoutes } from "./log-routes.js";
import { meter } from "./meter.js";
import { Metrics } from "./metrics.js";
import { addPages } from "./pages.js";
import { mountReadModel } from "./read-model-api.js";
import { mountRecords } from "./records-api.js";
import { answerErrors, refusalOf, sendRefusal } from "./replies.js";
import type { Service } from "./service.js";
import { addStatusRoutes } from "./status-routes.js";
import { mountTransactions } from "./transaction-routes.js";
import { addVerifyPage } from "./verify-page.js";

export type ServerOptions = {
  /** 0 takes one that is free. */
  readonly port: number;
  readonly host: string;
  readonly logger: Logger;
  /** Where people reach this node; by default as it listens. */
  readonly publicAddress?: string;
  readonly intake?: IntakeLimits;
  /** Addresses or networks, by commas, whose `x-forwarded-for` is believed: the proxies in front. */
  readonly trustProxy?: string;
  readonly patience?: Patience;
  /** How long the reads of personal data under one root may be apart, ms; a day by default. */
  readonly readPeriodMs?: number;
  /** ms since 1970; the machine's by default. */
  readonly now?: () => number;
};

export type Server = {
  /** Null where this node keeps none. */
  readonly directory: Directory | null;
  /** Resolves with the address. @throws LISTEN */
  readonly listen: () => Promise<string>;
  /** Takes nothing new, answers what is in flight, closes. */
  readonly close: () => Promise<void>;
};

/** Everything that a node shows, on one port. @throws PROXY_ADDRESS */
export async function createServer(node: LedgerNode, options: ServerOptions): Promise<Server> {
  const { logger, host, port, publicAddress, intake: intakeLimits = intakeDefaults } = options;
  const app = create(options);
  const intake = new Intake(intakeLimits);
  const metrics = new Metrics(node, intake);
  const { published, data, id } = node.opened;
  const { now = Date.now, readPeriodMs: periodMs = READ_PERIOD_MS } = options;
  const admits = (draft: Envelope) => node.admits(draft);
  const drafts = new Drafts(data.drafts, { network: id, now, admits });
  const directory = openDirectory(node, { periodMs, now, logger });
  let address = publicAddress ?? "";
  const service: Service = {
    ...{ node, intake, metrics, drafts, directory, now },
    address: () => address,
    blocks: new Blocks(published),
    frames: new Frames(node, logger),
  };
  observe(app, metrics);
  meter(app);
  const close = closer(app, directory);
  await addRoutes(app, service);
  const listen = async () => {
    try {
      await app.listen({ port, host });
    } catch (cause) {
      throw nodeError("LISTEN", { host, port }, cause);
    }
    const listening = addressOf(app, host);
    address = publicAddress ?? listening;
    return listening;
  };
  directory?.start();
  return { directory, listen, close };
}

/** A connection that is answered while the server closes would keep it open until it idles out. */
function closer(app: FastifyInstance, directory: Directory | null): () => Promise<void> {
  let closing = false;
  app.addHook("onSend", async (_, reply) => {
    if (closing) reply.header("connection", "close");
  });
  return async () => {
    closing = true;
    // Whoever sends a request a byte at a time does not keep the node from stopping.
    const patience = setTimeout(() => app.server.closeAllConnections(), limits.closeMs);
    await app.close();
    clearTimeout(patience);
    await directory?.close();
  };
}

function create({ logger, trustProxy, patience }: ServerOptions): FastifyInstance {
  const listen = { behindProxy: trustProxy !== undefined, patience: patience ?? patienceDefaults };
  const options = optionsOf(logger, listen);
  if (trustProxy === undefined) return fastify(options);
  try {
    return fastify({ ...options, trustProxy });
  } catch (cause) {
    throw nodeError("PROXY_ADDRESS", { trustProxy }, cause);
  }
}

function optionsOf(
  loggerInstance: FastifyBaseLogger,
  listen: Parameters<typeof createListener>[1],
) {
  return {
    loggerInstance,
    serverFactory: (handler) => createListener(handler, listen),
    // A machine that is too busy to load a plugin in time would keep the node from beginning at all.
    pluginTimeout: 0,
    clientErrorHandler: answerClientError,
    logController: new LogController({ disableRequestLogging: true }),
    // Addresses that do not decode reach no route and no hook.
    frameworkErrors: (error, request, reply) =>
      sendRefusal(reply.headers(securityHeaders), refusalOf(error, request.log)),
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: limits.paramLength },
  } satisfies FastifyHttpOptions<HttpServer>;
}

async function addRoutes(app: FastifyInstance, service: Service): Promise<void> {
  addSecurityHeaders(app);
  answerErrors(app);
  addAssetRoutes(app);
  addDocs(app);
  addLogRoutes(app, service.node);
  addStatusRoutes(app, service);
  addPages(app, service);
  addLandPages(app, service);
  addVerifyPage(app);
  mountTransactions(app, service);
  mountDrafts(app, service);
  mountDirectory(app, service);
  mountLog(app, service);
  mountRecords(app, service.node);
  mountGovernance(app, service.node);
  mountReadModel(app, service.node);
  await app.ready();
}

/** As a person would type it. */
function addressOf(app: FastifyInstance, host: string): string {
  const bound = app.server.address();
  const port = typeof bound === "object" ? bound?.port : undefined;
  const local = ["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(host);
  const name = local ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port ?? 0}`;
}
