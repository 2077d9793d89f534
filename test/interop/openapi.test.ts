import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Site } from "../../fuzz/http/site.js";
import { tempDir } from "../temp-log.js";

const schemathesis = fileURLToPath(
  new URL("../../.cache/schemathesis/bin/schemathesis", import.meta.url),
);
const hasSchemathesis = existsSync(schemathesis);
const hooks = fileURLToPath(new URL("python/openapi_hooks.py", import.meta.url));
const dir = tempDir();
/** A new one every time; its report names it. */
const seed = Date.now() % 2 ** 31;
/** Requests to each address in the fuzzing phase, besides those that cover the document. */
const EXAMPLES = process.env["COUNTERFOIL_EXAMPLES"] ?? "8";

/** No 5xx, no status, type or body that is not in the document, and what breaks its rules is refused. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
];

/** What stands on record, so that answers are looked at and not only refusals. */
const values = (
  known: Site["known"],
): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  "/api/v1/transactions/{id}": { "path.id": known["transactions"]?.[0] ?? "" },
  "/api/v1/facts": { "query.key": "land/title/t-1" },
  "/api/v1/receipts": { "query.key": "land/title/t-1" },
  "/api/v1/land/parcels/{id}": { "path.id": "p-0" },
  "/api/v1/land/titles/{id}": { "path.id": "t-1" },
  "/api/v1/land/titles/{id}/history": { "path.id": "t-1" },
  "/api/v1/land/rights/{id}": { "path.id": "t-1.1" },
  "/api/v1/land/daybook/{office}": { "path.office": "main" },
  "/api/v1/identity/organisations/{id}": { "path.id": "registry" },
});

function configOf(known: Site["known"]): string {
  const operations = Object.entries(values(known)).map(([path, parameters]) => {
    const [name, value] = Object.entries(parameters)[0] ?? ["", ""];
    return `[[operations]]\ninclude-path = "${path}"\nparameters = { "${name}" = "${value}" }\n`;
  });
  const path = join(dir, "schemathesis.toml");
  writeFileSync(path, operations.join("\n"));
  return path;
}

function run(args: readonly string[]): Promise<{ status: number | null; text: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, SCHEMATHESIS_HOOKS: hooks, PYTHONDONTWRITEBYTECODE: "1" };
    const child = spawn(schemathesis, args, { cwd: dir, env });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part: Buffer) => parts.push(part));
    }
    child.on("close", (status) => resolve({ status, text: Buffer.concat(parts).toString() }));
  });
}

describe.runIf(hasSchemathesis)("Schemathesis 4.32.5 over the served OpenAPI document", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it(`finds no 5xx and no answer that is not documented (seed ${seed})`, async () => {
    const { status, text } = await run([
      ...["--config-file", configOf(site.known), "--no-color"],
      ...["run", `http://127.0.0.1:${site.port}/api/openapi.json`],
      ...["--phases", "coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", String(seed)],
      ...["--checks", checks.join(","), "--continue-on-failure", "--no-shrink"],
    ]);
    expect({ status, failed: status === 0 ? "" : text }).toEqual({ status: 0, failed: "" });
    expect(text).toMatch(/Tested: +\d+/);
  });
});
