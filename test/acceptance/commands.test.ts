import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { initData, inTwos, type Node, run, startNode, workDir } from "./counterfoil.js";
import { lots, writeGeoJson } from "./parcels.js";

const dir = workDir();
const path = (name: string): string => join(dir, name);

type Command = { readonly name: readonly string[]; readonly help: string };

/** Full names of the commands, from nothing but their helps. */
async function commandsUnder(name: readonly string[]): Promise<Command[]> {
  const { code, stdout } = await run([...name, "--help"]);
  if (code !== 0) throw new Error(`${name.join(" ")} --help ended with ${code}`);
  const list = stdout.split("\nCommands:\n")[1]?.split("\n\n")[0] ?? "";
  const below = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, word = ""]) => word);
  const known = below.filter((word) => word !== "help");
  if (known.length === 0) return [{ name, help: stdout }];
  return (await inTwos(known, (word) => commandsUnder([...name, word]))).flat();
}

it("every command shows an example, and says in JSON what it does not understand", async () => {
  const commands = await commandsUnder([]);
  expect(commands.length).toBeGreaterThan(20);
  const answers = await inTwos(commands, async ({ name, help }) => {
    const shown = help.includes(`\nExample:\n  $ counterfoil ${name.join(" ")}`);
    const { code, json } = await run([...name, "--no-such-option", "--json"]);
    return { name, shown, code, json };
  });
  expect(answers).toMatchObject(
    commands.map(({ name }) => ({ name, shown: true, code: 2, json: { code: "CLI_USAGE" } })),
  );
});

it("names its version and the formats that it knows", async () => {
  const { code, stdout } = await run(["--version"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^counterfoil \d+\.\d+\.\d+ \(facts 1, .*data directory 1\)\n$/);
});

it("ends quietly where nobody reads on", async () => {
  const under = ["bash", "-o", "pipefail", "-c", '"$0" "$@" | true'];
  expect(await run(["--help"], { under })).toMatchObject({ code: 0, stderr: "" });
});

describe("an error", () => {
  const gone = "http://127.0.0.1:1";
  beforeAll(async () => {
    writeFileSync(path("text"), "neither CBOR nor JSON\n");
    writeFileSync(path("empty.tx"), "");
    writeFileSync(path("parcel.json"), "{}");
    writeGeoJson(path("lots.geojson"), lots(0, 1));
    await initData(path("data"));
  });

  it.each<[status: number, code: string, args: string]>([
    [3, "REMOTE_UNREACHABLE", "get a/b"],
    [3, "REMOTE_UNREACHABLE", "receipt a/b -o out"],
    [3, "REMOTE_UNREACHABLE", "trust -o out"],
    [3, "REMOTE_UNREACHABLE", "tail"],
    [3, "REMOTE_UNREACHABLE", "land parcels"],
    [3, "REMOTE_UNREACHABLE", "land title x"],
    [3, "REMOTE_UNREACHABLE", "land export -o out"],
    [3, "REMOTE_UNREACHABLE", "land import lots.geojson --data data"],
    [3, "REMOTE_UNREACHABLE", "replica --from http://127.0.0.1:1 --data new --once"],
    [3, "REMOTE_UNREACHABLE", "handle show x"],
    [3, "REMOTE_UNREACHABLE", "handle waiting --data data"],
    [3, "CLI_FILE", "handle ask nothing --openings nothing"],
    [2, "CLI_USAGE", "handle reads"],
    [3, "CLI_FILE", "submit nothing"],
    [3, "CLI_FILE", "verify nothing --trust nothing"],
    [3, "DISK_IO", "keys show nothing"],
    [3, "DISK_IO", "restore nothing --data new"],
    [3, "DISK_IO", "backup --data data -o nowhere/out"],
    [3, "DISK_IO", "init --network a --data text"],
    [3, "DATA_MISSING", "audit --data nothing"],
    [3, "DATA_MISSING", "start --data nothing"],
    [3, "LISTEN", "start --data data --host 203.0.113.1 --port 0"],
    [2, "CLI_USAGE", "init"],
    [2, "CLI_USAGE", "init --network Upper_Case"],
    [2, "CLI_USAGE", "start --data data --port 65536"],
    [2, "CLI_USAGE", "start --data data --read-period 0"],
    [2, "CLI_USAGE", "land"],
    [2, "CLI_USAGE", "frobnicate"],
    [2, "CLI_USAGE", "receipt a/b"],
    [2, "CLI_USAGE", "tx new no.type parcel.json -o out --data data"],
    [2, "CLI_USAGE", "get a/b --at yesterday"],
    [2, "CLI_TIME", "land title x --as-of yesterday"],
    [2, "API_PARAMETER", "get a//b"],
    [2, "API_PARAMETER", "land parcels --limit 0"],
    [2, "BACKUP_FORM", "restore text --data new"],
    [2, "KEY_FILE_EXISTS", "keys new text"],
    [2, "TRUST_FORM", "verify text --trust parcel.json"],
    [2, "CBOR_TAG", "tx show text"],
    [1, "PROVE_UNKNOWN", "get land/parcel/nothing"],
  ])("ends with %i and is one JSON document: %s of %s", async (status, code, args) => {
    const words = args.split(" ");
    const node = status === 1 ? (await served()).address : gone;
    // One that is not made for the case must not be found by chance.
    const outcome = await run([...words, "--node", node, "--json"], { cwd: dir });
    const usage = code === "CLI_USAGE";
    expect(outcome).toMatchObject({ code: status, json: { code } });
    expect(Object.keys(outcome.json)).toEqual(["code", "message", "facts", "docs"]);
    if (!usage) expect(outcome.stdout.trim().split("\n")).toHaveLength(1);
  });

  let node: Promise<Node> | null = null;
  function served(): Promise<Node> {
    node ??= startNode(path("data"));
    return node;
  }

  it("stands on standard error for people", async () => {
    const { code, stdout, stderr } = await run(["get", "a/b", "--node", gone]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("REMOTE_UNREACHABLE, see docs/reference/errors.md#");
  });
});
