import { describe, expect, it } from "vitest";
import { hasChromium, violations } from "./browser.js";
import { useTown } from "./town.js";

describe.runIf(hasChromium)("what a sale can be refused for, as people see it", () => {
  const open = useTown();

  it("a second sale lodged later waits behind the first, until the office refuses that", async () => {
    const town = open();
    const [ana, bo, cy] = [await town.arrive(), await town.arrive(), await town.arrive()];
    const office = await town.takeOffice();
    const seller = await town.takeCode(ana, office, "Ana Dias");
    const [first, second] = [
      await town.takeCode(bo, office, "Bo Reis"),
      await town.takeCode(cy, office, "Cy Moor"),
    ];
    await town.register(ana, seller);

    await town.beginSale(ana, [first], "1");
    await ana.page.getByLabel("Reserve the rank at once").check();
    const [toBo] = await town.offer(ana);

    // More than is held, a code that nobody confirmed: said before anything is signed.
    await town.beginSale(ana, ["0".repeat(32)], "3/2");
    await ana.page.getByRole("button", { name: "Sign it and keep it" }).click();
    await ana.page.getByText("You cannot give more than you hold. You hold 1.").waitFor();
    await ana.page.getByLabel("How much you give").fill("1");
    await ana.page.getByRole("button", { name: "Divide equally" }).click();
    await ana.page.getByRole("button", { name: "Sign it and keep it" }).click();
    await ana.page.getByText("SELL_TAKER_UNKNOWN").waitFor();

    await ana.page.getByLabel("Code of taker 1").fill(second);
    const [toCy] = await town.offer(ana);
    await cy.page.goto(toCy ?? "");
    await cy.page.getByText("Lodged before and not decided: main.2").waitFor();
    await cy.page.getByRole("button", { name: "Sign", exact: true }).click();
    await cy.page.getByText("You have signed.").waitFor();
    const titleAt = async () =>
      (await town.served.client.fact({ key: "land/title/p0001" })).body.index;
    const before = await titleAt();
    await office.page.goto(toCy?.split("#")[0] ?? "");
    await office.page.getByRole("button", { name: "Sign for the office" }).click();
    await office.page.getByText("The ledger refused it. Nothing was changed.").waitFor();
    await office.page.getByText("LAND_LODGED_BEFORE").waitFor();
    expect(await titleAt()).toBe(before);
    expect(await violations(office.page)).toEqual([]);

    await bo.page.goto(toBo ?? "");
    await bo.page.getByText("Decline", { exact: true }).click();
    await bo.page.getByLabel("I no longer want this").check();
    await bo.page.getByLabel("What should be different?").fill("It is too small.");
    await bo.page.getByRole("button", { name: "Decline it" }).click();
    await bo.page.getByText("You have declined.").waitFor();
    await ana.page.goto(toBo?.split("#")[0] ?? "");
    await ana.page.getByText("Declined: I no longer want this. It is too small.").waitFor();

    await office.page.goto(`${town.served.address}/desk`);
    await office.page.getByText("Entry main.2, lodged").waitFor();
    await office.page.getByText("Refuse it").click();
    await office.page.getByRole("button", { name: "Refuse this entry" }).click();
    await office.page.getByText("Everything is decided.").waitFor();

    await town.beginSale(ana, [second], "1");
    const [again] = await town.offer(ana);
    await cy.page.goto(again ?? "");
    await cy.page.getByRole("button", { name: "Sign", exact: true }).click();
    await cy.page.getByText("You have signed.").waitFor();
    await office.page.goto(again?.split("#")[0] ?? "");
    await office.page.getByRole("button", { name: "Sign for the office" }).click();
    await office.page.getByText("It is on the ledger.").waitFor();
    for (const { complaints } of [ana, bo, cy, office]) expect(complaints).toEqual([]);
  });

  it("the secret on paper finds the person's codes again, and a changed key goes on", async () => {
    const town = open();
    const [dee, office] = [await town.arrive(), await town.takeOffice()];
    const made = dee.page.getByRole("button", { name: "Make a secret" });
    await made.click();
    const paper = await dee.page.locator(".cf-paper").innerText();
    await dee.page.getByRole("button", { name: "I have written it down" }).click();
    await dee.page.getByLabel("Your name").fill("Dee Sand");
    await dee.page.getByLabel("Your national number").fill("1980-9");
    await dee.page.getByLabel("Your date of birth").fill("1980-02-29");
    await dee.page.getByRole("button", { name: "Ask for a code" }).click();
    await dee.page.getByText("Waits for the registrar").waitFor();
    await office.page.goto(`${town.served.address}/desk`);
    await office.page.getByRole("button", { name: "I have seen the document" }).click();
    await office.page.getByText("Nobody asks.").waitFor();
    await dee.page.reload();
    await dee.page.getByText("Ready to give away").waitFor();
    const code = await dee.page.locator("#codes ~ ul code").first().innerText();
    await town.register(dee, code);
    await dee.page.goto(`${town.served.address}/my`);
    await dee.page.getByText("Change the key").click();
    await dee.page.getByRole("button", { name: "Make a new key" }).click();
    await dee.page.getByText("The key was changed.").waitFor();

    const elsewhere = await town.arrive();
    await elsewhere.page.getByText("I have a paper code").click();
    await elsewhere.page.getByLabel("Your paper code").fill(paper);
    await elsewhere.page.getByRole("button", { name: "Take it onto this device" }).click();
    await elsewhere.page.getByText("All of title p0002").waitFor();
    await elsewhere.page.getByText("Change the key").click();
    await elsewhere.page.getByRole("button", { name: "Make a new key" }).click();
    await elsewhere.page.getByText("The key was changed.").waitFor();
    expect(elsewhere.complaints).toEqual([]);
  });
});
