import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { hash, recordId } from "../../api/values.js";
import { type IslandView, renderIsland } from "../../portal/island-page.js";
import { shells } from "../../portal/messages/islands.js";
import { islandPolicy } from "./headers.js";
import { addPage } from "./page.js";
import type { Service } from "./service.js";

/** Pages whose program works with keys of the reader's browser: all that the node knows is the address. */
export function addIslandPages(app: FastifyInstance, service: Service): void {
  const page = (
    island: IslandView["island"],
    path: string,
    params: z.ZodObject,
    trail: IslandView["trail"] = [],
  ) =>
    addPage(app, service, {
      path,
      params,
      policy: islandPolicy(),
      view: ({ frame }): IslandView => ({ ...frame, island, trail }),
      render: renderIsland,
    });
  const mine: IslandView["trail"] = [[shells.my.title, "/my"]];
  page("my", "/my", z.strictObject({}));
  page("sell", "/sell/:title", z.strictObject({ title: recordId }), mine);
  page("sign", "/sign/:draft", z.strictObject({ draft: hash }), mine);
  page("desk", "/desk", z.strictObject({}));
  const office: IslandView["trail"] = [[shells.desk.title, "/desk"]];
  page("determine", "/determine/:title", z.strictObject({ title: recordId }), office);
}
