import type { FastifyInstance } from "fastify";
import { renderHome } from "../../portal/home.js";
import { addDemoPages } from "./demo-pages.js";
import { addExplorer } from "./explorer/routes.js";
import { HomeViews } from "./home-view.js";
import { addIslandPages } from "./island-pages.js";
import { noAddress } from "./not-found.js";
import { addPage, forPeople, HTML, sendFailure } from "./page.js";
import { receiptPage } from "./receipts.js";
import { searchPage } from "./search.js";
import type { Service } from "./service.js";
import { Shelf } from "./shelf.js";

/** Times on the page are relative, so it does not keep for long. */
const PAGE_MS = 1000;

/** The portal's pages, and for people a page where nothing else answers. */
export function addPages(app: FastifyInstance, service: Service): void {
  addHome(app, service);
  addExplorer(app, service);
  addPage(app, service, receiptPage(service));
  addPage(app, service, searchPage(service));
  addIslandPages(app, service);
  addDemoPages(app, service);
  app.setNotFoundHandler((request, reply) =>
    sendFailure(service, request, reply, noAddress(request.url)),
  );
}

function addHome(app: FastifyInstance, service: Service): void {
  const { frames, now, address } = service;
  const views = new HomeViews(service);
  const home = new Shelf(PAGE_MS, () => renderHome(views.view(address(), now())));
  forPeople(app, service, "/", async (_, reply) => {
    const page = home.get(frames.publication);
    return reply.header("cache-control", "no-cache").type(HTML).send(page);
  });
}
