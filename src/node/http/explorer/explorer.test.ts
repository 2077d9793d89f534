import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../../test/served.js";
import { toHex } from "../../../base/text.js";
import { decodeCbor } from "../../../codec/cbor-decode.js";
import { decodeEnvelope } from "../../../ledger/envelope.js";
import { decodeFact } from "../../../ledger/fact.js";

let served: Served;
let refusedId: string;

beforeAll(async () => {
  served = await Served.start();
  for (let n = 1; n <= 70; n++) await served.node.submit(served.registration(n));
  const refused = served.registration(1, { parcel: "p9001" });
  refusedId = toHex(decodeEnvelope(refused).id);
  await served.node.submit(refused);
  await served.node.readModel.caughtUp();
});

const html = { accept: "text/html" };
const page = async (path: string): Promise<string> => {
  const answer = await served.get(path, html);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  return answer.text();
};
const bytes = async (path: string) => new Uint8Array(await (await served.get(path)).arrayBuffer());
const rowsOf = (text: string): string[] => text.trimEnd().split("\r\n");

describe("/explorer", () => {
  it("lists transactions newest first, each in a sentence, the refused one with its code", async () => {
    const text = await page("/explorer");
    expect(text).toContain("Registered parcel p0070 and its title");
    expect(text).toContain(`href="/explorer/transactions/${refusedId}"`);
    expect(text).toMatch(/Refused.*LAND_/s);
    expect(text.indexOf("p0070")).toBeLessThan(text.indexOf("p0069"));
  });

  it("leads through all of them, each once", async () => {
    const seen: string[] = [];
    let path = "/explorer";
    for (let pages = 0; path !== "" && pages < 10; pages++) {
      const query = path.includes("?") ? "&" : "?";
      const rows = rowsOf(await (await served.get(`${path}${query}format=csv`)).text()).slice(1);
      seen.push(...rows.map((row) => row.slice(0, 64)));
      const older = /rel="next" href="([^"]*)"/.exec(await page(path))?.[1] ?? "";
      path = older.replaceAll("&amp;", "&");
    }
    expect(seen).toHaveLength(71);
    expect(new Set(seen).size).toBe(71);
  });

  it("shows those of one type, and says so where there are none", async () => {
    expect(await page("/explorer?type=land.register")).toContain("Parcel registered, newest first");
    expect(await page("/explorer?type=identity.dismiss")).toContain("Nothing of this kind here.");
    expect(await page("/explorer?type=")).toContain("Transactions, newest first");
  });

  it.each(["csv", "json"])("gives the rows as %s, as a file", async (format) => {
    const answer = await served.get(`/explorer?format=${format}`);
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="transactions.${format}"`,
    );
    expect(await answer.text()).toContain(refusedId);
  });

  it.each([
    "/explorer?type=<script>",
    "/explorer?before=-1",
    "/explorer?format=xml",
    "/explorer?other=1",
    "/explorer/blocks?from=x",
  ])("refuses %s on a page for people, and in JSON for programs", async (path) => {
    const answer = await served.get(path, html);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("This address does not fit the page");
    expect(await (await served.get(path)).json()).toMatchObject({ code: "API_PARAMETER" });
  });
});

describe("/explorer/blocks", () => {
  it("lists the seals and leads from one to the next", async () => {
    const { height } = served.node.opened.published;
    const text = await page("/explorer/blocks");
    expect(text).toContain(`href="/explorer/blocks/${height}"`);
    const one = await page(`/explorer/blocks/${height - 1}`);
    expect(one).toContain(`rel="prev" href="/explorer/blocks/${height - 2}"`);
    expect(one).toContain(`rel="next" href="/explorer/blocks/${height}"`);
    expect(one).toContain("Land Registry");
  });

  it("shows the founding, whose facts no transaction wrote", async () => {
    const text = await page("/explorer/blocks/0");
    expect(text).toContain("No transaction stands in this block.");
    expect(text).toContain('href="/explorer/facts/genesis?version=0"');
  });

  it("has a page for a seal that is not there yet", async () => {
    const answer = await served.get("/explorer/blocks/99999", html);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no such record");
  });
});

describe("/explorer/transactions", () => {
  it("says why one was refused, and that nothing was changed", async () => {
    const text = await page(`/explorer/transactions/${refusedId}`);
    expect(text).toContain("<strong>Refused:</strong>");
    expect(text).toContain("Nothing was changed.");
    expect(text).toContain("It wrote nothing.");
  });

  it("shows who signed, what it wrote, and gives the envelope's own bytes", async () => {
    const { id, writes } = await written("land/parcel/p0070");
    const text = await page(`/explorer/transactions/${id}`);
    expect(text).toContain("identity/key/");
    for (const key of writes) expect(text).toContain(`/explorer/facts/${key}?version=`);
    const envelope = decodeEnvelope(await bytes(`/explorer/transactions/${id}/bytes`));
    expect(toHex(envelope.id)).toBe(id);
  });

  it("has a page for one that is unknown", async () => {
    const answer = await served.get(`/explorer/transactions/${"0".repeat(64)}`, html);
    expect(answer.status).toBe(404);
  });
});

describe("/explorer/facts", () => {
  it("shows the fields with who may see them, and the leaf's own bytes", async () => {
    const text = await page("/explorer/facts/land/right/p0070.1");
    expect(text).toContain("Newest of its key");
    expect(text).toContain("Everyone");
    expect(text).toContain('href="/receipts/land/right/p0070.1"');
    const { index } = served.node.newest("land/right/p0070.1");
    const leaf = await bytes(`/explorer/leaves/${index}`);
    expect(decodeFact(index, leaf)).toMatchObject({ key: "land/right/p0070.1" });
    expect(decodeCbor(leaf)).toBeInstanceOf(Array);
  });

  it("shows an older version as replaced, and by what", async () => {
    const newest = served.node.newest("land/office/main");
    const text = await page(`/explorer/facts/land/office/main?version=${newest.supersedes}`);
    expect(text).toContain("Replaced");
    expect(text).toContain(`href="/explorer/facts/land/office/main?version=${newest.index}"`);
  });

  it("knows no version of another key", async () => {
    const { index } = served.node.newest("land/parcel/p0001");
    const answer = await served.get(`/explorer/facts/land/title/p0001?version=${index}`, html);
    expect(answer.status).toBe(404);
  });

  it("links a title to its own page", async () => {
    expect(await page("/explorer/facts/land/title/p0001")).toContain('href="/land/titles/p0001"');
  });
});

/** The transaction that wrote the newest fact of a key, and everything that it wrote. */
async function written(key: string) {
  const { index, cause } = served.node.newest(key);
  const writer = decodeFact(index - cause, served.node.opened.published.leaf(index - cause));
  if (!("key" in writer)) return expect.unreachable("the writer was struck");
  const id = writer.key.slice("tx/".length);
  const { body } = await served.client.transaction({ id });
  return { id, writes: body.writes.map((fact) => fact.key) };
}
