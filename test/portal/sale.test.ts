import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromHex } from "../../src/base/text.js";
import { parseTrustFile } from "../../src/crypto/trust.js";
import { decodeEnvelope } from "../../src/ledger/envelope.js";
import { verifyReceipt } from "../../src/ledger/verify-receipt.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";
import { Served } from "../served.js";
import { hasChromium } from "./browser.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

const numbers: Readonly<Record<string, string>> = {
  "Ana Dias": "1980-1",
  "Bo Reis": "1980-2",
  "Cy Moor": "1980-3",
};

/** Somebody with a browser of their own. */
type Person = { readonly page: Page; readonly complaints: string[] };

describe.runIf(hasChromium)("a sale between three browsers and a registrar's", () => {
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    execFileSync(process.execPath, [`${root}scripts/build-portal.mjs`]);
    served = await Served.start();
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });
  afterAll(() => browser?.close());

  async function arrive(path = "/my"): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() !== "log") complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${served.address}${path}`);
    return { page, complaints };
  }

  /** The registrar at a desk, with the key of a file. */
  async function takeOffice(): Promise<Person> {
    const office = await arrive("/desk");
    const keys = served.node.opened.data.readKeys();
    const file = keys.find(({ use }) => use?.role === "registrar")?.path ?? "";
    await office.page.getByLabel("Your key file").setInputFiles(file);
    await office.page.getByText("You sign as registrar of registry.").waitFor();
    return office;
  }

  /** A secret on this device, and a code that the registrar has confirmed: gives the code. */
  async function takeCode({ page }: Person, office: Person, name: string): Promise<string> {
    await page.getByRole("button", { name: "Make a secret" }).click();
    await page.getByRole("button", { name: "I have written it down" }).click();
    await page.getByLabel("Your name").fill(name);
    await page.getByLabel("Your national number").fill(numbers[name] ?? "");
    await page.getByLabel("Your date of birth").fill("1980-02-29");
    await page.getByRole("button", { name: "Ask for a code" }).click();
    await page.getByText("Waits for the registrar").waitFor();
    await office.page.goto(`${served.address}/desk`);
    const asked = office.page.locator(".cf-decide", { hasText: name });
    await asked.getByRole("button", { name: "I have seen the document" }).click();
    await office.page.getByText("Nobody asks.").waitFor();
    await page.reload();
    await page.getByText("Ready to give away").waitFor();
    return (await page.locator("#codes ~ ul code").first().textContent()) ?? "";
  }

  /** All of a title for the person, who signs in the signing room what the registrar has prepared. */
  async function register({ page }: Person, handle: string): Promise<void> {
    const holders = [{ kind: "person", id: handle, share: [1, 1] }];
    const { payload } = decodeEnvelope(served.registration(1, { holders }));
    const { body } = await served.client.fact({ key: `identity/handle/${handle}` });
    const keyId = fromHex(String(Object(body.value).keyId));
    const signers = [served.registrar.thumbprint, keyId];
    const draft = newTransaction({ ...payload, signers });
    const bytes = await signTransaction(draft, served.registrar);
    await served.client.keepDraft({}, { type: "application/cose", bytes });
    await page.reload();
    await page.getByRole("link", { name: "Look at it and decide" }).click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("It is on the ledger.").waitFor();
    await page.goto(`${served.address}/my`);
  }

  it("sells half of a title to two others in equal shares", async () => {
    const [ana, bo, cy] = [await arrive(), await arrive(), await arrive()];
    const office = await takeOffice();
    const seller = await takeCode(ana, office, "Ana Dias");
    const buyers = [await takeCode(bo, office, "Bo Reis"), await takeCode(cy, office, "Cy Moor")];
    await register(ana, seller);

    const { page } = ana;
    await page.reload();
    await page.getByRole("link", { name: "Sell or give away" }).click();
    await page.getByLabel("How much you give").fill("1/2");
    await page.getByRole("button", { name: "Add another taker" }).click();
    await page.getByLabel("Code of taker 1").fill(buyers[0] ?? "");
    await page.getByLabel("Code of taker 2").fill(buyers[1] ?? "");
    await page.getByLabel("Price").fill("248,500.00");
    await page.getByLabel("The document it rests on").setInputFiles({
      name: "deed.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("the deed"),
    });
    await page.getByLabel("Share of taker 1").fill("3/8");
    await page.getByLabel("Share of taker 2").fill("1/4");
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("Refused: the shares do not add up. Given 1/2, taken 5/8.").waitFor();
    await page.getByRole("button", { name: "Divide equally" }).click();
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("You have signed. The others have not.").waitFor();
    const links = await page.locator("dd code").allTextContents();
    expect(links).toHaveLength(3);

    for (const [person, link] of [
      [bo, links[0]],
      [cy, links[1]],
    ] as const) {
      const { page } = person;
      await page.goto(link ?? "");
      await page.getByText("You receive").waitFor();
      expect(await page.locator(".cf-sentence").innerText()).toContain(
        "Ana Dias gives 1/2 of title",
      );
      expect(await page.locator(".cf-sheet").innerText()).toContain("EUR\u00a0248,500.00");
      await page.getByRole("button", { name: "Sign", exact: true }).click();
      await page.getByText("You have signed.").waitFor();
    }

    await office.page.goto(`${served.address}/desk`);
    await office.page.getByRole("link", { name: "Look at it, check and sign" }).first().click();
    await office.page.getByRole("button", { name: "Sign for the office" }).click();
    await office.page.getByText("It is on the ledger.").waitFor();

    for (const { page, complaints } of [ana, bo, cy]) {
      await page.goto(`${served.address}/my`);
      await page.getByRole("button", { name: "Keep a receipt" }).click();
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save as a file" }).click();
      const file = await (await saved).path();
      const { receipt, checks } = verifyReceipt(
        new Uint8Array(readFileSync(file)),
        parseTrustFile(await (await served.get("/trust.json")).text()),
      );
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(receipt).toMatchObject({ current: true });
      await page.getByRole("button", { name: "Show who looked me up" }).click();
      await page.getByText("A registrar of registry, to confirm who you are").first().waitFor();
      expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
    }
  });
});
