import decodeQR from "qr/decode.js";
import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { verifyReceipt } from "../../ledger/verify-receipt.js";

let served: Served;
beforeAll(async () => {
  served = await Served.start();
  for (let n = 1; n <= 3; n++) await served.node.submit(served.registration(n));
});

const path = "/receipts/land/title/p0001";
const html = { accept: "text/html" };
const page = async (address: string): Promise<string> => {
  const answer = await served.get(address, html);
  expect(answer.status).toBe(200);
  return answer.text();
};

describe("/receipts", () => {
  it("gives a receipt that a stranger finds good, as a file", async () => {
    const answer = await served.get(`${path}?download`);
    expect(answer.headers.get("content-disposition")).toBe(
      'attachment; filename="land-title-p0001.receipt"',
    );
    const trust = parseTrustFile(await (await served.get("/trust.json")).text());
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(verifyReceipt(bytes, trust).receipt).toMatchObject({
      fact: { key: "land/title/p0001" },
      current: true,
    });
  });

  it("says what it is, who signed, and that the paper is worth nothing", async () => {
    const text = await page(path);
    expect(text).toContain("Title p0001 holds one parcel.");
    expect(text).toContain("Land Registry and Treasury");
    expect(text).toContain(
      "Losing this half loses nothing. You do not need it to sell, and holding it makes nobody an owner.",
    );
  });

  it("says of a transaction what it says itself", async () => {
    const { index, cause } = served.node.newest("land/title/p0001");
    const id = (await served.client.tail({ from: index - cause })).body.items[0]?.id;
    expect(await page(`/receipts/tx/${id}`)).toContain("Registered parcel p0001 and its title");
  });

  it("is of another day where that is asked for, and of now where the form was left empty", async () => {
    const { time } = served.node.opened.published.publication ?? { time: 0 };
    expect(await page(`${path}?as-of=${time}`)).toContain("Receipt of now");
    expect(await page(`${path}?as-of=`)).not.toContain("Receipt of now");
  });

  it.each([
    ["a day before anything stood", "?as-of=2001-01-01", 404],
    ["a day to come", "?as-of=2999-01-01", 422],
    ["no day", "?as-of=soon", 400],
    ["nothing known", "/nothing", 404],
  ])("has a page for %s", async (_, rest, status) => {
    expect((await served.get(`${path}${rest}`, html)).status).toBe(status);
  });
});

describe("the code on paper", () => {
  const codeOf = (key: string) => {
    const { index } = served.node.newest(key);
    const { published } = served.node.opened;
    const leaf = toHex(leafHash(published.leaf(index)));
    return { index, leaf, query: `?leaf=${leaf}&index=${index}&size=${published.size}` };
  };

  it("leads back to the record, with its fingerprint, place and size", async () => {
    const { leaf, index } = codeOf("land/title/p0001");
    const scanned = scan(await page(path));
    expect(scanned).toBe(
      `${served.address.replace("127.0.0.1", "localhost")}${path}?leaf=${leaf}&index=${index}&size=${served.node.opened.published.size}`,
    );
    expect(await page(new URL(scanned).pathname + new URL(scanned).search)).toContain(
      "the fingerprints are equal",
    );
  });

  it("is told apart from one that does not match, and from an earlier version", async () => {
    const { query } = codeOf("land/title/p0002");
    expect(await page(`${path}${query}`)).toContain("does not match this record");
    const old = codeOf("land/office/main");
    await served.node.submit(served.registration(9));
    expect(await page(`/receipts/land/office/main${old.query}`)).toContain("has replaced it since");
  });
});

/** Paints the drawing's rectangles as a camera would see them, and reads the code. */
function scan(text: string): string {
  const [, size = ""] = /<svg viewBox="0 0 (\d+) \d+" role="img"/.exec(text) ?? [];
  const [, drawn = ""] = /crispEdges" d="([^"]+)"/.exec(text) ?? [];
  const scale = 4;
  const side = Number(size) * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, width] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < scale; row++) {
      const start = (Number(y) * scale + row) * side + Number(x) * scale;
      for (let i = 0; i < Number(width) * scale; i++)
        data.fill(0, (start + i) * 4, (start + i) * 4 + 3);
    }
  }
  return decodeQR({ width: side, height: side, data });
}
