import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { fromHex } from "../../src/base/text.js";
import { decodeDraft } from "../../src/ledger/envelope.js";
import { openPerson } from "../../src/sdk/person.js";
import { initData, type Node, startNode, workDir } from "./counterfoil.js";

type Made = { id: string; handle: string; keyId: string; openings: string };
type Shown = { id: string; signers: { keyId: string; signed: boolean }[] };
type Proved = { key: string; value: Record<string, unknown>; current: boolean };
type Openings = { handle: string; openings: { salt: string; path: string; value: string }[] };

const dir = workDir();
const path = (name: string): string => join(dir, name);
const person = { name: "Ana Dias", number: "12345678", birthDate: "1980-02-29" };
let node: Node;
let registrar: string;

beforeAll(async () => {
  node = await startNode(await initData());
  const file = join(node.data, "keys/registry-registrar.key");
  registrar = (await node.run<{ keyId: string }>(["keys", "show", file, "--json"])).json.keyId;
  await node.run(["keys", "new", path("ana.key"), "--json"]);
});

function handleNew<T>(change: Record<string, string> = {}) {
  const options: Record<string, string> = {
    "--name": person.name,
    "--number": person.number,
    "--birth-date": person.birthDate,
    "--organisation": "registry",
    "--signer": registrar,
    "--as": path("ana.key"),
    "-o": path("ana.tx"),
    "--openings": path("ana.openings.json"),
    ...change,
  };
  return node.run<T>(["handle", "new", ...Object.entries(options).flat(), "--json"]);
}

it("a handle is taken from the command line, and what stands of it opens to its person alone", async () => {
  const made = await handleNew<Made>();
  expect(made.code).toBe(0);
  const { handle, keyId, id } = made.json;
  expect(handle).toMatch(/^[0-9a-f]{32}$/);

  const draft = await node.run<Shown>(["tx", "show", path("ana.tx"), "--json"]);
  expect(draft.json).toMatchObject({ id });
  expect(draft.json.signers).toEqual(
    expect.arrayContaining([
      { keyId, signed: true },
      { keyId: registrar, signed: false },
    ]),
  );

  expect(statSync(path("ana.openings.json")).mode & 0o777).toBe(0o600);
  const file = JSON.parse(readFileSync(path("ana.openings.json"), "utf8")) as Openings;
  expect(file.handle).toBe(handle);
  const openings = file.openings.map((opening) => ({ ...opening, salt: fromHex(opening.salt) }));
  const bytes = new Uint8Array(readFileSync(path("ana.tx")));
  expect(openPerson(decodeDraft(bytes).payload.body, openings)).toEqual(person);

  const as = join(node.data, "keys/registry-registrar.key");
  await node.run(["tx", "sign", path("ana.tx"), "--as", as, "--json"]);
  expect((await node.run(["submit", path("ana.tx"), "--json"])).json).toMatchObject({
    accepted: 1,
    refused: [],
  });
  const shown = await node.run<Proved>(["handle", "show", handle, "--json"]);
  expect(shown.json).toMatchObject({
    key: `identity/handle/${handle}`,
    current: true,
    value: { keyId, vouchedBy: "registry", assurance: "substantial" },
  });
  for (const text of Object.values(person)) expect(shown.stdout).not.toContain(text);
});

it("an enrolment goes through the directory, which shows the person who looked", async () => {
  type Waiting = { items: { id: string; handle: string; person: object; known: object | null }[] };
  type Reads = { handle: string; items: object[] };
  await node.run(["keys", "new", path("bo.key"), "--json"]);
  const made = await handleNew<Made>({
    "--as": path("bo.key"),
    "-o": path("bo.tx"),
    "--openings": path("bo.openings.json"),
  });
  const { id, handle } = made.json;
  const openings = ["--openings", path("bo.openings.json"), "--json"];
  const asked = await node.run(["handle", "ask", path("bo.tx"), ...openings]);
  expect(asked).toMatchObject({ code: 0, json: { id, handle } });
  const wrong = ["--openings", path("ana.openings.json"), "--json"];
  expect(await node.run(["handle", "ask", path("bo.tx"), ...wrong])).toMatchObject({
    code: 2,
    json: { code: "PERSON_OPENING" },
  });

  const listed = await node.run<Waiting>(["handle", "waiting", "-o", path("requests"), "--json"]);
  expect(listed.json.items).toMatchObject([{ id, handle, person, known: null }]);
  const file = path(`requests/${id}.tx`);
  const as = join(node.data, "keys/registry-registrar.key");
  await node.run(["tx", "sign", file, "--as", as, "--json"]);
  expect((await node.run(["submit", file, "--json"])).json).toMatchObject({ accepted: 1 });

  // What is on the ledger waits no more, so there is nothing to decline.
  expect(await node.run(["handle", "decline", handle, "--json"])).toMatchObject({
    code: 1,
    json: { code: "DIRECTORY_UNKNOWN" },
  });

  const who = ["handle", "who", handle, "--json", "--purpose"];
  expect(await node.run([...who, "registration"])).toMatchObject({ code: 0, json: { person } });
  expect(await node.run([...who, "courtOrder", "--as", as])).toMatchObject({
    code: 1,
    json: { code: "DIRECTORY_ROLE" },
  });
  expect((await node.run([...who, "curiosity"])).json).toMatchObject({ code: "CLI_USAGE" });
  const reads = await node.run<Reads>(["handle", "reads", "--as", path("bo.key"), "--json"]);
  expect(reads.json).toMatchObject({
    handle,
    items: [
      { purpose: "registration", capacity: "registrar", organisation: "registry", proved: null },
      { purpose: "enrolment", capacity: "registrar", organisation: "registry", proved: null },
    ],
  });
});

it.each([
  ["PERSON_FORM", { "--birth-date": "1981-02-29" }],
  ["PERSON_FORM", { "--name": "" }],
  ["CLI_USAGE", { "--assurance": "certain" }],
  ["CLI_USAGE", { "--signer": "registrar" }],
  ["CLI_TIME", { "--valid-until": "tomorrow" }],
])("answers %s to %j, as a misuse", async (code, change) => {
  expect(await handleNew(change)).toMatchObject({ code: 2, json: { code } });
});
