// Takes the pictures of the README and the guides: starts the demonstration in an empty folder, where
// it is the same every time, and photographs its first page and a title. Usage: node scripts/picture.mjs (after npm ci; needs Debian's chromium).
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "counterfoil-picture-"));
const node = spawn(process.execPath, [
  join(root, "bin/counterfoil"),
  ...["demo", "--port", "0", "--data", data],
]);
const address = await new Promise((resolve) => {
  node.stdout.on("data", (text) => resolve(/http:\S+/.exec(String(text))?.[0]));
});
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
mkdirSync(join(root, "docs/images"), { recursive: true });
for (const [name, path] of [
  ["home", "/"],
  ["title", "/land/titles/NG-0042"],
]) {
  await page.goto(new URL(path, address).href, { waitUntil: "networkidle" });
  await page.screenshot({ path: join(root, `docs/images/${name}.png`) });
}
await browser.close();
node.kill("SIGTERM");
await new Promise((resolve) => node.on("exit", resolve));
rmSync(data, { recursive: true, force: true });
