import type { FastifyInstance } from "fastify";
import { apiError } from "../../api/errors.js";
import { cborToJson } from "../../api/json.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import { toHex } from "../../base/text.js";
import { originOf } from "../../crypto/checkpoint.js";
import { proveError } from "../../ledger/prove.js";
import { type Handler, mount, ok } from "./mount.js";
import type { Service } from "./service.js";

export function mountLog(app: FastifyInstance, service: Service): void {
  mount(app, routes.network, readNetwork(service));
  mount(app, routes.fact, readFact(service));
  mount(app, routes.receipt, makeReceipt(service));
  mount(app, routes.blocks, listBlocks(service));
  mount(app, routes.block, readBlock(service));
}

function readNetwork({ node }: Service): Handler<typeof routes.network> {
  return () => {
    const { config, id, published } = node.opened;
    const { publication } = published;
    if (publication === null) throw node.trouble ?? apiError("INTERNAL");
    const { size, root, height, time } = publication;
    return ok({
      key: "genesis",
      index: 0,
      name: config.network,
      id: config.id,
      origin: originOf(config.network, id),
      demo: config.demo,
      logKeys: node.agencies.map(({ logKey }) => toHex(logKey.thumbprint)),
      accepts: node.accepts,
      size,
      root: toHex(root),
      height,
      time,
    });
  };
}

function readFact({ node }: Service): Handler<typeof routes.fact> {
  return async ({ query: { key, at } }) => {
    const { size } = node.opened.published;
    if (at !== undefined && at > size) throw proveError("PROVE_UNKNOWN", { at, size });
    const { fact, replacedBy } = await node.versionAt(key, at ?? size);
    const { index, cause, supersedes, value } = fact;
    return ok({
      key,
      value: value === undefined ? null : cborToJson(value),
      index,
      cause,
      supersedes,
      retracted: value === undefined,
      current: replacedBy === null,
      size,
    });
  };
}

function makeReceipt(service: Service): Handler<typeof routes.receipt> {
  return async ({ query: { key, transaction, asOf, at } }) => {
    const wanted = key ?? `tx/${transaction ?? ""}`;
    const time = at === undefined ? timeOf(asOf) : sealTimeAt(service, at);
    return ok(await service.node.receipt(wanted, time));
  };
}

/** @param asOf ms since 1970 or ISO 8601 */
function timeOf(asOf: string | undefined): number | null {
  if (asOf === undefined) return null;
  return /^\d+$/.test(asOf) ? Number(asOf) : Date.parse(asOf);
}

/** The time of the seal that ended the log at a size. @throws API_NOT_BLOCK_END, API_BLOCK_TIME */
function sealTimeAt({ node, blocks }: Service, size: number): number {
  const { published } = node.opened;
  const height = size > published.size ? null : published.heightOfSize(size);
  if (height === null) throw apiError("API_NOT_BLOCK_END", { size });
  const { time } = blocks.seal(height).seal;
  // `asOf` a time shows the last block of that time.
  if (height < published.height && blocks.seal(height + 1).seal.time === time) {
    throw apiError("API_BLOCK_TIME", { size, time });
  }
  return time;
}

function listBlocks({ blocks }: Service): Handler<typeof routes.blocks> {
  return ({ query: { limit = apiLimits.pageDefault, cursor } }) => {
    const newest = Math.min(cursor ?? blocks.height, blocks.height);
    const count = Math.min(limit, newest + 1);
    const items = Array.from({ length: count }, (_, back) => blocks.summary(newest - back));
    const next = newest - count;
    return ok({ items, next: next < 0 ? null : String(next) });
  };
}

function readBlock({ blocks }: Service): Handler<typeof routes.block> {
  return ({ params: { height } }) => {
    const { first, done, refused } = blocks.counts(height);
    return ok({ ...blocks.summary(height), first, done, refused });
  };
}
