import { read } from "./sources.js";

/** Rows of every table of a Markdown file under `heading`, cell by cell, without its backticks. */
export function tableRows(path: string, heading: string): string[][] {
  const [, after = ""] = read(path).split(`\n## ${heading}\n`);
  const [section = ""] = after.split(/^## /m);
  return section
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", "")),
    )
    .filter(([first]) => first !== "Field");
}
