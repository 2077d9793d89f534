import { existsSync, readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { type DemoView, renderDemo } from "../../portal/demo/page.js";
import { type Personas, personasFile } from "../../portal/demo/personas.js";
import { islandPolicy } from "./headers.js";
import { addPage, forPeople } from "./page.js";
import type { Service } from "./service.js";

/**
 * Whom one can be in a demonstration, and their secrets. On a node that serves none these addresses
 * do not exist, whatever lies in its directory.
 */
export function addDemoPages(app: FastifyInstance, service: Service): void {
  const { data, config } = service.node.opened;
  if (!config.demo) return;
  const read = (): Personas => readPersonas(data.personas);
  addPage(app, service, {
    path: "/demo",
    policy: islandPolicy(),
    view: ({ frame }): DemoView => ({ ...frame, personas: read().personas }),
    render: renderDemo,
  });
  forPeople(app, service, "/demo/personas.json", async (_, reply) =>
    reply.header("cache-control", "no-store").send(read()),
  );
}

/** Nobody, where the demonstration has not been lived through here. */
function readPersonas(path: string): Personas {
  if (!existsSync(path)) return { version: 1, personas: [] };
  return personasFile.parse(JSON.parse(readFileSync(path, "utf8")));
}
