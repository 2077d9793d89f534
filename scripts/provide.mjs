// Provides what the tests need beyond npm. What cannot be had is no error: the tests that need it
// are then skipped, by name, at the end of the run.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
/** Python environments under `.cache`, each with exactly what is pinned. */
const environments = {
  venv: { cbor2: "6.3.0", cryptography: "50.0.2" },
  schemathesis: { schemathesis: "4.32.5" },
};
const venvOf = (name) => `${root}.cache/${name}`;
const pythonOf = (name) => `${venvOf(name)}/bin/python`;

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

/** What the long list of faults cuts networks and slows disks with. */
function provideFaults() {
  if (runs("ip", "-V") && runs("strace", "-V")) return log("ip and strace are there");
  const done = install("iproute2", "strace");
  log(done ? "installed ip and strace" : "no ip or strace: install iproute2 and strace");
}

function provideGo() {
  log(runs("go", "version") ? "Go is there" : "no Go: install it to check against Go's tlog");
}

/** Built from source where it is not there, beside all else: a minute and a half on two cores. */
async function provideCometBft() {
  const bin = `${root}.cache/bin`;
  const wanted = "0.39.4";
  const { stdout } = spawnSync(`${bin}/cometbft`, ["version"], { encoding: "utf8" });
  if (stdout?.trim().startsWith(wanted)) return log("CometBFT is there");
  const module = "github.com/cometbft/cometbft/cmd/cometbft";
  const env = { ...process.env, GOBIN: bin };
  const options = { env, stdio: ["ignore", "ignore", "inherit"] };
  const build = spawn("go", ["install", `${module}@v${wanted}`], options);
  const done = await new Promise((resolve) => {
    build.once("error", () => resolve(false));
    build.once("close", (status) => resolve(status === 0));
  });
  log(done ? `built CometBFT ${wanted}` : "no CometBFT: it takes Go 1.25 to build it");
}

/** True where the environment holds exactly what is pinned. */
function hasPins(name) {
  if (!existsSync(pythonOf(name))) return false;
  const wanted = Object.entries(environments[name]).map(
    ([pinned, version]) => `version("${pinned}") == "${version}"`,
  );
  const check = `from importlib.metadata import version; assert ${wanted.join(" and ")}`;
  return spawnSync(pythonOf(name), ["-c", check], { stdio: "ignore" }).status === 0;
}

function makeVenv(name) {
  mkdirSync(dirname(venvOf(name)), { recursive: true });
  return runs("python3", "-m", "venv", "--clear", venvOf(name));
}

function providePython(name) {
  const what = Object.keys(environments[name]).join(" and ");
  if (hasPins(name)) return log(`Python with ${what} is there`);
  const wanted = Object.entries(environments[name]).map(([pinned, at]) => `${pinned}==${at}`);
  const made = makeVenv(name) || (install("python3-venv") && makeVenv(name));
  const quiet = ["--quiet", "--disable-pip-version-check"];
  const done = made && runs(pythonOf(name), "-m", "pip", "install", ...quiet, ...wanted);
  log(done ? `installed ${wanted.join(" and ")}` : `no Python with ${what}`);
}

provideChromium();
provideGo();
if (process.env.PROJECTS === "faults") provideFaults();
const building = provideCometBft();
for (const name of Object.keys(environments)) providePython(name);
await building;
