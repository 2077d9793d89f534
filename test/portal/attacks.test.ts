import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { attacks, type Shown, shownAttacks, twoHistories } from "../attacks.js";
import { tempDir } from "../temp-log.js";
import { hasChromium, stickingOut, usePortal, violations } from "./browser.js";

const NAME = "/counterfoil-verify.html";
const built = fileURLToPath(new URL("../../dist/portal/verify.html", import.meta.url));

let shown: readonly Shown[];
beforeAll(async () => {
  shown = await shownAttacks();
});

const file = (name: string, bytes: Uint8Array | string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(bytes),
});

const named = (name: string): Shown =>
  shown.find((one) => one.name === name) ?? expect.unreachable();
const rotated = "an epoch signed by its own keys";

describe.runIf(hasChromium)("the verifier in Chromium, with proof bundles", () => {
  const portal = usePortal(async () => {
    const dir = tempDir();
    copyFileSync(built, join(dir, NAME));
    return { origin: `file://${dir}` };
  });

  const pickTrust = (page: Page, { trust }: Shown) =>
    page.setInputFiles("#trust", file("trust.json", trust));
  const pickReceipt = (page: Page, { receipt }: Shown) =>
    page.setInputFiles("#receipts", file("title.receipt", receipt));
  const pickBundle = (page: Page, { bundle }: Shown) =>
    page.setInputFiles("#bundle", file("agencies.bundle", bundle ?? ""));
  const outcome = (page: Page) => page.locator("[data-outcome]").getAttribute("data-outcome");
  const seen = (page: Page) => page.locator("main").textContent();

  it.each(Object.values(attacks))("refuses %s, and says why", async (name) => {
    const { page, complaints } = await portal.open(NAME);
    const found = shown.filter((one) => one.name.startsWith(name));
    expect(found).not.toEqual([]);
    for (const each of found) {
      await page.reload();
      await pickTrust(page, each);
      if (each.bundle !== null) await pickBundle(page, each);
      await pickReceipt(page, each);
      await page.locator("[data-outcome=mismatch], .govuk-error-message").first().waitFor();
      expect(await seen(page), each.name).toContain(each.code);
      expect(await page.locator("[data-outcome=good], [data-outcome=old]").count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it("follows an old trust file to today's, and checks by that", async () => {
    const { page, requests } = await portal.open(NAME);
    const each = named(rotated);
    await pickTrust(page, each);
    await pickReceipt(page, each);
    await page.locator("[data-outcome=mismatch]").waitFor();
    await pickBundle(page, each);
    await page.locator("[data-outcome=good]").waitFor();
    expect(await seen(page)).toContain("over three changes of the agencies");
    await page.getByRole("button", { name: "Check without it" }).click();
    await page.locator("[data-outcome=mismatch]").waitFor();
    expect(requests).toHaveLength(1);
  });

  it("takes all three where they are dropped together", async () => {
    const { page } = await portal.open(NAME);
    const { trust, bundle, receipt } = named(rotated);
    const files = [Buffer.from(trust), bundle ?? "", receipt].map((one) => Buffer.from(one));
    await page.evaluate(
      (all) => {
        const data = new DataTransfer();
        for (const [i, hex] of all.entries()) {
          const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
          data.items.add(new File([bytes], `file-${i}`));
        }
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
      },
      files.map((bytes) => bytes.toString("hex")),
    );
    await page.locator("[data-outcome]").waitFor();
    expect(await outcome(page)).toBe("good");
  });

  it("does not go by the old trust file where the bundle is refused", async () => {
    const { page } = await portal.open(NAME);
    const each = named("a seal under its own checkpoint");
    await pickTrust(page, each);
    await pickReceipt(page, each);
    await page.locator("[data-outcome=old]").waitFor();
    await page.setInputFiles("#bundle", file("other.bundle", Uint8Array.of(0x82, 1, 7)));
    await page.locator(".govuk-error-message").waitFor();
    expect(await page.locator("[data-outcome]").count()).toBe(0);
    expect(await seen(page)).toContain("BUNDLE_FORM");
  });

  it("says so where two receipts are of two ledgers of one size, and who signed both", async () => {
    const { page } = await portal.open(NAME, { viewport: { width: 320, height: 800 } });
    const { trust, receipts } = await twoHistories();
    await page.setInputFiles("#trust", file("trust.json", trust));
    const [one, other] = receipts.map((bytes, i) => file(`${i}.receipt`, bytes));
    await page.setInputFiles(
      "#receipts",
      [one, other].flatMap((each) => each ?? []),
    );
    const banner = page.locator(".govuk-notification-banner");
    expect(await banner.textContent()).toContain("audit, court, registry and treasury");
    expect(await page.locator("html").evaluate(stickingOut)).toEqual([]);
    await page.setInputFiles(
      "#receipts",
      [one, one].flatMap((each) => each ?? []),
    );
    await banner.waitFor({ state: "detached" });
  });

  it("by keyboard: to the bundle, and to doing without it", async () => {
    const { page } = await portal.open(NAME);
    const each = named(rotated);
    // Pickers are told of from here on: asked for with the key, this may come after what Enter opens.
    page.on("filechooser", () => null);
    await page.reload();
    await pickTrust(page, each);
    await page.locator("#receipts").focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("bundle");
    const picker = page.waitForEvent("filechooser");
    await page.keyboard.press("Enter");
    await (await picker).setFiles(file("agencies.bundle", each.bundle ?? ""));
    await page.getByText("over three changes").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("over three changes").waitFor({ state: "detached" });
  });

  it.each([1280, 320])("at %i px, light and dark: axe finds nothing", async (width) => {
    const { page, complaints } = await portal.open(NAME, {
      viewport: { width, height: 800 },
      bypassCSP: true,
    });
    await pickTrust(page, named(rotated));
    for (const { bundle } of [named(rotated), { bundle: Uint8Array.of(0x82, 1, 7) }]) {
      await page.setInputFiles("#bundle", file("agencies-of-2026.bundle", bundle ?? ""));
      await page.getByText("agencies-of-2026.bundle").waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.locator("html").evaluate(stickingOut)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});
