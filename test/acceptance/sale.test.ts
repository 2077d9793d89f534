import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { initData, type Node, run, startNode, workDir } from "./counterfoil.js";

/** docs/guides/sell-a-title.md, step by step, in the folders that it names. */
const dir = workDir();
const folders = ["ana", "bo", "registry"] as const;
type Folder = (typeof folders)[number];
const REGISTRAR = "data/keys/registry-registrar.key";

let node: Node;

/** Runs a command in a folder against the node; its JSON. Must end well, or with the status that is said. */
async function at<T>(folder: Folder, words: string, status = 0): Promise<T> {
  const args = [...words.split(" "), "--node", node.address, "--json"];
  const { code, json, stderr } = await run<T>(args, { cwd: join(dir, folder) });
  if (code !== status)
    throw new Error(`${words}: ended with ${code}: ${JSON.stringify(json)} ${stderr}`);
  return json;
}

/** Somebody hands a file to somebody. */
function hand(from: Folder, file: string, to: Folder, as = basename(file)): void {
  copyFileSync(join(dir, from, file), join(dir, to, as));
}

const write = (folder: Folder, file: string, value: unknown): void =>
  writeFileSync(join(dir, folder, file), JSON.stringify(value));

type Party = { readonly folder: Folder; readonly handle: string; readonly keyId: string };

async function enrol(folder: Folder, name: string, registrar: string): Promise<Party> {
  const { keyId } = await at<{ keyId: string }>(folder, `keys new ${name}.key`);
  const about = `--name ${name} --number 1${name.length} --birth-date 1980-02-29`;
  const files = `-o ${name}.enrol.tx --openings ${name}.openings.json`;
  const { handle } = await at<{ handle: string }>(
    folder,
    `handle new ${about} --organisation registry --signer ${registrar} --as ${name}.key ${files}`,
  );
  hand(folder, `${name}.enrol.tx`, "registry");
  await at("registry", `tx sign ${name}.enrol.tx --as ${REGISTRAR}`);
  await at("registry", `submit ${name}.enrol.tx`);
  return { folder, handle, keyId };
}

const deed = (commitment: string) => [
  { kind: "deed", date: "2026-03-02", commitment: { hex: commitment }, validatedBy: "registry" },
];

const parcel = (handle: string) => ({
  office: "registry",
  district: "main",
  level: "surface",
  parcel: "AB-12",
  title: "AB-12",
  nationalCadastralReference: "AB-12",
  shape: [[[25_000_000, 455_000_000, 1000, 0, 0, 1000]]],
  legalAreaM2: 62,
  estimatedAccuracyMm: 100,
  holders: [{ kind: "person", id: handle, share: null }],
  sources: deed("07".repeat(32)),
  inLaw: null,
  grounds: null,
  legacy: false,
});

type Shown = { sentence: string; says: string[]; signers: { signed: boolean }[] };
type Owners = {
  items: { id: string; value: { on: { share: number[] }; holders: { id: string }[] } }[];
};

let ana: Party;
let bo: Party;
let cy: Party;
let registrar: string;

beforeAll(async () => {
  for (const folder of folders) mkdirSync(join(dir, folder));
  node = await startNode(await initData(join(dir, "registry", "data")));
  registrar = (await at<{ keyId: string }>("registry", `keys show ${REGISTRAR}`)).keyId;
  ana = await enrol("ana", "ana", registrar);
  bo = await enrol("bo", "bo", registrar);
  cy = await enrol("bo", "cy", registrar);
  for (const folder of folders) await at(folder, "trust -o trust.json");
  write("registry", "parcel.json", parcel(ana.handle));
  await at(
    "registry",
    `tx new land.register parcel.json -o parcel.tx --as ${REGISTRAR} --signer ${ana.keyId}`,
  );
  await at("registry", `tx sign parcel.tx --as ${REGISTRAR}`);
  hand("registry", "parcel.tx", "ana");
  await at("ana", "tx sign parcel.tx --as ana.key");
  hand("ana", "parcel.tx", "registry");
  await at("registry", "submit parcel.tx");
});

async function commitment(name: string): Promise<string> {
  const words = `tx commit deed.pdf -o ${name}.deed.json`;
  return (await at<{ commitment: string }>("bo", words)).commitment;
}

