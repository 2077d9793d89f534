// Provides what the tests need beyond npm. What cannot be had is no error: the tests that need it
// are then skipped, by name, at the end of the run.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const bin = `${root}.cache/bin`;
const COMETBFT = "0.39.4";
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

/** What the long list of faults cuts networks, slows disks and boots a machine with. */
function provideFaults() {
  const systemd = existsSync("/usr/lib/systemd/systemd");
  if (systemd && runs("ip", "-V") && runs("strace", "-V")) {
    return log("ip, strace and systemd are there");
  }
  const wanted = ["iproute2", "strace", "systemd"];
  log(`${install(...wanted) ? "installed" : "missing, install"} ${wanted.join(", ")}`);
}

function provideGo() {
  log(runs("go", "version") ? "Go is there" : "no Go: install it to check against Go's tlog");
}

/** What `go install` makes of one of CometBFT's programs, in a directory of its own under `.cache/bin`. */
async function installComet(program, directory, flags = [], more = {}) {
  const env = { ...process.env, GOBIN: directory, ...more };
  const options = { env, stdio: ["ignore", "ignore", "inherit"] };
  const module = `github.com/cometbft/cometbft/cmd/${program}@v${COMETBFT}`;
  const build = spawn("go", ["install", ...flags, module], options);
  return new Promise((resolve) => {
    build.once("error", () => resolve(false));
    build.once("close", (status) => resolve(status === 0));
  });
}

function isCometBft(program) {
  const { stdout } = spawnSync(program, ["version"], { encoding: "utf8" });
  return stdout?.trim().startsWith(COMETBFT) ?? false;
}

/** Built from source where it is not there, beside all else: a minute and a half on two cores. */
async function provideCometBft() {
  if (isCometBft(`${bin}/cometbft`)) return log("CometBFT is there");
  const done = await installComet("cometbft", bin);
  log(done ? `built CometBFT ${COMETBFT}` : "no CometBFT: it takes Go 1.25 to build it");
}

/** The same with a clock that is set wrong (test/faults/skew.go), and the signer that CometBFT brings. */
async function provideFaultyComet() {
  if (!runs("go", "version"))
    return log("no CometBFT with a wrong clock, and no signer: install Go");
  const skewed = `${bin}/skewed`;
  if (!isCometBft(`${skewed}/cometbft`)) {
    // The Go whose source is replaced, and no other that it would fetch.
    const flags = ["-overlay", skewedClock(skewed)];
    const done = await installComet("cometbft", skewed, flags, { GOTOOLCHAIN: "local" });
    log(done ? "built CometBFT with a wrong clock" : "no CometBFT with a wrong clock");
  }
  if (!existsSync(`${bin}/priv_val_server`)) {
    const done = await installComet("priv_val_server", bin);
    log(done ? "built CometBFT's signer" : "no signer of CometBFT's");
  }
}

/** Go asks the kernel for the time by no library that could be replaced: so its own source is, here alone. */
function skewedClock(directory) {
  const { stdout } = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
  const time = `${stdout.trim()}/src/time`;
  const source = readFileSync(`${time}/time.go`, "utf8");
  const now = "\tsec, nsec, mono := runtimeNow()\n";
  if (source.split(now).length !== 2) throw new Error("Go's time.Now reads otherwise");
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/time.go`, source.replace(now, `${now}\tsec += skewAt(mono)\n`));
  const skew = { [`${time}/skew.go`]: `${root}test/faults/skew.go` };
  const replace = { [`${time}/time.go`]: `${directory}/time.go`, ...skew };
  writeFileSync(`${directory}/overlay.json`, JSON.stringify({ Replace: replace }));
  return `${directory}/overlay.json`;
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
if (process.env.PROJECTS === "faults") await provideFaultyComet();
