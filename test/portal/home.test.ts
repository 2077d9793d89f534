import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { renderError } from "../../src/portal/error-page.js";
import { renderHome } from "../../src/portal/home.js";
import { allSigned, noQuorum, notFound, oneMissing } from "./views.js";

const executablePath = "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
if (!hasChromium) console.warn(`Portal in a browser: skipped, no Chromium at ${executablePath}`);

const root = fileURLToPath(new URL("../../", import.meta.url));
const axeSource = readFileSync(`${root}node_modules/axe-core/axe.min.js`, "utf8");

const policy =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const pages: Readonly<Record<string, string>> = {
  "/": renderHome(allSigned),
  "/one-missing": renderHome(oneMissing),
  "/no-quorum": renderHome(noQuorum),
  "/not-found": renderError(notFound),
};

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

function serve(): Server {
  return createServer((request, response) => {
    const path = request.url ?? "/";
    const headers = { "content-security-policy": policy };
    const page = pages[path];
    const file = `${root}dist/portal${path}`;
    if (page !== undefined) {
      response.writeHead(200, { ...headers, "content-type": "text/html; charset=utf-8" }).end(page);
    } else if (path.startsWith("/assets/") && existsSync(file)) {
      const type = types[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      response.writeHead(200, { ...headers, "content-type": type }).end(readFileSync(file));
    } else response.writeHead(404, headers).end();
  });
}

type Rule = { id: string; nodes: { html: string }[] };
type Axe = { run: () => Promise<{ passes: Rule[]; violations: Rule[] }> };

/** What axe finds, in words. Its script runs outside the page's policy and only in the test. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe: Axe = Reflect.get(globalThis, "axe");
    const found = await axe.run();
    if (found.passes.length < 10) return ["axe looked at nothing"];
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`,
    );
  });
}

/** What reaches past the right margin: the page itself, or anything in it that a person reads. */
function stickingOut(html: Element): string[] {
  const margin = html.clientWidth - 12;
  const read = [...html.querySelectorAll("main *, header *, footer *")].filter(
    (element) => element.closest("thead, svg") === null && element.childElementCount === 0,
  );
  const far = read.filter((element) => element.getBoundingClientRect().right > margin);
  return [...(html.scrollWidth > html.clientWidth ? [html] : []), ...far].map((e) => e.outerHTML);
}

const sizes = [1280, 320] as const;
const schemes = ["light", "dark"] as const;
const cases = Object.keys(pages).flatMap((path) =>
  sizes.flatMap((width) => schemes.map((scheme) => ({ path, width, scheme }))),
);

describe.runIf(hasChromium)("portal in Chromium", () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    execFileSync(process.execPath, [`${root}scripts/build-portal.mjs`]);
    server = serve();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    });
  });

  afterEach(async () => {
    await context?.close();
    context = undefined;
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(path: string, options: Parameters<Browser["newContext"]>[0]) {
    context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(`${origin}${path}`, { waitUntil: "load" });
    return { page, complaints, requests };
  }

  it.each(cases)("$path at $width px, $scheme: axe finds nothing", async (sample) => {
    const viewport = { width: sample.width, height: 800 };
    const { page, complaints } = await open(sample.path, { viewport, colorScheme: sample.scheme });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  const plain = cases.filter(({ scheme }) => scheme === "light");
  it.each(plain)("$path at $width px reads without JavaScript", async ({ path, width }) => {
    const { page, complaints, requests } = await open(path, {
      viewport: { width, height: 800 },
      javaScriptEnabled: false,
    });
    expect(await page.locator("html").evaluate(stickingOut)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(requests.length).toBeGreaterThan(2);
  });

  it("by keyboard: the skip link first, every stop visible, nothing left out", async () => {
    const { page } = await open("/", { viewport: { width: 1280, height: 800 } });
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        return {
          text: at.textContent?.trim() ?? "",
          tag: at.tagName,
          ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
          seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
        };
      });
    const stops = await page.locator("a, summary").count();
    const texts: string[] = [];
    for (let stop = 0; stop < stops; stop++) {
      await page.keyboard.press("Tab");
      const at = await focused();
      expect(at).toMatchObject({ ring: 3, seen: true });
      texts.push(at.text);
    }
    expect(texts[0]).toBe("Skip to main content");
    expect(new Set(texts).size).toBeGreaterThan(6);
    await page.keyboard.press("Tab");
    expect((await focused()).tag).toBe("BODY");
  });

  it("the skip link leads to the content", async () => {
    const { page } = await open("/", { viewport: { width: 320, height: 800 } });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("stays readable in forced colours", async () => {
    const { page } = await open("/one-missing", {
      viewport: { width: 1280, height: 800 },
      forcedColors: "active",
    });
    expect(await page.locator(".cf-seal__cut .open").count()).toBe(1);
    expect(await page.locator(".cf-seal__cut .stock").count()).toBe(4);
  });
});
