import { describe, expect, it } from "vitest";
import { renderError } from "../../src/portal/error-page.js";
import { renderHome } from "../../src/portal/home.js";
import { hasChromium, holdsForEvery, servePages, usePortal } from "./browser.js";
import { allSigned, noQuorum, notFound, oneMissing } from "./views.js";

const pages: Readonly<Record<string, string>> = {
  "/": renderHome(allSigned),
  "/one-missing": renderHome(oneMissing),
  "/no-quorum": renderHome(noQuorum),
  "/not-found": renderError(notFound),
};

describe.runIf(hasChromium)("the first page in Chromium", () => {
  const portal = usePortal(() => servePages(pages));
  holdsForEvery(Object.keys(pages), portal);

  it("the skip link leads to the content", async () => {
    const { page } = await portal.open("/", { viewport: { width: 320, height: 800 } });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("draws every tooth in forced colours", async () => {
    const { page } = await portal.open("/one-missing", { forcedColors: "active" });
    expect(await page.locator(".cf-seal__cut .open").count()).toBe(1);
    expect(await page.locator(".cf-seal__cut .stock").count()).toBe(4);
  });
});
