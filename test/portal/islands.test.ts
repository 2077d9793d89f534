import { describe, expect, it } from "vitest";
import { Served } from "../served.js";
import { hasChromium, holdsForEvery, usePortal } from "./browser.js";

const noDraft = "0".repeat(64);
const paths = ["/my", "/desk", "/sell/p0001", "/determine/p0001", `/sign/${noDraft}`];

describe.runIf(hasChromium)("the pages of a browser's keys, in Chromium", () => {
  const portal = usePortal(async () => {
    const served = await Served.start();
    const body = { type: "application/cose", bytes: served.registration(1) };
    await served.client.submit({ wait: "sealed" }, body);
    return { origin: served.address };
  });
  holdsForEvery(paths, portal);

  it.each(paths)(
    "%s says without JavaScript what it is for, and how to do without",
    async (path) => {
      const { page } = await portal.open(path, { javaScriptEnabled: false });
      await page.getByText("This page needs JavaScript").waitFor();
      await page.getByText("never leaves it").waitFor();
      expect(await page.locator("#island li").count()).toBeGreaterThan(0);
    },
  );

  it("shows the paper code once, and takes it back on another device", async () => {
    const { page } = await portal.open("/my");
    await page.getByRole("button", { name: "Make a secret" }).click();
    const code = await page.locator(".cf-paper").innerText();
    expect(code).toMatch(/^(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    await page.getByRole("button", { name: "I have written it down" }).click();
    await page.getByText("This device has held your secret").waitFor();
    await page.reload();
    await page.getByText("This device has held your secret").waitFor();
    expect(await page.locator("main").innerText()).not.toContain(code);

    const other = (await portal.open("/my")).page;
    await other.getByText("I have a paper code").click();
    const wrong = code.replace(/^./, (first) => (first === "7" ? "8" : "7"));
    await other.getByLabel("Your paper code").fill(wrong);
    await other.getByRole("button", { name: "Take it onto this device" }).click();
    await other.getByText("Refused: the paper code is not whole").waitFor();
    await other.getByText("PAPER_CODE").waitFor();
    await other.getByLabel("Your paper code").fill(code.toLowerCase());
    await other.getByRole("button", { name: "Take it onto this device" }).click();
    await other.getByText("This device has held your secret").waitFor();
  });

  it("gives no key out: what is kept cannot be exported, and forgetting leaves nothing", async () => {
    const { page } = await portal.open("/my");
    await page.getByRole("button", { name: "Make a secret" }).click();
    await page.getByRole("button", { name: "I have written it down" }).click();
    const read = () =>
      page.evaluate(async () => {
        const opening = indexedDB.open("counterfoil");
        const db = await new Promise<IDBDatabase>((done) => {
          opening.onsuccess = () => done(opening.result);
        });
        if (!db.objectStoreNames.contains("secret")) return null;
        const asked = db.transaction("secret").objectStore("secret").get("own");
        const kept = await new Promise<{ key: CryptoKey } | undefined>((done) => {
          asked.onsuccess = () => done(asked.result);
        });
        db.close();
        return kept === undefined ? null : [kept.key.extractable, kept.key.usages];
      });
    expect(await read()).toEqual([false, ["deriveBits"]]);
    await page.getByRole("button", { name: "Forget everything" }).click();
    await page.getByRole("button", { name: "Forget it all" }).click();
    await page.getByRole("button", { name: "Make a secret" }).waitFor();
    expect(await read()).toBeNull();
  });
});
