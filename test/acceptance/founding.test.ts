import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Refusal, run, workDir } from "./counterfoil.js";

const dir = workDir();
const path = (...names: string[]) => join(dir, ...names);
const consortium = <T = Refusal>(...words: string[]) => run<T>(["consortium", ...words, "--json"]);

const port = (of: number) => ["--node", `http://127.0.0.1:${of}`, "--p2p", `127.0.0.1:${of + 1}`];
const init = (agency: string, of: number, ...more: string[]) =>
  consortium("init", "--agency", agency, "--data", path(agency), ...port(of), ...more);
const found = (agencies: readonly string[], output: string) =>
  consortium<Refusal & { id: string; agencies: string[] }>(
    "found",
    ...agencies.map((agency) => path(agency, "member.json")),
    ...["--network", "arvenia", "-o", path(output)],
  );
const joinAs = (agency: string, founding: string) =>
  consortium<Refusal & { id: string; founder: boolean }>(
    "join",
    path(founding),
    "--data",
    path(agency),
  );

/** Every file of a directory with its contents. */
const everything = (of: string) =>
  readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "hex")]);

describe("agencies that found a network, each in a directory of its own", () => {
  it("make keys that stay with them, and files that hold none", async () => {
    expect((await init("registry", 18_300, "--land")).code).toBe(0);
    expect((await init("court", 18_310)).code).toBe(0);
    expect((await init("audit", 18_320, "--validator-key", "1f".repeat(32))).code).toBe(0);
    const secrets = readdirSync(path("court", "keys")).map(
      (name) => JSON.parse(readFileSync(path("court", "keys", name), "utf8")).secret,
    );
    expect(secrets).toHaveLength(4);
    const member = readFileSync(path("court", "member.json"), "utf8");
    for (const secret of secrets) expect(member).not.toContain(secret);
    expect(readdirSync(path("registry", "keys"))).toContain("registry-registrar.key");
    expect(readdirSync(path("audit", "cometbft", "config"))).toEqual(["node_key.json"]);
  });

  it("begin from one fact, whichever machine makes it", async () => {
    const { code, json } = await found(["registry", "court"], "founding.json");
    expect([code, json.agencies]).toEqual([0, ["registry", "court"]]);
    for (const agency of ["registry", "court", "audit"]) {
      const joined = await joinAs(agency, "founding.json");
      expect(joined.json).toMatchObject({ id: json.id, founder: agency !== "audit" });
    }
    const genesis = ["registry", "court", "audit"].map((agency) =>
      readFileSync(path(agency, "cometbft", "config", "genesis.json"), "utf8"),
    );
    expect(new Set(genesis).size).toBe(1);
    expect(JSON.parse(genesis[0] ?? "").validators).toHaveLength(2);
  });

  it("are told what is wrong, and nothing is changed", async () => {
    const before = everything(dir);
    writeFileSync(path("bad.json"), '{"counterfoil":"member"}');
    writeFileSync(path("founding.json.bad"), "no JSON");
    const members = [path("registry", "member.json"), path("court", "member.json")];
    const asFound = (...paths: string[]) =>
      consortium("found", ...paths, "--network", "arvenia", "-o", path("never.json"));
    const answers = [
      await init("court", 18_310),
      await asFound(...members, members[1] ?? ""),
      await asFound(path("court", "member.json"), path("audit", "member.json")),
      await asFound(...members, path("bad.json")),
      await asFound(path("none.json")),
      await joinAs("court", "founding.json"),
      await joinAs("court", "founding.json.bad"),
      await init("No Name", 18_330),
      await init("tax", 18_340, "--validator-key", "1f"),
    ];
    expect(answers.map(({ code, json }) => [code, json.code])).toEqual([
      [2, "CLI_MEMBER_THERE"],
      [2, "CLI_MEMBERS"],
      [2, "CLI_MEMBERS"],
      [2, "CLI_MEMBERS"],
      [3, "CLI_FILE"],
      [2, "DATA_NOT_EMPTY"],
      [2, "CLI_MEMBERS"],
      [2, "CLI_USAGE"],
      [2, "CLI_USAGE"],
    ]);
    const bad = new Set(["bad.json", "founding.json.bad"]);
    expect(everything(dir).filter(([name = ""]) => !bad.has(name))).toEqual(before);
  });

  it("do not join by a file that has other keys for them", async () => {
    mkdirSync(path("forged"));
    await consortium("init", "--agency", "court", "--data", path("forged"), ...port(18_350));
    const { code, json } = await joinAs("forged", "founding.json");
    expect([code, json.code]).toEqual([2, "CLI_MEMBERS"]);
  });
});
