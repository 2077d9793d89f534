import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { sharedFile } from "../shared.js";
import { initData, startNode } from "./counterfoil.js";
import type { Imported } from "./parcels.js";

const executablePath = "/usr/bin/chromium";
const commune = sharedFile("data/land/epinay-sur-orge-parcels.geojson");
const missing = [
  ...(commune === null ? ["the parcels of the commune"] : []),
  ...(existsSync(executablePath) ? [] : [`Chromium at ${executablePath}`]),
];
if (missing.length > 0) console.warn(`The map of a commune: skipped without ${missing.join(", ")}`);

const MOST_MS = 3000;
/** A machine with other work shows the map late once; what it can do is the best of a few. */
const ATTEMPTS = 8;

/** In the page's own time, from the request for it until the map answers to pointer and keys. */
async function interactiveMs(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForSelector("[data-map][data-ready]", { timeout: 60_000 });
  const ready = await page.locator("[data-map]").getAttribute("data-ready");
  await context.close();
  return Number(ready);
}

describe.runIf(missing.length === 0)("the map of a commune", () => {
  it(`is interactive within ${MOST_MS} ms with software GL`, async () => {
    const node = await startNode(await initData());
    const imported = await node.run<Imported>(["land", "import", commune ?? "", "--json"]);
    expect(imported.json.registered).toBe(4241);
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    onTestFinished(async () => {
      await browser.close();
      await node.stop();
    });
    const took: number[] = [];
    while (took.length < ATTEMPTS && !took.some((ms) => ms < MOST_MS)) {
      took.push(await interactiveMs(browser, `${node.address}/land`));
    }
    console.info(`The map of 4,241 parcels was interactive after ${took.join(", ")} ms`);
    expect(Math.min(...took)).toBeLessThan(MOST_MS);
  });
});
