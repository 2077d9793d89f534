import { describe, expect, it } from "vitest";
import { allSigned, noQuorum, notFound, oneMissing } from "../../test/portal/views.js";
import { renderError } from "./error-page.js";
import { renderHome } from "./home.js";
import type { HomeView } from "./view.js";

/** What a reader sees, without markup. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

const answerOf = (html: string): string =>
  textOf(/<p class="cf-say">(.*?)<\/p>/s.exec(html)?.[1] ?? "");

const count = (html: string, part: string): number => html.split(part).length - 1;
const teeth = (html: string) => ({
  solid: count(html, 'class="stock"'),
  open: count(html, 'class="open"'),
});

describe("do all copies agree today", () => {
  const earlier = { ...allSigned, nowMs: allSigned.nowMs + 3 * 86_400_000 };
  const one: HomeView = { ...allSigned, agencies: allSigned.agencies.slice(0, 1), quorum: 1 };
  it.each([
    [
      "all signed",
      allSigned,
      "Yes. All three agencies signed the same record at 10:42:06, 5 seconds ago. All are needed.",
      { solid: 3, open: 0 },
    ],
    [
      "a quorum",
      oneMissing,
      "Yes. Four of five agencies signed the same record at 10:42:06, 5 seconds ago. Treasury has not signed since 10:31:06. Four are enough.",
      { solid: 4, open: 1 },
    ],
    [
      "no quorum",
      noQuorum,
      "We cannot say. Two of five agencies have signed the record sealed at 10:42:06; four are needed.",
      { solid: 2, open: 3 },
    ],
    [
      "not for days",
      earlier,
      "We cannot say. A quorum last signed on 9 October 2026 at 10:42:06, 3 days ago. Nothing newer is signed.",
      { solid: 3, open: 0 },
    ],
    [
      "one agency alone",
      one,
      "Yes. The one agency of this ledger signed its record at 10:42:06, 5 seconds ago. ",
      { solid: 1, open: 0 },
    ],
  ])("%s", (_name, view, answer, drawn) => {
    const html = renderHome(view);
    expect(answerOf(html)).toBe(answer);
    expect(teeth(html)).toEqual(drawn);
    expect(textOf(html)).toContain("This page cannot prove itself: check from your own device.");
  });

  it("names several missing agencies", () => {
    const agencies = oneMissing.agencies.map((agency, i) =>
      i < 2 ? { ...agency, signedAtMs: null } : agency,
    );
    const html = renderHome({ ...oneMissing, agencies, quorum: 3 });
    expect(answerOf(html)).toContain("Land Registry and Treasury have not signed it.");
  });
});

describe("renderHome", () => {
  it("says in the notice and beside the seal that all keys are on one machine", () => {
    const said = textOf(renderHome(allSigned));
    expect(said).toContain("All signing keys are on one machine");
    expect(said).toContain("Here all three keys are on one machine: three signatures, but one");
    expect(textOf(renderHome(oneMissing))).not.toContain("on one machine");
  });

  it("shows no notice where there is nothing to note", () => {
    expect(renderHome(allSigned)).toContain("Demonstration of a fictional country.");
    expect(renderHome(oneMissing)).not.toContain("cf-notice");
  });

  it("draws no receipt where there is no record", () => {
    expect(renderHome(allSigned)).toContain("cf-receipt__cut");
    expect(renderHome(noQuorum)).not.toContain("cf-receipt__cut");
  });

  it("gives commands that work as they stand, with this node's address where it is needed", () => {
    const local = textOf(renderHome(allSigned));
    expect(local).toContain("counterfoil trust -o trust.json");
    expect(local).toContain("counterfoil receipt land/parcel/91216000AB0042 -o title.receipt");
    expect(local).toContain("counterfoil verify title.receipt --trust trust.json");
    expect(local).toContain("counterfoil replica --from http://localhost:8300 --data copy");
    expect(local).toContain("counterfoil audit --data copy");
    const remote = textOf(renderHome(noQuorum));
    expect(remote).toContain("counterfoil trust --node https://ledger.arvenia.example -o");
    expect(remote).toContain("counterfoil receipt KEY --node");
  });

  it.each([
    ["a founding", { height: 0, transactions: [] }, "The founding of the ledger"],
    ["due deadlines", { transactions: [], facts: 5 }, "Deadlines that fell due"],
    ["nothing", { transactions: [], facts: 1 }, "The seal alone"],
    ["refusals only", { transactions: [], refused: 2 }, "2 requests refused"],
    ["one key", { transactions: [{ type: "identity.revokeKey", count: 1 }] }, "1 key ended"],
    ["keys", { transactions: [{ type: "identity.revokeKey", count: 2 }] }, "2 keys ended"],
    ["a type without a name", { transactions: [{ type: "x.y", count: 4 }] }, "4 of type x.y"],
  ])("tells a block of %s in words", (_name, change, words) => {
    const [block] = allSigned.blocks;
    const blocks = block === undefined ? [] : [{ ...block, refused: 0, ...change }];
    expect(textOf(renderHome({ ...allSigned, blocks }))).toContain(words);
  });

  it("stands without any block", () => {
    const html = renderHome({ ...allSigned, blocks: [], lines: [], latestRecord: null });
    expect(html).toContain("Nothing has been sealed yet.");
    expect(html).not.toContain("<table");
  });

  it("falls back to English and says so to the browser", () => {
    expect(renderHome({ ...allSigned, language: "pt-PT" })).toContain('<html lang="en" dir="ltr"');
  });

  it("isolates a name from right to left inside a sentence", () => {
    const [first, ...rest] = oneMissing.agencies;
    const agencies = [{ name: "x", title: "السجل", signedAtMs: null }, ...rest];
    expect(first).toBeDefined();
    const html = renderHome({ ...oneMissing, agencies, quorum: 3 });
    expect(answerOf(html)).toContain("\u2068السجل\u2069 and Treasury");
  });
});

describe("every page", () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const view: HomeView = {
    ...allSigned,
    network: { name: hostile, title: hostile },
    address: hostile,
    agencies: [{ name: hostile, title: hostile, signedAtMs: null }],
    blocks: allSigned.blocks.map((block) => ({ ...block, transactions: [{ label: hostile }] })),
    latestRecord: { ...(allSigned.latestRecord ?? fail()), sentence: hostile, key: hostile },
    totals: { [hostile]: 1 },
  };
  const failed = { ...notFound, sentence: hostile, code: hostile };

  function fail(): never {
    return expect.unreachable("the sample has a record");
  }

  it.each([
    ["home", renderHome(view)],
    ["error", renderError({ ...failed, facts: { [hostile]: hostile } })],
  ])("%s: whatever the view says stays text", (_name, html) => {
    const elements = html.replaceAll(/<[^>]+>/g, (tag) => tag.replaceAll(/"[^"]*"/g, '""'));
    expect(elements).not.toMatch(/<(script|img|style|iframe)/i);
    expect(elements).not.toMatch(/<[^>]+\s(style|on\w+)=/i);
    expect(html).toContain("&lt;script>");
  });

  it.each([
    ["home", renderHome(allSigned)],
    ["error", renderError(notFound)],
  ])("%s: is a whole document and asks nothing of another host", (_name, html) => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
    expect(html.trimEnd()).toMatch(/<\/html>$/);
    const addresses = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses) expect(address).toMatch(/^(#|\/(?!\/))/);
  });
});

describe("renderError", () => {
  it("gives the sentence, the facts and the code, and claims nothing about a record", () => {
    const said = textOf(renderError(notFound));
    expect(said).toContain("There is no page here");
    expect(said).toContain("API_ADDRESS");
    expect(said).toContain("/land/<script>alert(1)</script>");
    expect(said).toContain("It says nothing about any record.");
  });
});
