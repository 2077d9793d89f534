import { describe, expect, it } from "vitest";
import { islandPolicy } from "../../src/node/http/headers.js";
import { renderLand } from "../../src/portal/land/index-page.js";
import { renderTitle } from "../../src/portal/land/title-page.js";
import { hasChromium, holdsForEvery, servePages, usePortal } from "./browser.js";
import { before, nothing, town, twoOwners } from "./land-views.js";

const pages = {
  "/land": { html: renderLand(town), policy: islandPolicy({ "worker-src": "'self'" }) },
  "/nothing": renderLand(nothing),
  "/two-owners": renderTitle(twoOwners),
  "/before": renderTitle(before),
};

describe.runIf(hasChromium)("the pages of land, in Chromium", () => {
  const portal = usePortal(() => servePages(pages));
  holdsForEvery(["/nothing", "/two-owners", "/before"], portal);

  it.each([1280, 320])("at %i px one plan is drawn, and its letters can be read", async (width) => {
    const { page } = await portal.open("/two-owners", { viewport: { width, height: 800 } });
    const plans = page.locator("svg.cf-map:visible");
    expect(await plans.count()).toBe(1);
    const letters = await plans
      .locator("text")
      .evaluateAll((texts) => texts.map((text) => Math.round(text.getBoundingClientRect().height)));
    expect(letters.length).toBeGreaterThan(4);
    for (const height of letters) expect(height).toBeGreaterThanOrEqual(12);
  });

  it("gives the corners as a table", async () => {
    const { page } = await portal.open("/two-owners", { javaScriptEnabled: false });
    await page.getByText("Corners and lengths").click();
    const rows = page.getByRole("table", { name: /Corners of parcel/ }).getByRole("row");
    expect(await rows.count()).toBe(5);
  });

  it("asks for two days by one form", async () => {
    const { page } = await portal.open("/two-owners", { javaScriptEnabled: false });
    await page.getByLabel("As the law stood on").fill("2017-01-01");
    const asked = page.waitForRequest(
      /\/land\/titles\/NG-0042\?law=2017-01-01&register=2026-10-09$/,
    );
    await page.getByRole("button", { name: "Show" }).click();
    await asked;
  });
});
