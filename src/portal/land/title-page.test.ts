import { describe, expect, it } from "vitest";
import { before, nothing, town, twoOwners } from "../../../test/portal/land-views.js";
import { renderLand } from "./index-page.js";
import { renderTitle } from "./title-page.js";
import type { HolderView, RightView, TitleView } from "./view.js";

/** What a reader sees, without markup. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, "")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");

const sentenceOf = (view: TitleView): string =>
  textOf(/<p class="cf-sentence">(.*?)<\/p>/s.exec(renderTitle(view))?.[1] ?? "").trim();

const [owner] = twoOwners.rights;
const rightOf = (holders: readonly HolderView[], change: Partial<RightView> = {}): RightView => ({
  ...(owner ?? expect.unreachable("the sample has an owner")),
  holders,
  ...change,
});
const person = { kind: "person", name: null };
const withRights = (...rights: RightView[]): TitleView => ({ ...twoOwners, rights });

describe("the sentence of a title", () => {
  it.each<[string, TitleView, string]>([
    [
      "two people in equal shares",
      twoOwners,
      "Two people are registered as owners in equal shares since 14 March 2026. Names are closed to you.",
    ],
    [
      "one person, since a day that nobody knows",
      withRights(rightOf([person], { share: null, inLawMs: null })),
      "One person is registered as the owner, on the register since 14 March 2026. Names are closed to you.",
    ],
    [
      "unequal shares from different days",
      withRights(
        rightOf([person], { share: [2, 3], inLawMs: Date.parse("1999-05-01") }),
        rightOf([person], { share: [1, 3] }),
      ),
      "Two people are registered as owners, with 2/3 and 1/3, the latest since 14 March 2026. Names are closed to you.",
    ],
    [
      "a couple jointly",
      withRights(rightOf([person, person], { share: null })),
      "Two people are registered as owners jointly since 14 March 2026. Names are closed to you.",
    ],
    [
      "an organisation and the state by name",
      withRights(
        rightOf([{ kind: "state", name: null }]),
        rightOf([{ kind: "organisation", name: "Harbour Savings Bank" }]),
      ),
      "The state and Harbour Savings Bank are registered as owners in equal shares since 14 March 2026.",
    ],
    [
      "a person and the state",
      withRights(rightOf([{ kind: "state", name: null }]), rightOf([person])),
      "One person and the state are registered as owners in equal shares since 14 March 2026. Names are closed to you.",
    ],
    [
      "not determined",
      withRights(rightOf([{ kind: "notDetermined", name: null }])),
      "Who is registered as the owner is not determined yet.",
    ],
    ["nobody on that day", withRights(), "Nobody was registered as the owner on that day."],
  ])("%s", (_name, view, sentence) => {
    expect(sentenceOf(view)).toBe(sentence);
  });

  it("never says that anyone owns", () => {
    for (const view of [twoOwners, before])
      expect(textOf(renderTitle(view))).not.toMatch(/\bown(s|ed)? (this|the|it)\b/i);
  });
});

describe("renderTitle", () => {
  it("says what is lodged, and that nothing has changed yet", () => {
    const said = textOf(renderTitle(twoOwners));
    expect(said).toContain("A sale is lodged: nothing has changed yet.");
    expect(said).toContain("Entry northgate.9 of 8 October 2026.");
  });

  it("as of a day, says which day on which axis, and offers no sale", () => {
    const html = renderTitle(before);
    expect(textOf(html)).toContain(
      "as it stood in law on 1 January 2017, as the register knew it on 1 January 2018.",
    );
    expect(html).not.toContain('href="/sell/');
    expect(html).not.toContain("A sale is lodged");
  });

  it("says that a court has frozen it, and offers no sale", () => {
    const frozen = { key: "governance/freeze/NG-0042", sinceMs: 0, untilMs: null };
    const html = renderTitle({ ...twoOwners, frozen });
    expect(textOf(html)).toContain("Frozen by a court's order since 1 January 1970: no sale");
    expect(html).toContain(`href="/explorer/facts/${frozen.key}"`);
    expect(html).not.toContain('href="/sell/');
  });

  it("says that a quorum is missing where it is", () => {
    const html = renderTitle({ ...twoOwners, verified: false });
    expect(html).toContain("Not enough signatures");
    expect(textOf(html)).not.toContain("Verified");
  });

  it("draws undecided and refused entries on no axis", () => {
    const drawn = /<svg class="cf-axes".*?<\/svg>/s.exec(renderTitle(twoOwners))?.[0] ?? "";
    expect(drawn.match(/class="dot"/g)).toHaveLength(3);
    expect(drawn.match(/dot--law/g)).toHaveLength(2);
  });
});

describe("whatever a view says stays text", () => {
  const hostile = `<script>alert("x")</script>`;
  it.each([
    [
      "title",
      renderTitle({ ...twoOwners, id: hostile, fact: { ...twoOwners.fact, key: hostile } }),
    ],
    ["land", renderLand({ ...town, streets: [{ id: hostile, name: hostile }], level: hostile })],
    ["empty", renderLand(nothing)],
  ])("%s", (_name, html) => {
    expect(html).not.toContain("<script>alert");
    expect(html.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]+\s(style|on\w+)=/i);
  });
});
