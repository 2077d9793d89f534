import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { addEvidence, inOneSentence } from "./evidence.js";

it("adds each row to the table of its kind, wherever that stands", () => {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-evidence-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, "evidence.md");
  const [one, other] = [inOneSentence("One"), { heading: "Other", columns: ["Inputs", "Found"] }];
  addEvidence(path, one, "npm run one", ["a"]);
  addEvidence(path, other, "npm run other", ["7", "0"]);
  addEvidence(path, one, "npm run one", ["b"]);
  const text = readFileSync(path, "utf8").replaceAll(
    /`[0-9a-f]{7,}(?: and changes)?`/g,
    "`commit`",
  );
  expect(text).toBe(`# Evidence

## One

| Commit | Command | Came to |
|---|---|---|
| \`commit\` | \`npm run one\` | a |
| \`commit\` | \`npm run one\` | b |

## Other

| Commit | Command | Inputs | Found |
|---|---|---|---|
| \`commit\` | \`npm run other\` | 7 | 0 |
`);
});
