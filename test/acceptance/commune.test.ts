import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedFile } from "../shared.js";
import { launch, type Node, run, workDir } from "./counterfoil.js";
import { type FirstClick, firstClick } from "./first-click.js";
import type { Imported } from "./parcels.js";

const executablePath = "/usr/bin/chromium";
const commune = sharedFile("data/land/epinay-sur-orge-parcels.geojson");
const missing = [
  ...(commune === null ? ["the parcels of the commune"] : []),
  ...(existsSync(executablePath) ? [] : [`Chromium at ${executablePath}`]),
];
if (missing.length > 0) {
  console.warn(`A commune in the demonstration: skipped without ${missing.join(", ")}`);
}

const PARCELS = 4241;
const TITLE = "91216000AC0011";
const MOST_MS = 3000;
/** A machine with other work shows the map late once; what it can do is the best of a few. */
const ATTEMPTS = 8;
const dir = workDir();
const unshare = spawnSync("unshare", ["-rn", "true"]).status === 0;

describe.runIf(missing.length === 0)("a real commune in the demonstration", () => {
  let node: Node;
  let browser: Browser;
  let imported: Imported;
  let page: Page;
  beforeAll(async () => {
    const started = await launch(join(dir, "data"), { as: "demo" });
    if (!started.ready) throw new Error(`the demonstration ended: ${started.stderr}`);
    node = started.node;
    imported = (await node.run<Imported>(["land", "import", commune ?? "", "--json"])).json;
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    writeFileSync(join(dir, "deed.txt"), "They agreed.");
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Takes a persona's place, and waits for where it leads. */
  async function be(name: string, next: string): Promise<void> {
    await page.goto(`${node.address}/demo`);
    await page.getByRole("button", { name: `Be ${name}` }).click();
    await page.waitForURL(`**${next}`);
  }

  /** The persona's code that is ready to give away. */
  async function codeOf(name: string): Promise<string> {
    await be(name, "/my");
    const ready = page.locator("li", { hasText: "Ready to give away" }).first();
    return (await ready.locator("code").first().textContent()) ?? "";
  }

  /** Fills in who takes and the document, signs, and gives the links of those who follow. */
  async function offer(code: string): Promise<string[]> {
    await page.getByLabel("Code of taker 1").fill(code);
    await page.getByRole("button", { name: "Divide equally" }).click();
    await page.getByLabel("The document it rests on").setInputFiles(join(dir, "deed.txt"));
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("You have signed. The others have not.").waitFor();
    return page.locator("dd code").allTextContents();
  }

  it("is imported without a word more than the file's name", () => {
    expect(imported).toMatchObject({ registered: PARCELS, refused: [] });
  });

  it("is a place of its own beside the town", async () => {
    await page.goto(`${node.address}/land`);
    const places = page.getByRole("navigation", { name: "Places" }).getByRole("listitem");
    expect(await places.count()).toBe(2);
    await places.filter({ hasText: "4,241 parcels" }).getByRole("link").click();
    await page.getByRole("heading", { name: "Parcels in" }).first().waitFor();
    await page.getByText("1 to 50 of 4,241").waitFor();
  });

  it(`opens the title of a parcel that is clicked within ${MOST_MS} ms`, async () => {
    const clicks: FirstClick[] = [];
    while (clicks.length < ATTEMPTS && !clicks.some(({ ms }) => ms < MOST_MS)) {
      clicks.push(await firstClick(browser, `${node.address}/land`));
    }
    console.info(
      `A click opened a title after ${clicks.map(({ ms }) => Math.round(ms)).join()} ms`,
    );
    expect(Math.min(...clicks.map(({ ms }) => ms))).toBeLessThan(MOST_MS);
    expect(clicks.at(-1)?.title).toMatch(/\/land\/titles\/91216000/);
  });

  it("has a parcel whose owner is entered, who sells half of it, and the buyer's receipt verifies offline", async () => {
    const davit = await codeOf("Davit Orsolo");
    await be("Berta Lanz", "/desk");
    await page.goto(`${node.address}/land/titles/${TITLE}`);
    await page.getByRole("link", { name: "Enter an owner" }).click();
    const [toDavit] = await offer(davit);
    await be("Davit Orsolo", "/my");
    await page.goto(toDavit ?? "");
    await page.getByText("It is said who owns it.").waitFor();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("It is on the ledger.").waitFor();

    const irena = await codeOf("Irena Valk");
    await be("Davit Orsolo", "/my");
    await page.goto(`${node.address}/sell/${TITLE}`);
    await page.getByLabel("How much you give").fill("1/2");
    const [toIrena, toOffice] = await offer(irena);
    await be("Irena Valk", "/my");
    await page.goto(toIrena ?? "");
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("You have signed.").waitFor();
    await be("Berta Lanz", "/desk");
    await page.goto(toOffice ?? "");
    await page.getByRole("button", { name: "Sign for the office" }).click();
    await page.getByText("It is on the ledger.").waitFor();

    await be("Irena Valk", "/my");
    await page.goto(toIrena ?? "");
    await page.getByRole("button", { name: "Keep your receipt" }).click();
    await page.getByText("Kept on this device, and checked here.").waitFor();
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save it as a file" }).click();
    const receipt = join(dir, "irena.receipt");
    await (await saving).saveAs(receipt);
    const trust = join(dir, "trust.json");
    await node.run(["trust", "-o", trust, "--json"]);
    await node.stop();
    const under = unshare ? ["unshare", "-rn"] : [];
    const verified = await run<unknown>(["verify", receipt, "--trust", trust, "--json"], { under });
    expect(verified.json).toMatchObject({
      valid: true,
      current: true,
      fact: {
        value: {
          on: { title: TITLE, share: [1, 2] },
          holders: [{ kind: "person", id: irena }],
        },
      },
    });
  });
});
