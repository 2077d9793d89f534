import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { fromHex } from "../../src/base/text.js";
import { decodeEnvelope } from "../../src/ledger/envelope.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";
import { Served } from "../served.js";

/** Somebody with a browser of their own. */
export type Visitor = { readonly page: Page; readonly complaints: string[] };

/** A node, and people who come to it, each with a browser that shares nothing with the others'. */
export class Town {
  readonly served: Served;
  readonly browser: Browser;
  #people = 0;
  #titles = 0;

  constructor(served: Served, browser: Browser) {
    this.served = served;
    this.browser = browser;
  }

  async arrive(path = "/my"): Promise<Visitor> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${this.served.address}${path}`);
    return { page, complaints };
  }

  /** The registrar at a desk, with the key of a file. */
  async takeOffice(): Promise<Visitor> {
    const office = await this.arrive("/desk");
    const keys = this.served.node.opened.data.readKeys();
    const file = keys.find(({ use }) => use?.role === "registrar")?.path ?? "";
    await office.page.getByLabel("Your key file").setInputFiles(file);
    await office.page.getByText("You sign as registrar of Land Registry.").waitFor();
    return office;
  }

  /** A secret on this device, and a code that the registrar has confirmed: gives the code. */
  async takeCode({ page }: Visitor, office: Visitor, name: string): Promise<string> {
    await page.getByRole("button", { name: "Make a secret" }).click();
    await page.getByRole("button", { name: "I have written it down" }).click();
    await page.getByLabel("Your name").fill(name);
    await page.getByLabel("Your national number").fill(`1980-${++this.#people}`);
    await page.getByLabel("Your date of birth").fill("1980-02-29");
    await page.getByRole("button", { name: "Ask for a code" }).click();
    await page.getByText("Waits for the registrar").waitFor();
    await office.page.goto(`${this.served.address}/desk`);
    const asked = office.page.locator(".cf-decide", { hasText: name });
    await asked.getByRole("button", { name: "I have seen the document" }).click();
    await office.page.getByText("Nobody asks.").waitFor();
    await page.reload();
    await page.getByText("Ready to give away").waitFor();
    return (await page.locator("#codes ~ ul code").first().textContent()) ?? "";
  }

  /** All of a new title for the person, who signs in the signing room what the registrar has prepared. */
  async register({ page }: Visitor, handle: string): Promise<void> {
    const holders = [{ kind: "person", id: handle, share: [1, 1] }];
    const { payload } = decodeEnvelope(this.served.registration(++this.#titles, { holders }));
    const { body } = await this.served.client.fact({ key: `identity/handle/${handle}` });
    const keyId = fromHex(String(Object(body.value).keyId));
    const signers = [this.served.registrar.thumbprint, keyId];
    const draft = newTransaction({ ...payload, signers });
    const bytes = await signTransaction(draft, this.served.registrar);
    await this.served.client.keepDraft({}, { type: "application/cose", bytes });
    await page.reload();
    await page.getByRole("link", { name: "Look at it and decide" }).click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("It is on the ledger.").waitFor();
  }

  /** Opens the form of a sale of what the person holds. */
  async beginSale({ page }: Visitor, takers: readonly string[], give: string): Promise<void> {
    await page.goto(`${this.served.address}/my`);
    await page.getByRole("link", { name: "Sell or give away" }).click();
    await page.getByLabel("How much you give").fill(give);
    for (const [i, code] of takers.entries()) {
      if (i > 0) await page.getByRole("button", { name: "Add another taker" }).click();
      await page.getByLabel(`Code of taker ${i + 1}`).fill(code);
    }
    await page.getByLabel("The document it rests on").setInputFiles({
      name: "deed.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("the deed"),
    });
    await page.getByRole("button", { name: "Divide equally" }).click();
  }

  /** Signs what was filled in: gives the links for those who take. */
  async offer({ page }: Visitor): Promise<string[]> {
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("You have signed. The others have not.").waitFor();
    return page.locator("dd code").allTextContents();
  }
}

/** Opens a town for the tests of a file. */
export function useTown(options: Parameters<typeof Served.start>[0] = {}): () => Town {
  let town: Town;
  beforeAll(async () => {
    const served = await Served.start(options);
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    town = new Town(served, browser);
  });
  afterAll(() => town?.browser.close());
  return () => town;
}
