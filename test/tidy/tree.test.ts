import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesUnder, isTypeScript, lineOf, parse, read, root, visit } from "./sources.js";

type Packages = Readonly<Record<string, string>>;

/** Where the two rules about words stand themselves. */
const SELF = "test/tidy/tree.test.ts";
const BUILT = new Set(["node_modules", "dist", "data"]);
const code = ["src", "fuzz", "sim", "test", "bench"].flatMap(filesUnder).filter(isTypeScript);
const text = filesUnder("").filter((path) => !/\.(?:png|ico|woff2?|cose|seg|cbor)$/.test(path));

describe("the root", () => {
  const entries = readdirSync(root).filter((name) => !BUILT.has(name));

  /** Besides those that people look for there by name. */
  it("has at most a dozen entries", () => {
    const documents = new Set(["README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md"]);
    // npm's own copy of what package.json says; it stands nowhere else.
    documents.add("package-lock.json");
    const counted = entries.filter((name) => !name.startsWith(".") && !documents.has(name));
    expect(counted.slice(12)).toEqual([]);
  });

  /** What begins with a dot is for tools, which look for it nowhere else. */
  it("has no other hidden ones", () => {
    const hidden = [".biome.json", ".ci", ".gitignore", ".npmrc", ".oxlintrc.json"];
    const own = new Set([...hidden, ".git", ".cache"]);
    expect(entries.filter((name) => name.startsWith(".") && !own.has(name))).toEqual([]);
  });
});

describe("the code", () => {
  it("has no any", () => {
    const found: string[] = [];
    for (const path of code) {
      visit(path, (node) => {
        if (node.type === "TSAnyKeyword") found.push(`${path}:${lineOf(path, node.start)}`);
      });
    }
    expect(found).toEqual([]);
  });

  it("silences no compiler", () => {
    // Biome's own comment is allowed: it must say why.
    const silenced = /@ts-|(?:oxlint|eslint)-disable/;
    const found = code.flatMap((path) =>
      parse(path)
        .comments.filter(({ value }) => silenced.test(value))
        .map(({ start }) => `${path}:${lineOf(path, start)}`),
    );
    expect(found).toEqual([]);
  });

  it("names no place of one machine, and leaves nothing for later", () => {
    const words = /(?:^|[\s"'`(=])\/(?:home|root|Users|work)\/|\b(?:TODO|FIXME|XXX)\b|lorem ipsum/;
    const found = text
      .filter((path) => path !== SELF && words.test(read(path)))
      .map((path) => `${path}: ${words.exec(read(path))?.[0].trim()}`);
    expect(found).toEqual([]);
  });
});

describe("packages", () => {
  const manifest: Record<string, Packages> = JSON.parse(read("package.json"));
  const lock: { packages: Record<string, Packages> } = JSON.parse(read("package-lock.json"));

  it("are pinned to exact versions", () => {
    const wanted = ["dependencies", "devDependencies", "overrides"].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    );
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual(
      [],
    );
  });

  it("come from whatever registry is configured: the lock file names none", () => {
    const tied = Object.entries(lock.packages).filter(([, entry]) => "resolved" in entry);
    expect(tied.map(([name]) => name)).toEqual([]);
  });

  /** Of other platforms' binaries a registry may not have what it takes to lock them. */
  it("are locked by their digests", () => {
    const loose = Object.entries(lock.packages).filter(
      ([name, entry]) => name !== "" && !("integrity" in entry) && !("optional" in entry),
    );
    expect(loose.map(([name]) => name)).toEqual([]);
  });
});
