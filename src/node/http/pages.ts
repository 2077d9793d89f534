import type { FastifyInstance } from "fastify";
import { apiError } from "../../api/errors.js";
import { renderError } from "../../portal/error-page.js";
import { renderHome } from "../../portal/home.js";
import { frameOf, HomeViews } from "./home-view.js";
import { noAddress } from "./not-found.js";
import { sendRefusal } from "./replies.js";
import type { Service } from "./service.js";
import { Shelf } from "./shelf.js";

const HTML = "text/html; charset=utf-8";
/** Times on the page are relative, so it does not keep for long. */
const PAGE_MS = 1000;

/** The portal's pages, and for people a page where nothing else answers. */
export function addPages(
  app: FastifyInstance,
  { node, blocks }: Service,
  address: () => string,
): void {
  const { published } = node.opened;
  const views = new HomeViews(node, blocks, app.log);
  const home = new Shelf(PAGE_MS, () => renderHome(views.view(address(), Date.now())));
  app.get("/", (_, reply) => {
    if (published.publication === null) {
      const error = node.trouble ?? apiError("INTERNAL");
      return reply.code(503).type(HTML).send(page("The log is not whole", error));
    }
    return reply
      .header("cache-control", "no-cache")
      .type(HTML)
      .send(home.get(published.publication));
  });
  const page = (title: string, { code, message, facts }: ReturnType<typeof apiError>) =>
    renderError({ ...frameOf(node), title, sentence: message, code, facts });
  app.setNotFoundHandler((request, reply) => {
    const refusal = noAddress(request.url);
    const forPeople = request.headers.accept?.includes("text/html") ?? false;
    if (!forPeople) return sendRefusal(reply, refusal);
    return reply.code(404).type(HTML).send(page("There is no page here", refusal.error));
  });
}
