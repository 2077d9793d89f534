import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { securityHeaders } from "../../src/node/http/headers.js";

/**
 * What every page of the portal is held to, in real Chromium. A page's own test file:
 *
 *     describe.runIf(hasChromium)("the pages of land, in Chromium", () => {
 *       const portal = usePortal(() => servePages({ "/land": renderLand(view) }));
 *       holdsForEvery(["/land"], portal);
 *       it("…", async () => { const { page } = await portal.open("/land"); … });
 *     });
 *
 * `servePages` serves what a renderer wrote; a node of `test/served.ts` serves everything:
 * `usePortal(async () => ({ origin: (await Served.start()).address }))`.
 */

const executablePath = "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
if (!hasChromium) console.warn(`Portal in a browser: skipped, no Chromium at ${executablePath}`);

const root = fileURLToPath(new URL("../../", import.meta.url));
const axeSource = readFileSync(`${root}node_modules/axe-core/axe.min.js`, "utf8");

type Site = {
  /** Without a slash at the end. */
  readonly origin: string;
  /** Addresses that are known only once the site stands, by what the tests call them. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly close?: () => void;
};

type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;
export type Opened = {
  readonly page: Page;
  /** What the console, failed requests and errors of scripts said. */
  readonly complaints: string[];
  /** Addresses of all requests. */
  readonly requests: string[];
};
export type Portal = {
  readonly origin: () => string;
  /** In a context of its own, closed after the test; 1280 px wide where nothing is said. */
  readonly open: (path: string, options?: ContextOptions) => Promise<Opened>;
};

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};

/** A page, or a page with a policy of its own. */
type Served = string | { readonly html: string; readonly policy: string };

/** Serves pages as they are, with the built assets and the node's own headers. */
export async function servePages(pages: Readonly<Record<string, Served>>): Promise<Site> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const page = pages[path];
    const file = `${root}dist/portal${path}`;
    if (page !== undefined) {
      const html = typeof page === "string" ? page : page.html;
      const policy = typeof page === "string" ? {} : { "content-security-policy": page.policy };
      const headers = { ...securityHeaders, ...policy, "content-type": "text/html; charset=utf-8" };
      response.writeHead(200, headers).end(html);
    } else if (path.startsWith("/assets/") && existsSync(file)) {
      const type = types[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      const headers = { ...securityHeaders, "content-type": type };
      response.writeHead(200, headers).end(readFileSync(file));
    } else response.writeHead(404, securityHeaders).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Starts the site and a browser before the tests of a file, and ends both after. */
export function usePortal(start: () => Promise<Site>): Portal {
  let browser: Browser;
  let site: Site;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    site = await start();
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
  }, 120_000);
  afterEach(async () => {
    await context?.close();
    context = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    site?.close?.();
  });

  const open = async (path: string, options: ContextOptions = {}) => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      // What the driver of a software screen says of its own speed is no complaint of ours.
      if (!message.text().includes("GL Driver Message")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(`${site.origin}${site.aliases?.[path] ?? path}`, { waitUntil: "load" });
    return { page, complaints, requests };
  };
  return { origin: () => site.origin, open };
}

type Rule = { id: string; nodes: { html: string }[] };
type Axe = { run: () => Promise<{ passes: Rule[]; violations: Rule[] }> };

/** What axe finds, in words. Its script runs outside the page's policy and only in the test. */
export async function violations(page: Page): Promise<string[]> {
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
export function stickingOut(html: Element): string[] {
  const margin = html.clientWidth - 12;
  const hidden = "thead, svg, details:not([open]), .govuk-visually-hidden, .maplibregl-map";
  const read = [...html.querySelectorAll("main *, header *, footer *")].filter(
    (element) => element.closest(hidden) === null && element.childElementCount === 0,
  );
  const far = read.filter((element) => element.getBoundingClientRect().right > margin);
  return [...(html.scrollWidth > html.clientWidth ? [html] : []), ...far].map((e) => e.outerHTML);
}

/** Long pages are walked as far as this. */
const mostStops = 80;

/** By keyboard alone: the skip link first, and at every stop a ring around what is seen. */
async function walk(page: Page): Promise<string[]> {
  const stops = await page
    .locator("a:visible, summary:visible, button:visible, input:visible, select:visible")
    .count();
  const texts: string[] = [];
  for (let stop = 0; stop < Math.min(stops, mostStops); stop++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      return {
        text: focused.textContent?.trim() ?? "",
        ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
        html: focused.outerHTML.slice(0, 200),
      };
    });
    expect(at).toMatchObject({ ring: 3, seen: true });
    texts.push(at.text);
  }
  return texts;
}

const sizes = [1280, 320] as const;
const height = 800;

/** Registers, for every one of these paths, what any page of ours must hold. */
export function holdsForEvery(paths: readonly string[], { open, origin }: Portal): void {
  const cases = paths.flatMap((path) => sizes.map((width) => ({ path, width })));

  it.each(cases)("$path at $width px, light and dark: axe finds nothing", async (sample) => {
    const viewport = { width: sample.width, height };
    const { page, complaints } = await open(sample.path, { viewport, colorScheme: "light" });
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(paths)("%s reads without JavaScript, in every width, from here alone", async (path) => {
    const { page, complaints, requests } = await open(path, { javaScriptEnabled: false });
    for (const width of sizes) {
      await page.setViewportSize({ width, height });
      expect(await page.locator("html").evaluate(stickingOut)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${origin()}/`))).toEqual([]);
    expect(requests.length).toBeGreaterThan(2);
  });

  it.each(paths)("%s by keyboard, every stop visible, and in forced colours", async (path) => {
    const { page } = await open(path);
    const texts = await walk(page);
    expect(texts[0]).toBe("Skip to main content");
    expect(new Set(texts).size).toBeGreaterThan(5);
    await page.emulateMedia({ forcedColors: "active" });
    expect(await violations(page)).toEqual([]);
  });
}
