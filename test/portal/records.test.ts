import { describe, expect, it } from "vitest";
import { Served } from "../served.js";
import { hasChromium, holdsForEvery, usePortal } from "./browser.js";

async function start() {
  const served = await Served.start();
  for (let n = 1; n <= 12; n++) await served.node.submit(served.registration(n));
  await served.node.readModel.caughtUp();
  return { origin: served.address };
}

const pages = [
  "/",
  "/search",
  "/search?q=p00",
  "/search?q=Ana%20Dias",
  "/receipts/land/title/p0001",
];

describe.runIf(hasChromium)("search and receipts in Chromium", () => {
  const portal = usePortal(start);
  holdsForEvery(pages, portal);

  it("leads from the first page to a receipt without JavaScript", async () => {
    const { page } = await portal.open("/", { javaScriptEnabled: false });
    await page.getByRole("searchbox", { name: "Find a record" }).fill("p0007");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /^fact/ }).first().press("Enter");
    await page.getByRole("link", { name: "Keep a receipt" }).press("Enter");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Your half");
    expect(await page.getByRole("img", { name: "Scan to open this receipt" }).count()).toBe(1);
  });

  it("downloads the receipt", async () => {
    const { page } = await portal.open("/receipts/land/title/p0001");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Keep the receipt" }).click();
    expect((await download).suggestedFilename()).toBe("land-title-p0001.receipt");
  });

  it("prints a receipt on one sheet of A4", async () => {
    const { page } = await portal.open("/receipts/land/title/p0001");
    const margin = { top: "12mm", bottom: "12mm", left: "12mm", right: "12mm" };
    const pdf = await page.pdf({ format: "A4", printBackground: true, margin });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
  });

  it("tells in words what is not there", async () => {
    const { page } = await portal.open("/explorer");
    await page.goto(`${portal.origin()}/receipts/nothing/here`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(
      "There is no such record",
    );
  });
});
