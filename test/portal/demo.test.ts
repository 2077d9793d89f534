import { describe, expect, it } from "vitest";
import { islandPolicy } from "../../src/node/http/headers.js";
import { renderDemo } from "../../src/portal/demo/page.js";
import { personas } from "../personas.js";
import { hasChromium, holdsForEvery, servePages, usePortal } from "./browser.js";
import { allSigned } from "./views.js";

const { language, timeZone, network, demo, keysOnOneMachine, checkpoint, nowMs } = allSigned;
const source = { checkpoint, signedBy: ["Treasury"], of: 3, nowMs, behind: null };
const frame = { language, timeZone, network, demo, keysOnOneMachine, source };
const html = renderDemo({ ...frame, personas: personas.personas });

describe.runIf(hasChromium)("the roles of a demonstration, in Chromium", () => {
  const portal = usePortal(() => servePages({ "/demo": { html, policy: islandPolicy() } }));
  holdsForEvery(["/demo"], portal);

  it("offers each role once its program runs, and none without", async () => {
    const running = await portal.open("/demo");
    expect(await running.page.locator("button[data-persona]:enabled").count()).toBe(3);
    const without = await portal.open("/demo", { javaScriptEnabled: false });
    expect(await without.page.locator("button[data-persona]:enabled").count()).toBe(0);
  });
});
