import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { MapData } from "../../src/portal/land/map-data.js";
import { Served } from "../served.js";
import { hasChromium, holdsForEvery, usePortal, violations } from "./browser.js";

/** Parcels of the row that is on the map. */
const COUNT = 7;

describe.runIf(hasChromium)("the map of the land, in Chromium", () => {
  let served: Served;
  const portal = usePortal(async () => {
    served = await Served.start();
    for (let n = 1; n <= COUNT; n++) await served.node.submit(served.registration(n));
    return { origin: served.address };
  });
  holdsForEvery(["/land", "/land/titles/p0003"], portal);

  let asked: string[] = [];
  async function openMap(options: Parameters<typeof portal.open>[1] = {}): Promise<Page> {
    const { page, complaints, requests } = await portal.open("/land", options);
    await page.waitForSelector("[data-map][data-ready]");
    expect(complaints).toEqual([]);
    asked = requests;
    return page;
  }
  const canvasOf = (page: Page) => page.locator(".cf-bigmap canvas");

  it("is drawn from this server alone, and from no blob", async () => {
    await openMap();
    expect(asked.filter((url) => !url.startsWith(`${served.address}/`))).toEqual([]);
    expect(asked).toContain(`${served.address}/assets/map-worker.js`);
    expect(asked).toContain(`${served.address}/land/map/surface.json`);
  });

  it("opens the title of the parcel that is clicked", async () => {
    const page = await openMap();
    await canvasOf(page).hover();
    await page.waitForFunction(
      () => document.querySelector("[role=status]")?.textContent === "p0004",
    );
    await canvasOf(page).click();
    await page.waitForURL(/\/land\/titles\/p0004$/);
    expect(await page.locator("h1").textContent()).toBe("p0004");
  });

  it("says by keyboard what lies in the middle, and opens it", async () => {
    const page = await openMap();
    // Past what stands before the map; the ring around it is what tells that it has the focus.
    await page.getByRole("button", { name: "Find" }).focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("CANVAS");
    await page.waitForFunction(
      () => document.querySelector("[role=status]")?.textContent === "p0004",
    );
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() =>
      /^p000[5-7]$/.test(document.querySelector("[role=status]")?.textContent ?? ""),
    );
    const name = await page.getByRole("status").textContent();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/land/titles/${name}$`));
  });

  it.each(["light", "dark"] as const)(
    "in %s: axe finds nothing once it is there",
    async (colorScheme) => {
      const page = await openMap({ colorScheme, viewport: { width: 320, height: 800 } });
      expect(await violations(page)).toEqual([]);
    },
  );

  it("leaves the server's drawing where there is no WebGL", async () => {
    const { page } = await portal.open("/land", { javaScriptEnabled: false });
    expect(await page.locator(".cf-bigmap > svg").isVisible()).toBe(true);
    expect(await page.getByRole("row").count()).toBe(COUNT + 1);
  });
});

describe("the map's data", () => {
  let served: Served;
  beforeAll(async () => {
    served = await Served.start();
    for (let n = 1; n <= COUNT; n++) await served.node.submit(served.registration(n));
  });

  it("is kept by the reader until something changes", async () => {
    const first = await served.get("/land/map/surface.json");
    const data = (await first.json()) as MapData;
    expect(data.parcels.map(([id]) => id)).toHaveLength(COUNT);
    const etag = first.headers.get("etag") ?? "";
    const again = await served.get("/land/map/surface.json", { "if-none-match": etag });
    expect(again.status).toBe(304);
  });

  it.each([
    ["/land/map/none.json", 404],
    ["/land/parcels/none", 404],
    ["/land/parcels/%3Cb%3E", 400],
    ["/land/titles/none", 404],
    ["/land/titles/p0001?law=yesterday", 400],
    ["/land?from=-1", 400],
    ["/land/titles/p0001?law=2020-01-01", 200],
    ["/land?place=none&street=none&from=99", 200],
  ])("%s answers %i", async (path, status) => {
    expect((await served.get(path, { accept: "text/html" })).status).toBe(status);
  });

  it("leads from a parcel to its title", async () => {
    const answer = await served.get("/land/parcels/p0002");
    expect(answer.url).toBe(`${served.address}/land/titles/p0002`);
  });

  it("gives the rights of a title as CSV", async () => {
    const answer = await served.get("/land/titles/p0002?format=csv");
    const [head, line] = (await answer.text()).split("\r\n");
    expect(head).toBe("right,kind,holders,share,inLaw,registered,fact,key");
    expect(line).toMatch(/^p0002\.1,ownership,notDetermined,,,/);
  });
});
