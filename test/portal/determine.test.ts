import { describe, expect, it } from "vitest";
import { hasChromium, violations } from "./browser.js";
import { useTown } from "./town.js";

describe.runIf(hasChromium)("land that was registered without an owner", () => {
  const open = useTown();

  it("is given owners by the registrar and those who take, and can then be sold", async () => {
    const town = open();
    const { client } = town.served;
    const bytes = town.served.registration(90);
    await client.submit({ wait: "sealed" }, { type: "application/cose", bytes });
    const [ana, bo] = [await town.arrive(), await town.arrive()];
    const office = await town.takeOffice();
    const codes = [
      await town.takeCode(ana, office, "Ana Dias"),
      await town.takeCode(bo, office, "Bo Reis"),
    ];

    // Whoever has no registrar's key is shown to the desk.
    const { page } = bo;
    await page.goto(`${town.served.address}/land/titles/p0090`);
    await page.getByText("Who is registered as the owner is not determined yet.").waitFor();
    expect(await page.getByRole("link", { name: "Sell this land" }).count()).toBe(0);
    await page.getByRole("link", { name: "Enter an owner" }).click();
    await page.getByText("This browser holds no key of a registrar for district d1.").waitFor();

    await office.page.goto(`${town.served.address}/determine/p0090`);
    await office.page.getByText("All of title p0090 has no owner yet.").waitFor();
    await office.page.getByRole("button", { name: "Add another taker" }).click();
    for (const [i, code] of codes.entries()) {
      await office.page.getByLabel(`Code of taker ${i + 1}`).fill(code);
    }
    await office.page.getByLabel("The document it rests on").setInputFiles({
      name: "extract.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("the extract"),
    });
    await office.page.getByLabel("Share of taker 2").fill("1/2");
    await office.page.getByRole("button", { name: "Sign it and keep it" }).click();
    await office.page.getByText("the shares do not add up").waitFor();
    expect(await violations(office.page)).toEqual([]);
    await office.page.getByRole("button", { name: "Divide equally" }).click();
    const [toAna, toBo] = await town.offer(office);

    await ana.page.goto(toAna ?? "");
    await ana.page.getByText("It is said who owns it.").waitFor();
    await ana.page.getByText("You receive").waitFor();
    await ana.page.getByText("1/2 of title p0090", { exact: true }).waitFor();
    expect(await violations(ana.page)).toEqual([]);
    await ana.page.getByRole("button", { name: "Sign", exact: true }).click();
    await ana.page.getByText("You have signed.").waitFor();
    await page.goto(toBo ?? "");
    await page.getByLabel("Check the document").setInputFiles({
      name: "extract.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("the extract"),
    });
    await page
      .getByText("This is the document whose fingerprint stands in what you sign.")
      .waitFor();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.getByText("It is on the ledger.").waitFor();
    await page.getByRole("button", { name: "Keep your receipt" }).click();
    await page.getByText("Kept on this device, and checked here.").waitFor();

    await office.page.goto(`${town.served.address}/determine/p0090`);
    await office.page.getByText("Every owner of title p0090 is determined.").waitFor();
    await office.page.getByRole("link", { name: "See the title" }).click();
    await office.page.getByRole("link", { name: "Sell this land" }).waitFor();
    for (const { complaints } of [ana, bo, office]) expect(complaints).toEqual([]);
  });
});
