// Provides what the tests need beyond npm. What cannot be had is no error: the tests that need it
// are then skipped, by name, at the end of the run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const venv = `${root}.cache/venv`;
const python = `${venv}/bin/python`;
const pins = { cbor2: "6.3.0", cryptography: "50.0.2" };

const log = (text) => console.log(`provide: ${text}`);

function runs(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  return status === 0;
}

/** Debian's packages, where there is apt and the right to use it. */
function install(...packages) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  process.env.DEBIAN_FRONTEND = "noninteractive";
  const wanted = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  return runs("apt-get", "update", "-qq") && runs("apt-get", ...wanted);
}

function provideChromium() {
  if (existsSync("/usr/bin/chromium")) return log("Chromium is there");
  const done = install("chromium", "fonts-noto-core");
  log(done ? "installed Chromium" : "no Chromium: install the package chromium");
}

function provideGo() {
  log(runs("go", "version") ? "Go is there" : "no Go: install it to check against Go's tlog");
}

/** True where the environment holds exactly what is pinned. */
function hasPins() {
  if (!existsSync(python)) return false;
  const wanted = Object.entries(pins).map(
    ([name, version]) => `version("${name}") == "${version}"`,
  );
  const check = `from importlib.metadata import version; assert ${wanted.join(" and ")}`;
  return spawnSync(python, ["-c", check], { stdio: "ignore" }).status === 0;
}

function makeVenv() {
  mkdirSync(dirname(venv), { recursive: true });
  return runs("python3", "-m", "venv", "--clear", venv);
}

function providePython() {
  if (hasPins()) return log("Python with cbor2 and cryptography is there");
  const wanted = Object.entries(pins).map(([name, version]) => `${name}==${version}`);
  const made = makeVenv() || (install("python3-venv") && makeVenv());
  const quiet = ["--quiet", "--disable-pip-version-check"];
  const done = made && runs(python, "-m", "pip", "install", ...quiet, ...wanted);
  log(done ? `installed ${wanted.join(" and ")}` : "no Python with cbor2 and cryptography");
}

provideChromium();
provideGo();
providePython();
