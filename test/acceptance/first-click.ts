import type { Browser } from "playwright-core";

/** Before the next click: one that missed costs this. Of several that open, the first is what counts. */
const LEAVE_MS = 200;
/** In pixels from the middle of the map: where one lies on a street, the next does not. */
const AROUND = [
  [37, 11],
  [0, 0],
  [-29, 31],
  [13, -41],
  [-53, -17],
] as const;

export type FirstClick = {
  /** In the page's own time, from the request for it. */
  readonly ms: number;
  /** Where it led. */
  readonly title: string;
};

/**
 * Real clicks on the map as soon as it says that it answers, until one opens the title of a parcel: no
 * earlier than the first moment at which a click does.
 */
export async function firstClick(browser: Browser, address: string): Promise<FirstClick> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1250 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    navigation.addEventListener("navigate", ({ destination: { url } }) => {
      if (!url.includes("/land/titles/") || sessionStorage.getItem("opened") !== null) return;
      sessionStorage.setItem("opened", JSON.stringify({ ms: performance.now(), title: url }));
    });
  });
  await page.goto(address);
  await page.waitForSelector("[data-map][data-ready]", { timeout: 60_000 });
  const box = await page.locator("[data-map]").boundingBox();
  if (box === null) throw new Error("the page has no map");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [east, south] of AROUND) {
    await page.mouse.click(x + east, y + south);
    const left = page.waitForURL("**/land/titles/**", { timeout: LEAVE_MS, waitUntil: "commit" });
    const hasLeft = await left.then(
      () => true,
      () => false,
    );
    if (hasLeft) break;
  }
  await page.waitForURL("**/land/titles/**");
  const opened = await page.evaluate(() => sessionStorage.getItem("opened"));
  await context.close();
  return JSON.parse(opened ?? "");
}
