import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from "fastify";
import { z } from "zod";
import { renderError } from "../../portal/error-page.js";
import type { PageView } from "../../portal/view.js";
import { decode } from "./mount.js";
import { factsBody, type Refusal, refusalOf, sendRefusal } from "./replies.js";
import { type Rows, sendRows } from "./rows.js";
import type { Service } from "./service.js";

export const HTML = "text/html; charset=utf-8";

const nothing = z.strictObject({});
type Parameters = z.ZodObject;

type Asked<P extends Parameters, Q extends Parameters> = {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  /** What stands around the page; its `source` is the state that the page is made from. */
  readonly frame: PageView;
};

/** A page: where it is, what it shows, how it is written, and what its reader's browser may do. */
export type Page<P extends Parameters, Q extends Parameters, View> = {
  /** As Fastify has it: `/explorer/blocks/:height`, or `/receipts/*` with a parameter `"*"`. */
  readonly path: string;
  readonly params?: P;
  readonly query?: Q;
  /** Whatever coded error it throws becomes a page for people, or JSON for programs. */
  readonly view: (asked: Asked<P, Q>, request: FastifyRequest) => View | Promise<View>;
  readonly render: (view: View) => string;
  /** Made from the read model, which may lag: the page then says by how much. */
  readonly lags?: boolean;
  /** The rows of its table, which `?format=csv` and `?format=json` then give. */
  readonly rows?: (view: View) => Rows;
  /** The file that `?download` then gives. */
  readonly file?: (view: View) => PageFile;
  /** A policy other than that of pages on which nothing runs, such as `islandPolicy()`. */
  readonly policy?: string;
  /** `cache-control`; by default the page is asked for again each time. */
  readonly cache?: string;
};

type PageFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

const format = z.enum(["csv", "json"]).optional();

/** Puts a page on its address. */
export function addPage<View, P extends Parameters = Parameters, Q extends Parameters = Parameters>(
  app: FastifyInstance,
  service: Service,
  page: Page<P, Q, View>,
): void {
  const { path, view, render, lags, rows, file, policy, cache = "no-cache" } = page;
  const params = page.params ?? nothing;
  const query = page.query ?? nothing;
  const asked = query.extend({
    ...(rows && { format }),
    ...(file && { download: z.string().max(0).optional() }),
  });
  forPeople(app, service, path, async (request, reply) => {
    const now = service.now();
    const given: Record<string, unknown> = decode(asked, request.query);
    const made = await view(
      {
        params: decode(params, request.params) as z.output<P>,
        query: given as z.output<Q>,
        frame: service.frames.page(now, lags ? service.node.readModel.lag(now).facts : null),
      },
      request,
    );
    reply.header("cache-control", cache);
    const wanted = format.parse(given["format"]);
    if (wanted !== undefined && rows !== undefined) return sendRows(reply, wanted, rows(made));
    if (given["download"] !== undefined && file !== undefined) return sendFile(reply, file(made));
    if (policy !== undefined) reply.header("content-security-policy", policy);
    return reply.type(HTML).send(render(made));
  });
}

export function sendFile(reply: FastifyReply, { name, type, bytes }: PageFile): FastifyReply {
  return reply
    .header("content-disposition", `attachment; filename="${name}"`)
    .type(type)
    .send(bytes);
}

/** Puts a handler on an address whose errors are pages; for what answers more than one page. */
export function forPeople(
  app: FastifyInstance,
  service: Service,
  path: string,
  handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const handler: RouteHandlerMethod = async (request, reply) => {
    try {
      return await handle(request, reply);
    } catch (error) {
      return sendFailure(service, request, reply, refusalOf(error, request.log));
    }
  };
  app.get(path, handler);
}

/** A page for whoever reads pages, JSON for everyone else. */
export function sendFailure(
  { frames }: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const reads = request.headers.accept?.includes("text/html") ?? false;
  if (!reads) return sendRefusal(reply, refusal);
  const { status, error } = refusal;
  const { code, message: sentence } = error;
  const facts = factsBody(error.facts);
  return reply
    .code(status)
    .header("cache-control", "no-store")
    .type(HTML)
    .send(renderError({ ...frames.frame(), status, sentence, code, facts }));
}
