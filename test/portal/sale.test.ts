import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseTrustFile } from "../../src/crypto/trust.js";
import { verifyReceipt } from "../../src/ledger/verify-receipt.js";
import { tempDir } from "../temp-log.js";
import { hasChromium, violations } from "./browser.js";
import { type Town, useTown, type Visitor } from "./town.js";

const built = fileURLToPath(new URL("../../dist/portal/verify.html", import.meta.url));

/** On a telephone nothing reaches past the right margin, and axe has nothing to say. */
async function holds({ page }: Visitor): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const { scrollWidth, clientWidth } = await page
      .locator("html")
      .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    expect(await violations(page)).toEqual([]);
  }
}

/** Keeps a receipt, saves it as a file, and sees who looked: gives the file's bytes. */
async function keep({ page }: Visitor, town: Town): Promise<Buffer> {
  await page.goto(`${town.served.address}/my`);
  await page.getByRole("button", { name: "Keep a receipt" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  const bytes = readFileSync(await (await saved).path());
  await page.getByRole("button", { name: "Keep proof that it is yours" }).click();
  await page.getByText("Who stands behind a code of yours.").waitFor();
  await page.getByRole("button", { name: "Show who looked me up" }).click();
  await page.getByText("A registrar of registry, to confirm who you are").first().waitFor();
  return bytes;
}

/** The saved verifier says yes, from its own file and without a network. */
async function verifyOffline({ browser }: Town, receipt: Buffer, trust: string): Promise<void> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const file = join(tempDir(), "counterfoil-verify.html");
  copyFileSync(built, file);
  await page.goto(`file://${file}`);
  const [trusts, receipts] = ["Trust file", "Receipt"].map((name) => page.getByLabel(name).first());
  await trusts?.setInputFiles({
    name: "trust.json",
    mimeType: "application/json",
    buffer: Buffer.from(trust),
  });
  await receipts?.setInputFiles({
    name: "right.receipt",
    mimeType: "application/octet-stream",
    buffer: receipt,
  });
  await page.getByText("This receipt is good").first().waitFor();
  await context.close();
}

describe.runIf(hasChromium)("a sale between three browsers and a registrar's", () => {
  const open = useTown();

  it("gives half of a title to two others in equal shares, and each keeps a receipt", async () => {
    const town = open();
    const [ana, bo, cy] = [await town.arrive(), await town.arrive(), await town.arrive()];
    const office = await town.takeOffice();
    const seller = await town.takeCode(ana, office, "Ana Dias");
    const takers = [
      await town.takeCode(bo, office, "Bo Reis"),
      await town.takeCode(cy, office, "Cy Moor"),
    ];
    await town.register(ana, seller);

    const { page } = ana;
    await town.beginSale(ana, takers, "1/2");
    await page.getByLabel("Price").fill("248,500.00");
    await page.getByLabel("Share of taker 1").fill("3/8");
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("Refused: the shares do not add up. Given 1/2, taken 5/8.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Divide equally" }).click();
    const links = await town.offer(ana);

    for (const [i, visitor] of [bo, cy].entries()) {
      const { page } = visitor;
      await page.goto(links[i] ?? "");
      const sentence = page.locator(".cf-sentence");
      await sentence.getByText("Ana Dias gives 1/2 of title p0001.").waitFor();
      expect(await page.locator(".cf-sheet").innerText()).toContain("EUR\u00a0248,500.00");
      await holds(visitor);
      await page.getByRole("button", { name: "Sign", exact: true }).click();
      await page.getByText("You have signed.").waitFor();
    }
    await office.page.goto(`${town.served.address}/desk`);
    await office.page.getByRole("link", { name: "Look at it, check and sign" }).click();
    await office.page.getByRole("button", { name: "Sign for the office" }).click();
    await office.page.getByText("It is on the ledger.").waitFor();

    const trust = await (await town.served.get("/trust.json")).text();
    for (const visitor of [ana, bo, cy]) {
      const receipt = await keep(visitor, town);
      const { checks } = verifyReceipt(new Uint8Array(receipt), parseTrustFile(trust));
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      await verifyOffline(town, receipt, trust);
      await holds(visitor);
      expect(visitor.complaints).toEqual([]);
    }
    expect(office.complaints).toEqual([]);
  });
});
