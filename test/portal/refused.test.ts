import { describe, expect, it } from "vitest";
import { encodeCoseKey } from "../../src/crypto/cose-key.js";
import { type MemorySigner, seedSigner } from "../../src/crypto/signer.js";
import { algorithms } from "../../src/ledger/envelope.js";
import { keyFileText } from "../../src/node/key-file.js";
import { hasChromium } from "./browser.js";
import { type Town, useTown, type Visitor } from "./town.js";

const DAY_MS = 86_400_000;
let aheadMs = 0;

/** What a citizen is shown: a sentence, the facts of the case, the code, and that nothing changed. */
async function expectRefusal({ page }: Visitor, sentence: string, code: string): Promise<void> {
  const shown = page.locator(".govuk-error-summary", { hasText: code }).first();
  await shown.waitFor();
  expect(await shown.locator("dd").count()).toBeGreaterThan(0);
  const text = await shown.innerText();
  expect(text).toContain(`Refused: ${sentence}`);
  expect(text).toContain("Nothing was changed.");
}

const administratorOf = ({ served }: Town): MemorySigner => {
  const keys = served.node.opened.data.readKeys();
  const found = keys.find(({ use }) => use?.role === "administrator");
  if (found === undefined) throw new Error("the founded network has no administrator");
  return found.signer;
};

/** A registrar who serves another district, at a desk. */
async function takeOfficeElsewhere(town: Town): Promise<Visitor> {
  const secret = new Uint8Array(32).fill(42);
  const { publicKey } = seedSigner(secret);
  const algorithm = algorithms.EdDSA;
  const body = {
    organisation: "registry",
    handle: "7".repeat(32),
    key: { coseKey: encodeCoseKey(publicKey), algorithm, webauthn: null },
    office: { role: "registrar", within: ["d2"], upTo: null, until: null },
  };
  const bytes = town.served.envelope("identity.appoint", body, administratorOf(town));
  await town.served.client.submit({ wait: "sealed" }, { type: "application/cose", bytes });
  const visitor = await town.arrive("/desk");
  const use = { agency: "registry", role: "registrar" };
  const text = keyFileText({ algorithm: "Ed25519", secret, use }, null);
  await visitor.page.getByLabel("Your key file").setInputFiles({
    name: "elsewhere.key",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await visitor.page.getByText("You sign as registrar of Land Registry.").waitFor();
  return visitor;
}

describe.runIf(hasChromium)("what is refused changes nothing, and says why", () => {
  const open = useTown({ now: () => Date.now() + aheadMs });

  it("shares, a missing signer, another district's registrar, a time that is over, a revoked key", async () => {
    const town = open();
    const [ana, bo] = [await town.arrive(), await town.arrive()];
    const office = await town.takeOffice();
    const seller = await town.takeCode(ana, office, "Ana Dias");
    const taker = await town.takeCode(bo, office, "Bo Reis");
    await town.register(ana, seller);
    const factOf = async (key: string) => {
      const { size: _, ...fact } = (await town.served.client.fact({ key })).body;
      return fact;
    };
    const standing = async () => [
      await factOf("land/title/p0001"),
      await factOf("land/right/p0001.1"),
    ];
    const before = await standing();

    // 3 × 3333/10000.
    await town.beginSale(ana, [taker, "1".repeat(32), "2".repeat(32)], "1");
    for (const n of [1, 2, 3]) await ana.page.getByLabel(`Share of taker ${n}`).fill("3333/10000");
    await ana.page.getByRole("button", { name: "Sign it and keep it" }).click();
    await ana.page
      .getByText(
        "Refused: the shares do not add up. Given 1, taken 9999/10000. Nothing was changed.",
      )
      .waitFor();
    await ana.page.getByText("LAND_SHARES_SUM").waitFor();
    expect(await standing()).toEqual(before);

    // Bo has not signed: nobody is offered to send it.
    await town.beginSale(ana, [taker], "1");
    const [toBo = ""] = await town.offer(ana);
    await office.page.goto(toBo.split("#")[0] ?? "");
    await office.page.getByRole("button", { name: "Sign for the office" }).click();
    await office.page.getByText("2 of 3 have signed").waitFor();
    expect(await office.page.getByRole("button", { name: "Send it to the ledger" }).count()).toBe(
      0,
    );
    expect(await standing()).toEqual(before);

    // A node that names the registrar of another district as the one who decides.
    const elsewhere = await takeOfficeElsewhere(town);
    await ana.page.route("**/identity/officers/registrar**", async (route) => {
      const response = await route.fetch();
      const { items, next } = await response.json();
      const foreign = items.filter(
        ({ value }: { value: { within: unknown } }) => value.within !== null,
      );
      const lies = foreign.map((item: { value: object }) => ({
        ...item,
        value: { ...item.value, within: null },
      }));
      await route.fulfill({ response, json: { items: lies, next } });
    });
    await town.beginSale(ana, [taker], "1");
    const [other = ""] = await town.offer(ana);
    await ana.page.unroute("**/identity/officers/registrar**");
    await bo.page.goto(other);
    await bo.page.getByRole("button", { name: "Sign", exact: true }).click();
    await bo.page.getByText("You have signed.").waitFor();
    await elsewhere.page.goto(other.split("#")[0] ?? "");
    await elsewhere.page.getByRole("button", { name: "Sign for the office" }).click();
    const reach = "the signer's office does not reach this district.";
    await expectRefusal(elsewhere, reach, "IDENTITY_OFFICE_ELSEWHERE");
    expect(await standing()).toEqual(before);

    // Fifteen days later, on the node and on Bo's device.
    await bo.page.goto(toBo);
    await bo.page.getByRole("button", { name: "Sign", exact: true }).waitFor();
    aheadMs = 15 * DAY_MS;
    await bo.page.clock.setFixedTime(Date.now() + aheadMs);
    await bo.page.getByRole("button", { name: "Sign", exact: true }).click();
    await expectRefusal(bo, "the time to sign it is over", "ROOM_EXPIRED");
    aheadMs = 0;
    await bo.page.clock.setFixedTime(Date.now());
    expect(await standing()).toEqual(before);

    // Ana's key is revoked after she has signed.
    const { keyId } = Object((await factOf(`identity/handle/${seller}`)).value);
    const bytes = town.served.envelope("identity.revokeKey", { keyId: String(keyId) });
    await town.served.client.submit({ wait: "sealed" }, { type: "application/cose", bytes });
    await bo.page.goto(toBo);
    await bo.page.getByRole("button", { name: "Sign", exact: true }).click();
    await expectRefusal(bo, "the signer's key was revoked.", "IDENTITY_KEY_REVOKED");
    expect(await standing()).toEqual(before);
  });
});
