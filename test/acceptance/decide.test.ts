import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { initData, startNode, workDir } from "./counterfoil.js";

const HOUR_MS = 3_600_000;
type Listed = { items: { id: string; tally: { approving: number; needed: number } }[] };

/** As docs/guides/decide-together.md says it, in a network of one agency. */
it("proposes, shows and decides on the command line", async () => {
  const dir = workDir();
  const node = await startNode(await initData());
  const keyName = readdirSync(join(node.data, "keys")).find((name) =>
    name.endsWith("-governor.key"),
  );
  const agency = keyName?.replace(/-governor\.key$/, "") ?? "";
  const key = join(node.data, "keys", keyName ?? "");
  const send = async (type: string, body: object) => {
    const [json, tx] = [join(dir, "body.json"), join(dir, "made.tx")];
    writeFileSync(json, JSON.stringify(body));
    const made = await node.run<{ id: string }>([
      "tx",
      "new",
      type,
      json,
      "-o",
      tx,
      "--as",
      key,
      "--json",
    ]);
    await node.run(["tx", "sign", tx, "--as", key, "--json"]);
    const { code } = await node.run(["submit", tx, "--json"]);
    return { id: made.json.id, code };
  };
  const open = async () =>
    (await node.run<Listed>(["governance", "proposals", "--json"])).json.items;
  const action = { kind: "set-parameter", parameter: "engine.blockBytes", value: 2_000_000 };
  const deadline = Date.now() + HOUR_MS;
  const { id, code } = await send("governance.propose", { agency, deadline, action });
  expect(code).toBe(0);
  expect(await open()).toMatchObject([{ id, tally: { approving: 0, needed: 1 } }]);
  expect((await send("governance.vote", { proposal: id, agency, approve: true })).code).toBe(0);
  expect(await open()).toEqual([]);
  const told = await node.run<{ value: { value: number } }>([
    "get",
    "governance/parameter/engine.blockBytes",
    "--json",
  ]);
  expect(told.json.value.value).toBe(2_000_000);
});
