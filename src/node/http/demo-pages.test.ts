import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pino } from "pino";
import { afterAll, expect, it } from "vitest";
import { personas } from "../../../test/personas.js";
import { Served } from "../../../test/served.js";
import { tempDir } from "../../../test/temp-log.js";
import { DataDirectory } from "../data-directory.js";
import { found } from "../found.js";
import { LedgerNode, nodeDefaults } from "../ledger-node.js";
import { createServer } from "./server.js";

const quiet = pino({ level: "silent" });
const land = { levels: [], offices: [] };

function leavePersonas(data: DataDirectory): void {
  mkdirSync(dirname(data.personas), { recursive: true });
  writeFileSync(data.personas, JSON.stringify(personas));
}

/** What a node answers that is no demonstration, though somebody left personas in its directory. */
async function earnest(path: string): Promise<Response> {
  const data = new DataDirectory(tempDir());
  const agencies = [{ name: "registry", title: "Registry", officers: [] }];
  found(data, { network: "earnest", demo: false, time: Date.now(), agencies, land });
  leavePersonas(data);
  const node = await LedgerNode.open(data, quiet, { ...nodeDefaults, workers: 0 });
  const server = await createServer(node, { port: 0, host: "127.0.0.1", logger: quiet });
  afterAll(async () => {
    await server.close();
    await node.stop();
  });
  const address = (await server.listen()).replace("localhost", "127.0.0.1");
  return fetch(`${address}${path}`);
}

it("gives a demonstration's personas with their secrets", async () => {
  const served = await Served.start();
  expect(await (await served.get("/demo/personas.json")).json()).toEqual({
    version: 1,
    personas: [],
  });
  leavePersonas(served.node.opened.data);
  const response = await served.get("/demo/personas.json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual(personas);
  const page = await (await served.get("/demo", { accept: "text/html" })).text();
  expect(page).toContain("Be Ana Dias");
  for (const { person } of personas.personas) {
    if (person !== null) expect(page).not.toContain(person.paperCode);
  }
});

it.each(["/demo", "/demo/personas.json"])("has no %s where it is earnest", async (path) => {
  const response = await earnest(path);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain("Ana Dias");
});
