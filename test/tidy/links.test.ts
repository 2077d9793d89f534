import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { filesUnder, read, root, sources } from "./sources.js";

const pages = filesUnder("").filter((path) => path.endsWith(".md"));

const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

/** GitHub's anchor of a heading. */
const anchor = (heading: string): string =>
  heading
    .replaceAll("`", "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchor(heading));

function fault(from: string, target: string): string | null {
  const [path = "", fragment] = target.split("#");
  const to = path === "" ? from : join(dirname(from), path);
  if (to.startsWith("..") || !existsSync(join(root, to))) return `${from}: ${target}`;
  if (fragment === undefined || !to.endsWith(".md")) return null;
  return anchorsOf(to).includes(fragment) ? null : `${from}: ${target}`;
}

it("leads somewhere, by every relative link of every page", () => {
  const faults = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .flatMap((target) => fault(page, target) ?? []),
  );
  expect(faults).toEqual([]);
});

it("has every page that the sources name", () => {
  const known = filesUnder("docs");
  const missing = sources.flatMap((path) =>
    [...read(path).matchAll(/docs\/[a-z0-9/-]+(?:\.md)?/g)]
      .filter(([page]) => !known.some((file) => file.startsWith(page)))
      .map(([page]) => `${path}: ${page}`),
  );
  expect(missing).toEqual([]);
});
