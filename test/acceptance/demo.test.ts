import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { hasChromium, usePortal } from "../portal/browser.js";
import { launch, workDir } from "./counterfoil.js";

/** The built program in an empty folder, as `npm start` runs it. */
async function startDemo() {
  const started = await launch(join(workDir(), "data"), { as: "demo" });
  if (!started.ready) throw new Error(`the demonstration ended: ${started.stderr}`);
  return { origin: started.node.address };
}

/** A code of the page that is ready to give away. */
async function firstCode(page: Page): Promise<string> {
  await page.getByText("Ready to give away").first().waitFor();
  return /\b[0-9a-f]{32}\b/.exec(await page.locator("main").innerText())?.[0] ?? "";
}

describe.runIf(hasChromium)("the start guide's sale in five minutes", () => {
  const portal = usePortal(startDemo);

  it("goes as the guide says, in one browser that changes places", async () => {
    const { page } = await portal.open("/demo");
    const be = async (name: string, next: string) => {
      await page.goto(`${portal.origin()}/demo`);
      await page.getByRole("button", { name: `Be ${name}` }).click();
      await page.waitForURL(`**${next}`);
    };
    const deed = join(workDir(), "deed.txt");
    writeFileSync(deed, "They agreed.");

    await be("Davit Orsolo", "/my");
    const code = await firstCode(page);

    await be("Ana Dias", "/my");
    await page.getByText("All of title NG-0103").waitFor();
    await page.goto(`${portal.origin()}/sell/NG-0103`);
    await page.getByLabel("How much you give").fill("1/2");
    await page.getByLabel("Code of taker 1").fill(code);
    await page.getByLabel("Share of taker 1").fill("1/2");
    await page.getByLabel("The document it rests on").setInputFiles(deed);
    await page.getByRole("button", { name: "Sign it and keep it" }).click();
    await page.getByText("You have signed. The others have not.").waitFor();

    await be("Davit Orsolo", "/my");
    await page.getByRole("link", { name: "Look at it and decide" }).click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("You have signed.").first().waitFor();

    await be("Berta Lanz", "/desk");
    await page.getByText("2 of 3 have signed").waitFor();
    // The other is a sale of Tomé's, which waits for Irena.
    await page.getByText("1 of 3 have signed").waitFor();
    const waiting = page.getByRole("link", { name: "Look at it, check and sign" });
    const links = await waiting.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links).toHaveLength(2);
    for (const link of links) {
      await page.goto(`${portal.origin()}${link}`);
      const heading = page.getByRole("heading", { name: /^Transfer of title/ }).first();
      if ((await heading.innerText()).includes("NG-0103")) break;
    }
    await page.getByRole("button", { name: "Sign for the office" }).click();
    await page.getByText("It is on the ledger.").waitFor();

    await be("Davit Orsolo", "/my");
    await page.getByText("1/2 of title NG-0103").first().waitFor();
    await page.getByRole("button", { name: "Keep a receipt", exact: true }).click();
    await page.getByRole("button", { name: "Save as a file" }).first().waitFor();
  });
});
