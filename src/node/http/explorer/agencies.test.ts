import { beforeAll, describe, expect, it, vi } from "vitest";
import { keyOf } from "../../../../test/consortium.js";
import { Governed } from "../../../../test/governed.js";
import { parseTrustFile } from "../../../crypto/trust.js";

let governed: Governed;
let open: string;
let accepted: string;
let rejected: string;
const html = { accept: "text/html" };
const page = async (path: string): Promise<string> => {
  const answer = await governed.served.get(path, html);
  expect(answer.status).toBe(200);
  return answer.text();
};
/** Of a section of a page, by its heading's id. */
const section = (text: string, id: string): string =>
  new RegExp(`<section[^>]*aria-labelledby="${id}".*?</section>`, "s").exec(text)?.[0] ?? "";

beforeAll(async () => {
  governed = await Governed.start();
  const { node } = governed.served;
  const keys = { logKey: null, cosignerKey: keyOf(1), validatorKey: null };
  const rotate = { kind: "rotate", agency: "court", ...keys, compromised: false };
  rejected = (await governed.propose(rotate)).id;
  for (const agency of Governed.agencies) await governed.vote(rejected, agency, false);
  accepted = (await governed.propose({ kind: "remove", agency: "court", compromised: true })).id;
  for (const agency of Governed.agencies.slice(0, 3)) await governed.vote(accepted, agency);
  // The block after the one that decided comes by itself.
  await vi.waitFor(() => expect(parseTrustFile(node.trust()).epochs).toHaveLength(2));
  const parameter = { kind: "set-parameter", parameter: "engine.blockBytes", value: 2_000_000 };
  open = (await governed.propose(parameter)).id;
  await governed.vote(open, "treasury");
  await governed.vote(open, "audit", false);
  await node.readModel.caughtUp();
});

describe("/explorer/agencies", () => {
  it("says who signs, since when, and how many must", async () => {
    const text = await page("/explorer/agencies");
    expect(text).toContain("Three agencies keep this ledger together. All of them must sign");
    const links = (id: string) =>
      Array.from(section(text, id).matchAll(/governance\/agency\/(\w+)/g), ([, name]) => name);
    expect(links("who")).toEqual(["registry", "treasury", "audit"]);
    expect(links("former")).toEqual(["court"]);
    expect(section(text, "former")).toContain("counts as stolen");
  });

  it("lists what is before them apart from what became of the rest", async () => {
    const text = await page("/explorer/agencies");
    expect(section(text, "open")).toContain(`/explorer/proposals/${open}`);
    expect(section(text, "open")).toContain("1 of the 2 it needs");
    const closed = section(text, "closed");
    expect(closed).not.toContain(open);
    expect(closed).toMatch(new RegExp(`${accepted}.*carried.*${rejected}.*rejected`, "s"));
    expect(section(text, "found")).toContain("No proof against any of them is on record.");
  });

  it.each(["csv", "json"])("gives the agencies as %s", async (format) => {
    const answer = await governed.served.get(`/explorer/agencies?format=${format}`);
    expect(await answer.text()).toContain("treasury");
  });
});

describe("/explorer/proposals", () => {
  it("shows an open one with what it needs and each ballot, which leads to its fact", async () => {
    const text = await page(`/explorer/proposals/${open}`);
    expect(text).toContain("registry proposed to set engine.blockBytes to 2000000");
    expect(text).toContain("Two of three agencies have to vote for it.");
    expect(text).toContain("So far one is for it, one against.");
    expect(text).toContain(`href="/explorer/facts/governance/ballot/${open}~audit"`);
    expect(section(text, "ballots").match(/not voted/g)).toHaveLength(1);
  });

  it("shows what became of a closed one", async () => {
    expect(await page(`/explorer/proposals/${accepted}`)).toContain("carried");
    expect(await page(`/explorer/proposals/${rejected}`)).toContain("rejected");
  });

  it("is where its fact leads, and leads back", async () => {
    const fact = `/explorer/facts/governance/proposal/${open}`;
    expect(await page(fact)).toContain(`href="/explorer/proposals/${open}"`);
    expect(await page(`/explorer/proposals/${open}`)).toContain(`href="${fact}"`);
  });

  it("is no page where there is none", async () => {
    const answer = await governed.served.get(`/explorer/proposals/${"0".repeat(64)}`, html);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no such record");
  });
});
