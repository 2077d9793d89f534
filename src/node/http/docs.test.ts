import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { routes } from "../../api/routes.js";

const executablePath = "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
if (!hasChromium) console.warn(`API docs in a browser: skipped, no Chromium at ${executablePath}`);

describe.runIf(hasChromium)("API docs in Chromium", () => {
  it("lists every operation under the policy, and asks nobody else", async () => {
    const served = await Served.start();
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(`${served.address}/api/docs`);
      const operations = page.locator(".opblock");
      const count = Object.keys(routes).length;
      await operations.nth(count - 1).waitFor();
      expect(await operations.count()).toBe(count);
      await operations.nth(0).locator("button").first().click();
      await page.locator(".opblock-body").first().waitFor();
      const local = (url: string) =>
        url.startsWith(`${served.address}/`) || url.startsWith("data:");
      expect(requests.filter((url) => !local(url))).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