/** Half of the title to Bo and Cy, a quarter each. */
async function writeSale(): Promise<void> {
  writeFileSync(join(dir, "bo", "deed.pdf"), "the deed");
  const to = (handle: string, hex: string) => ({
    holders: [{ kind: "person", id: handle }],
    share: [1, 4],
    sources: deed(hex),
  });
  const takings = [to(bo.handle, await commitment("bo")), to(cy.handle, await commitment("cy"))];
  const from = [{ right: "AB-12.1", share: [1, 2] }];
  const nothing = { price: null, inLaw: null, grounds: null, entry: null };
  write("ana", "sale.json", { title: "AB-12", from, to: takings, ...nothing });
}

it("half of a title goes to two others, signed in three folders, and each verifies a receipt", async () => {
  await writeSale();
  const signers = `${bo.keyId} ${cy.keyId} ${registrar}`;
  await at("ana", `tx new land.transfer sale.json -o sale.tx --as ana.key --signer ${signers}`);
  const shown = await at<Shown>("ana", "tx show sale.tx");
  expect(shown.sentence).toBe("Transferred 1/2 of title AB-12 to two new holders, 1/4 each");
  expect(shown.says).toContain(`${bo.handle} takes 1/4 of the title.`);
  for (const folder of ["bo", "registry"] as const) hand("ana", "sale.tx", folder);
  await at("ana", "tx sign sale.tx -o ana.tx --as ana.key");
  await at("bo", "tx sign sale.tx -o bo.tx --as bo.key");
  await at("bo", "tx sign bo.tx --as cy.key");
  await at("registry", `tx sign sale.tx --as ${REGISTRAR}`);
  hand("ana", "ana.tx", "registry");
  hand("bo", "bo.tx", "registry");
  const joined = await at<Shown>("registry", "tx join sale.tx ana.tx bo.tx -o signed.tx");
  expect(joined.signers.map(({ signed }) => signed)).toEqual([true, true, true, true]);
  expect(await at("registry", "submit signed.tx")).toMatchObject({ accepted: 1, refused: [] });

  const { items } = await at<Owners>("ana", "land owners AB-12");
  expect(items.map(({ id, value }) => [id, value.on.share, value.holders[0]?.id])).toEqual([
    ["AB-12.1", [1, 2], ana.handle],
    ["AB-12.2", [1, 4], bo.handle],
    ["AB-12.3", [1, 4], cy.handle],
  ]);
  expect(await at("ana", "land lodged AB-12")).toMatchObject({ items: [] });
  expect(await at("ana", "land entry registry.2")).toMatchObject({
    value: { decision: "registered" },
  });
  for (const [{ folder }, right] of [
    [ana, 1],
    [bo, 2],
    [cy, 3],
  ] as const) {
    const file = `AB-12.${right}.receipt`;
    await at(folder, `receipt land/right/AB-12.${right} -o ${file}`);
    expect(await verifyOffline(folder, file)).toMatchObject({ valid: true, current: true });
  }
});

it("the same sale again is refused with a reason, and nothing is changed", async () => {
  const again = await at<{ refused: { code: string }[] }>("registry", "submit signed.tx");
  expect(again.refused).toEqual([]);
  await at("ana", `tx new land.transfer sale.json -o again.tx --as ana.key --signer ${registrar}`);
  await at("ana", "tx sign again.tx --as ana.key");
  hand("ana", "again.tx", "registry");
  await at("registry", `tx sign again.tx --as ${REGISTRAR}`);
  expect(await at("registry", "submit again.tx", 1)).toMatchObject({
    refused: [{ code: "LAND_HANDLE_USED" }],
  });
  expect((await at<Owners>("ana", "land owners AB-12")).items).toHaveLength(3);
});

it("what opens the commitment to the deed is for its owner alone", () => {
  const opening = JSON.parse(readFileSync(join(dir, "bo", "bo.deed.json"), "utf8"));
  expect(opening).toMatchObject({ openings: [{ path: "/sources/0/commitment" }] });
});

const unshare = spawnSync("unshare", ["-rn", "true"]).status === 0;

/** Without a network where the machine lets a test have none. */
async function verifyOffline(folder: Folder, file: string): Promise<unknown> {
  const words = ["verify", file, "--trust", "trust.json", "--json"];
  const options = { cwd: join(dir, folder), under: unshare ? ["unshare", "-rn"] : [] };
  return (await run<unknown>(words, options)).json;
}
