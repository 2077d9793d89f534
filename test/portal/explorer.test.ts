import { describe, expect, it } from "vitest";
import { toHex } from "../../src/base/text.js";
import { decodeEnvelope } from "../../src/ledger/envelope.js";
import { Served } from "../served.js";
import { hasChromium, holdsForEvery, usePortal } from "./browser.js";

const idOf = (bytes: Uint8Array): string => toHex(decodeEnvelope(bytes).id);

/** A real node with a few parcels, one refusal, and the addresses that follow from them. */
async function start() {
  const served = await Served.start();
  const done = served.registration(1);
  const refused = served.registration(1, { parcel: "p9001" });
  for (const bytes of [done, refused]) await served.node.submit(bytes);
  for (let n = 2; n <= 40; n++) await served.node.submit(served.registration(n));
  const aliases = {
    "a transaction": `/explorer/transactions/${idOf(done)}`,
    "a refused transaction": `/explorer/transactions/${idOf(refused)}`,
  };
  return { origin: served.address, aliases };
}

const pages = [
  "/explorer",
  "/explorer?type=identity.dismiss",
  "/explorer/blocks",
  "/explorer/blocks/1",
  "a transaction",
  "a refused transaction",
  "/explorer/facts/land/right/p0001.1",
  "/explorer/facts/land/office/main",
];

describe.runIf(hasChromium)("the explorer in Chromium", () => {
  const portal = usePortal(start);
  holdsForEvery(pages, portal);

  it("leads by keyboard from a sentence to the fact that it wrote, without JavaScript", async () => {
    const { page } = await portal.open("/explorer", { javaScriptEnabled: false });
    await page.getByRole("link", { name: "Registered parcel p0040" }).press("Enter");
    await page.getByRole("link", { name: "land/title/p0040" }).press("Enter");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("land/title/p0040");
    await page.getByText("In diagnostic notation").press("Enter");
    expect(await page.locator("pre").first().textContent()).toContain('"land/title/p0040"');
  });

  it("filters by type with a form", async () => {
    const { page } = await portal.open("/explorer", { javaScriptEnabled: false });
    await page.getByLabel("Show only").selectOption("land.register");
    await page.getByRole("button", { name: "Show" }).press("Enter");
    expect(new URL(page.url()).search).toBe("?type=land.register");
    expect(await page.getByRole("table").textContent()).toContain("Parcel registered");
  });

  it("keeps the table a table where it is laid out as rows", async () => {
    const { page } = await portal.open("/explorer", { viewport: { width: 320, height: 800 } });
    expect(await page.getByRole("columnheader", { name: "What it says" }).count()).toBe(1);
    expect(await page.getByRole("row").count()).toBeGreaterThan(20);
  });
});
