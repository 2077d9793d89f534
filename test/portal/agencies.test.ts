import { describe, expect, it } from "vitest";
import { renderAgencies } from "../../src/portal/explorer/agencies.js";
import { keyOf } from "../consortium.js";
import { Governed } from "../governed.js";
import { hasChromium, holdsForEvery, servePages, usePortal } from "./browser.js";
import { foundOut } from "./views.js";

/** A real node whose agencies have decided on two things and have one before them. */
async function start() {
  const governed = await Governed.start();
  const { served } = governed;
  const raise = await governed.propose({ kind: "raise-threshold", threshold: 4 });
  for (const agency of Governed.agencies.slice(0, 3)) await governed.vote(raise.id, agency);
  const keys = { logKey: null, cosignerKey: keyOf(1), validatorKey: null, compromised: false };
  const rotate = await governed.propose({ kind: "rotate", agency: "court", ...keys });
  for (const agency of Governed.agencies) await governed.vote(rotate.id, agency, false);
  const change = { kind: "set-parameter", parameter: "engine.blockBytes", value: 2_000_000 };
  const open = await governed.propose(change);
  await governed.vote(open.id, "treasury");
  await served.node.readModel.caughtUp();
  const aliases = {
    "an open proposal": `/explorer/proposals/${open.id}`,
    "a rejected proposal": `/explorer/proposals/${rotate.id}`,
  };
  return { origin: served.address, aliases };
}

describe.runIf(hasChromium)("the agencies in Chromium", () => {
  const portal = usePortal(start);
  holdsForEvery(["/explorer/agencies", "an open proposal", "a rejected proposal"], portal);

  it("leads by keyboard from the explorer to a ballot's fact, without JavaScript", async () => {
    const { page } = await portal.open("/explorer", { javaScriptEnabled: false });
    await page.getByRole("link", { name: "Agencies", exact: true }).press("Enter");
    await page
      .getByRole("link", { name: "registry proposed to set engine.blockBytes" })
      .press("Enter");
    await page.getByRole("row", { name: "treasury" }).getByRole("link").press("Enter");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toMatch(/~treasury$/);
  });
});

describe.runIf(hasChromium)("agencies that left, and one that was found out, in Chromium", () => {
  const portal = usePortal(() => servePages({ "/found": renderAgencies(foundOut) }));
  holdsForEvery(["/found"], portal);
});
