import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { vectorFile } from "../vectors.js";

const CHROMIUM = "/usr/bin/chromium";
const hasChromium = existsSync(CHROMIUM);
const root = fileURLToPath(new URL("../../", import.meta.url));
type ReceiptCase = { receipt: string; trust: string; expect?: { key: string; index: number } };
const receipts = vectorFile<ReceiptCase, { trusts: Record<string, unknown> }>("receipt.json");

/** What a page would import from the packages `counterfoil/ledger`, `/crypto` and `/sdk`. */
const PAGE = `
  import { fromHex } from "./src/base/text.ts";
  import { parseTrustFile } from "./src/crypto/trust.ts";
  import { seedSigner } from "./src/crypto/signer.ts";
  import { verifyReceipt } from "./src/ledger/verify-receipt.ts";
  import { verifyEnvelope } from "./src/ledger/verify-envelope.ts";
  import { newTransaction, signTransaction } from "./src/sdk/transaction.ts";
  import { createClient } from "./src/sdk/client.ts";
  globalThis.judge = (receipt, trust) => {
    try {
      const { receipt: good } = verifyReceipt(fromHex(receipt), parseTrustFile(trust));
      return good && { key: good.fact.key, index: good.fact.index };
    } catch {
      return null;
    }
  };
  globalThis.signs = async () => {
    const signer = seedSigner(new Uint8Array(32).fill(1));
    const network = new Uint8Array(32);
    const signers = [signer.thumbprint];
    const draft = newTransaction({ network, type: "x.y", body: {}, validUntil: 1e12, signers });
    const envelope = await signTransaction(draft, signer);
    verifyEnvelope(envelope, network, "exact");
    return typeof createClient("http://localhost").submit;
  };
`;

describe.runIf(hasChromium && receipts)("the SDK in Chromium, with no network", () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const bundle = await build({
      stdin: { contents: PAGE, resolveDir: root, loader: "ts" },
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    const context = await browser.newContext({ offline: true });
    page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
  });
  afterAll(() => browser?.close());

  it.each(receipts?.cases ?? [])("judges $name as the vectors do", async (c) => {
    const trust = JSON.stringify(receipts?.trusts[c.trust]);
    const verdict = await page.evaluate(
      ([receipt, text]) => Reflect.get(globalThis, "judge")(receipt, text),
      [c.receipt, trust],
    );
    const { key, index } = c.expect ?? { key: "", index: 0 };
    expect(verdict).toEqual(c.valid ? { key, index } : null);
  });

  it("signs, and verifies what it signed", async () => {
    expect(await page.evaluate(() => Reflect.get(globalThis, "signs")())).toBe("function");
    expect(complaints).toEqual([]);
  });
});
