import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { initData, type Node, run, startNode, workDir } from "./counterfoil.js";

const HOUR_MS = 3_600_000;
type Sent = { refused: { code: string }[] };
type Listed = { items: { id: string; tally: { approving: number; needed: number } }[] };

/** A network of one agency, and what its governor does. */
async function startAgency() {
  const dir = workDir();
  const node = await startNode(await initData());
  const keyName = readdirSync(join(node.data, "keys")).find((name) =>
    name.endsWith("-governor.key"),
  );
  const agency = keyName?.replace(/-governor\.key$/, "") ?? "";
  const key = join(node.data, "keys", keyName ?? "");
  const send = async (type: string, body: object) => {
    const json = join(dir, "body.json");
    writeFileSync(json, JSON.stringify(body));
    return sendFile(type, json);
  };
  const sendFile = async (type: string, json: string) => {
    const tx = join(dir, "made.tx");
    const made = await node.run<{ id: string }>([
      ...["tx", "new", type, json, "-o", tx],
      ...["--as", key, "--json"],
    ]);
    await node.run(["tx", "sign", tx, "--as", key, "--json"]);
    const sent = await node.run<Sent>(["submit", tx, "--json"]);
    return { id: made.json.id, code: sent.json.refused[0]?.code ?? "ok" };
  };
  const propose = (action: object) =>
    send("governance.propose", { agency, deadline: Date.now() + HOUR_MS, action });
  const vote = (proposal: string) => send("governance.vote", { proposal, agency, approve: true });
  return { node, dir, sendFile, propose, vote };
}

async function valueAt<T>(node: Node, key: string): Promise<T> {
  return (await node.run<{ value: T }>(["get", key, "--json"])).json.value;
}

/** As docs/guides/decide-together.md says it. */
it("proposes, shows and decides on the command line", async () => {
  const { node, propose, vote } = await startAgency();
  const open = async () =>
    (await node.run<Listed>(["governance", "proposals", "--json"])).json.items;
  const action = { kind: "set-parameter", parameter: "engine.blockBytes", value: 2_000_000 };
  const { id, code } = await propose(action);
  expect(code).toBe("ok");
  expect(await open()).toMatchObject([{ id, tally: { approving: 0, needed: 1 } }]);
  expect((await vote(id)).code).toBe("ok");
  expect(await open()).toEqual([]);
  const key = "governance/parameter/engine.blockBytes";
  expect((await valueAt<{ value: number }>(node, key)).value).toBe(2_000_000);
});

/** As the guide says it under "When a new agency comes". */
it("accredits, registers and admits an agency that was not there at the founding", async () => {
  const { node, dir, sendFile, propose, vote } = await startAgency();
  const register = join(dir, "register.json");
  const decided = async (action: object) => {
    const { id, code } = await propose(action);
    return code === "ok" ? (await vote(id)).code : code;
  };
  const comes = join(dir, "comes");
  await run(["consortium", "init", "--agency", "archive", "--data", comes, "--json"]);
  const { governance, identity } = JSON.parse(readFileSync(join(comes, "member.json"), "utf8"));
  const told = await run<{ organisation: string; digest: string; body: object }>([
    ...["governance", "accreditation", join(comes, "member.json")],
    ...["-o", register, "--json"],
  ]);
  const { organisation, digest, body } = told.json;
  expect([organisation, body]).toEqual(["archive", identity]);
  const { name, ...keys } = governance;
  const admit = { kind: "admit", agency: name, ...keys, validatorKey: null, replaces: null };
  expect((await propose(admit)).code).toBe("IDENTITY_ORGANISATION_UNKNOWN");
  const sendBody = () => sendFile("identity.register", register);
  expect((await sendBody()).code).toBe("IDENTITY_NOT_ACCREDITED");
  const accredit = { kind: "accredit", organisation, digest: { hex: digest } };
  expect(await decided(accredit)).toBe("ok");
  expect(await valueAt(node, "governance/accreditation/archive")).toEqual({ digest });
  expect((await sendBody()).code).toBe("ok");
  expect(await valueAt<object>(node, "identity/organisation/archive")).toEqual({
    name: "archive",
    reference: null,
  });
  expect(await decided(admit)).toBe("ok");
});
