import { describe, expect, it } from "vitest";
import { hasChromium, violations } from "./browser.js";
import { useTown } from "./town.js";

describe.runIf(hasChromium)("a request for a code", () => {
  const open = useTown();

  it("that the registrar declines waits no more, and whoever asked is told", async () => {
    const town = open();
    const { page } = await town.arrive();
    const office = await town.takeOffice();
    await page.getByRole("button", { name: "Make a secret" }).click();
    await page.getByRole("button", { name: "I have written it down" }).click();
    await page.getByLabel("Your name").fill("Nobody Known");
    await page.getByLabel("Your national number").fill("1980-0");
    await page.getByLabel("Your date of birth").fill("1980-02-29");
    await page.getByRole("button", { name: "Ask for a code" }).click();
    await page.getByText("Waits for the registrar").waitFor();

    await office.page.goto(`${town.served.address}/desk`);
    const asked = office.page.locator(".cf-decide", { hasText: "Nobody Known" });
    await asked.getByRole("button", { name: "Decline: I cannot confirm this" }).click();
    await office.page.getByText("Nobody asks.").waitFor();
    await page.reload();
    await page.getByText("Not confirmed").waitFor();
    await page.getByText("No registrar has this before them any more").waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
