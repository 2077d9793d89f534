import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../../src/cli/program.js";
import { read } from "./sources.js";

/** Full names of the commands that do something: those without commands below them. */
function leaves(command: Command, path: readonly string[] = []): string[] {
  const below = command.commands.filter((child) => child.name() !== "help");
  if (below.length === 0) return [path.join(" ")];
  return below.flatMap((child) => leaves(child, [...path, child.name()]));
}

/** Headings `### counterfoil NAME …`, each with what follows. */
function documented(): Map<string, string> {
  const sections = read("docs/reference/commands.md").split(/^### counterfoil /m);
  return new Map(
    sections.slice(1).map((section) => {
      const [heading = "", ...rest] = section.split("\n");
      return [heading.trim(), rest.join("\n")] as const;
    }),
  );
}

const commands = leaves(await program());

describe("commands of src/cli/program.ts", () => {
  it("are the ones in docs/reference/commands.md", () => {
    expect([...documented().keys()].sort()).toEqual([...commands].sort());
  });

  it.each(commands)("%s has an example", (name) => {
    expect(documented().get(name)).toMatch(
      new RegExp(`^ *(?:npx )?(?:bin/)?counterfoil ${name}\\b`, "m"),
    );
  });
});
