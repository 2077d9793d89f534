import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Served } from "../served.js";
import { tempDir } from "../temp-log.js";
import { vectorFile } from "../vectors.js";

const executablePath = "/usr/bin/chromium";
const hasChromium = existsSync(executablePath);
const root = fileURLToPath(new URL("../../", import.meta.url));
const axeSource = readFileSync(`${root}node_modules/axe-core/axe.min.js`, "utf8");

type Expected = {
  key: string;
  current: boolean;
  asOf: { time: number } | null;
  signedBy: string[];
};
type ReceiptCase = { receipt: string; trust: string; expect?: Expected };
const vectors = vectorFile<ReceiptCase, { trusts: Record<string, unknown> }>("receipt.json");
const named = (name: string) => vectors?.cases.find((c) => c.name === name);

type Picked = { name: string; mimeType: string; buffer: Buffer };
const receiptFile = (name: string, hex: string): Picked => ({
  name: `${name}.receipt`,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(hex, "hex"),
});
const trustFile = (name: string): Picked => ({
  name: "trust.json",
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(vectors?.trusts[name])),
});

let html: string;
beforeAll(() => {
  html = readFileSync(`${root}dist/portal/verify.html`, "utf8");
});

describe("the verifier's one file", () => {
  const between = (tag: string) =>
    [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, "g"))].map(([, text = ""]) => text);
  const sourceOf = (text: string) =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = () => /content="(default-src [^"]+)"/.exec(html)?.[1]?.split("; ") ?? [];

  it("has one script and one sheet, each allowed by its hash", () => {
    const [scripts, sheets] = [between("script"), between("style")];
    expect([scripts.length, sheets.length]).toEqual([1, 1]);
    expect(policy()).toContain(`script-src ${sourceOf(scripts[0] ?? "")}`);
    expect(policy()).toContain(`style-src ${sourceOf(sheets[0] ?? "")}`);
  });

  it("allows nothing else: no request, no module, no WebAssembly", () => {
    expect(policy()[0]).toBe("default-src 'none'");
    expect(policy().join()).not.toMatch(/connect-src|unsafe|wasm|https?:|'self'/);
    expect(html).not.toMatch(/<script[^>]+>|<link rel="stylesheet"|type="module"/);
  });

  it("names no address that a browser would fetch", () => {
    expect(between("style").join()).not.toMatch(/url\((?!"?data:)|@import/);
  });

  it("is small enough to send by mail", () => {
    expect(html.length).toBeLessThan(600_000);
  });
});

type Rule = { id: string; nodes: { html: string }[] };
type Axe = { run: () => Promise<{ passes: Rule[]; violations: Rule[] }> };

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

/** What reaches past the right margin, of what a person reads. */
function stickingOut(document: Element): string[] {
  const margin = document.clientWidth - 12;
  const far = [...document.querySelectorAll("main *, header *, footer *")].filter(
    (element) =>
      element.closest("svg, .cf-bytes") === null &&
      element.childElementCount === 0 &&
      element.getBoundingClientRect().right > margin,
  );
  return [...(document.scrollWidth > document.clientWidth ? [document] : []), ...far].map((e) =>
    e.outerHTML.slice(0, 200),
  );
}

describe.runIf(hasChromium && vectors)("the verifier in Chromium, saved, without a network", () => {
  let browser: Browser;
  let context: BrowserContext | undefined;
  let address: string;

  beforeAll(async () => {
    // As somebody would keep it: one file, alone in a folder.
    const saved = join(tempDir(), "counterfoil-verify.html");
    copyFileSync(`${root}dist/portal/verify.html`, saved);
    address = `file://${saved}`;
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });

  afterEach(async () => {
    await context?.close();
    context = undefined;
  });
  afterAll(() => browser?.close());

  async function open(options: Parameters<Browser["newContext"]>[0] = {}) {
    context = await browser.newContext({ offline: true, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);
    return { page, complaints, requests };
  }

  async function check(page: Page, trust: string, ...names: string[]): Promise<void> {
    await page.setInputFiles("#trust", trustFile(trust));
    const files = names.map((name) => receiptFile(name, named(name)?.receipt ?? ""));
    await page.setInputFiles("#receipts", files);
  }

  /** Waits for it: files are read when the browser comes to it. */
  const headline = (page: Page, name: string) =>
    page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const tag = (page: Page) => page.locator("[data-outcome]");
  const outcomes = (page: Page) =>
    tag(page).evaluateAll((tags) => tags.map((t) => t.getAttribute("data-outcome")));

  it("judges every vector as it says, and asks for nothing", async () => {
    const { page, complaints, requests } = await open();
    const wrong: string[] = [];
    for (const trust of new Set(vectors?.cases.map((one) => one.trust))) {
      const cases = vectors?.cases.filter((one) => one.trust === trust) ?? [];
      await page.reload();
      await page.setInputFiles("#trust", trustFile(trust));
      const files = cases.map(({ name, receipt }) => receiptFile(name, receipt));
      await page.setInputFiles("#receipts", files);
      // A trust file that is not taken leaves nothing to check by.
      const refused = page.locator(".govuk-error-message");
      await tag(page)
        .nth(cases.length - 1)
        .or(refused)
        .first()
        .waitFor();
      const seen = await tag(page).evaluateAll((tags) =>
        tags.map((each) => ({
          outcome: each.getAttribute("data-outcome"),
          text: each.closest("article, main")?.textContent ?? "",
        })),
      );
      for (const [place, { name, valid, expect: known }] of cases.entries()) {
        const { outcome, text } = seen[place] ?? { outcome: null, text: "" };
        const good = outcome === "good" || outcome === "old";
        if (good !== valid) wrong.push(`${name}: ${outcome}`);
        if (known !== undefined && !text.includes(known.key)) wrong.push(`${name}: key`);
      }
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
    expect(new Set(requests)).toEqual(new Set([address]));
  });

  it("tells a claim about now from one about the past, by its age", async () => {
    const { page } = await open();
    await check(page, "main", "current");
    await headline(page, "This receipt was good on 1 January 2026");
    await check(page, "main", "as-of-replaced");
    await headline(page, "This receipt is good");
    expect(await page.locator("main").textContent()).toContain("It was in force on 1 January 2026");
  });

  it("refuses a receipt with any of its bytes changed, and says which check failed", async () => {
    const { page } = await open();
    await page.setInputFiles("#trust", trustFile("main"));
    const whole = Buffer.from(named("inclusion")?.receipt ?? "", "hex");
    const places = Array.from({ length: 12 }, (_, i) => Math.floor((whole.length / 12) * i));
    const changed = places.map((place) => {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      return receiptFile(`byte-${place}`, bytes.toString("hex"));
    });
    await page.setInputFiles("#receipts", changed);
    await expect.poll(() => tag(page).count()).toBe(changed.length);
    expect(new Set(await outcomes(page))).not.toContain("good");
    expect(await page.locator("li[data-state=no][data-check]").count()).toBe(changed.length);
    expect(await page.locator("main").textContent()).not.toMatch(/fraud|forged|fake/i);
  });

  it("shows several receipts at once, each with its answer", async () => {
    const { page } = await open();
    await check(page, "main", "inclusion", "current", "threshold");
    await headline(page, "Three receipts: one is good, one was good, one does not match");
    expect(await outcomes(page)).toEqual(["good", "old", "mismatch"]);
  });

  it("takes both files where they are dropped", async () => {
    const { page } = await open();
    const hex = named("inclusion")?.receipt ?? "";
    await page.evaluate(
      ([trust = "", receipt = ""]) => {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(receipt.match(/../g) ?? [], (pair) => parseInt(pair, 16));
        data.items.add(new File([trust], "trust.json"));
        data.items.add(new File([bytes], "title.receipt"));
        document.body.dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      [JSON.stringify(vectors?.trusts["main"]), hex],
    );
    await tag(page).waitFor();
    expect(await outcomes(page)).toEqual(["good"]);
  });

  it("warns of a trust file that was saved more than a year ago", async () => {
    const { page } = await open();
    await page.evaluate((trust) => {
      const data = new DataTransfer();
      data.items.add(new File([trust], "trust.json", { lastModified: Date.UTC(2020, 0, 1) }));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }, JSON.stringify(vectors?.trusts["main"]));
    const warning = page.locator(".govuk-notification-banner");
    expect(await warning.textContent()).toContain("saved on 1 January 2020");
  });

  it("opens a field, and says that a retracted record is withdrawn", async () => {
    const { page } = await open();
    await check(page, "main", "openings-two");
    await page.getByText("amount: 24150000, currency: EUR").waitFor();
    await check(page, "main", "current-retraction");
    await page.locator(".cf-sentence", { hasText: "was withdrawn" }).waitFor();
  });

  it("says what is missing, and that this says nothing against the record", async () => {
    const { page } = await open();
    await page.setInputFiles("#receipts", receiptFile("x", named("inclusion")?.receipt ?? ""));
    await page.locator(".govuk-tag--grey").waitFor();
    expect(await page.locator("main").textContent()).toContain("the trust file is missing");
    await page.setInputFiles("#trust", trustFile("large"));
    await tag(page).waitFor();
    expect(await outcomes(page)).toEqual(["unchecked"]);
  });

  it("keeps nothing", async () => {
    const { page } = await open();
    await check(page, "main", "inclusion");
    await tag(page).waitFor();
    await page.reload();
    expect(await tag(page).count()).toBe(0);
    expect(await page.locator("main").textContent()).not.toContain("trust.json");
  });

  it.each(["Enter", "Space"])(
    "by keyboard alone, with %s: to the pickers, to every explanation, and the answer is read out",
    async (key) => {
      const { page } = await open();
      // Pickers are told of from here on: asked for with the key, this may come after what Enter opens.
      page.on("filechooser", () => null);
      await page.reload();
      const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("trust");
      const trust = page.waitForEvent("filechooser");
      await page.keyboard.press(key);
      await (await trust).setFiles(trustFile("main"));
      await page.getByText("Your trust file for the network").first().waitFor();
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("receipts");
      const receipts = page.waitForEvent("filechooser");
      await page.keyboard.press(key);
      await (await receipts).setFiles(receiptFile("all", named("all-parts")?.receipt ?? ""));
      await tag(page).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        "This receipt is good",
      );
      const stops = await page.locator("main :is(a, button, summary)").count();
      expect(stops).toBeGreaterThan(9);
      for (let stop = 0; stop < 3; stop++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.locator("details[open] .cf-bytes").first().isVisible()).toBe(true);
    },
  );

  it("without JavaScript says what to do instead", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.locator("main").innerText()).toContain("counterfoil verify FILE.receipt");
  });

  it("in a browser that is too old says what to do instead", async () => {
    const { page } = await open();
    await page.addInitScript(() => Reflect.deleteProperty(String.prototype, "isWellFormed"));
    await page.reload();
    expect(await page.locator("main").innerText()).toContain("counterfoil verify FILE.receipt");
  });

  it("from a node offers its trust file and itself to keep, and fetches neither", async () => {
    const served = await Served.start();
    const { page, complaints, requests } = await open({ offline: false, acceptDownloads: true });
    requests.length = 0;
    await page.goto(`${served.address}/verify`);
    const kept = page.waitForEvent("download");
    await page.getByRole("link", { name: "Keep this page" }).click();
    expect(readFileSync(await (await kept).path(), "utf8")).toBe(html);
    const trust = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download this node’s trust file" }).click();
    await page.setInputFiles("#trust", await (await trust).path());
    await page.getByText("Your trust file for the network “nova-arvenia”").first().waitFor();
    // Downloads are the browser's, not the page's.
    expect(requests).toEqual([`${served.address}/verify`]);
    expect(complaints).toEqual([]);
  });

  const pages = [[], ["all-parts"], ["current"], ["leaf-changed"], ["inclusion", "threshold"]];
  const cases = pages.flatMap((names) =>
    ([1280, 320] as const).flatMap((width) =>
      (["light", "dark"] as const).map((scheme) => ({ names: names.join(" "), width, scheme })),
    ),
  );
  it.each(cases)("[$names] at $width px, $scheme: axe finds nothing", async (sample) => {
    const { page, complaints } = await open({
      viewport: { width: sample.width, height: 800 },
      colorScheme: sample.scheme,
      bypassCSP: true,
    });
    if (sample.names !== "") {
      await check(page, "main", ...sample.names.split(" "));
      await tag(page).first().waitFor();
    }
    expect(await violations(page)).toEqual([]);
    expect(await page.locator("html").evaluate(stickingOut)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
