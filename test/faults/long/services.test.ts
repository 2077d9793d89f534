import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { canBoot, Machine } from "../machine.js";
import { hasCometBft } from "../places.js";

const GUIDE = new URL("../../../docs/guides/consortium.md", import.meta.url);
const DATA = "/srv/counterfoil";
const [NODE, COMET] = ["counterfoil", "counterfoil-cometbft"];
const DEADLINE = { timeout: 60_000, interval: 200 };

/** The guide's units, by file name. */
function unitsOf(guide: string): ReadonlyMap<string, string> {
  const found = guide.matchAll(/```ini\n# \/etc\/systemd\/system\/(\S+)\n(.*?)```/gs);
  return new Map(Array.from(found, ([, name = "", text = ""]) => [name, text]));
}

describe.runIf(hasCometBft && canBoot)("the guide's two services, under systemd", () => {
  let machine: Machine;
  const dir = workDir();
  const units = unitsOf(readFileSync(GUIDE, "utf8"));
  const systemctl = (...args: string[]) => machine.run("systemctl", ...args);
  const processOf = (unit: string) => systemctl("show", "-p", "MainPID", "--value", unit).trim();
  const kill = (unit: string, signal: string) =>
    systemctl("kill", "--kill-whom=main", `--signal=${signal}`, unit);
  const counterfoil = (...args: string[]) =>
    machine.run(
      ...["setpriv", `--reuid=${NODE}`, `--regid=${NODE}`, "--clear-groups"],
      ...["/opt/counterfoil/bin/counterfoil", ...args],
    );
  /** That of the engine, as the node says it; fails where it does not run. */
  const height = () => {
    const metrics =
      "fetch('http://127.0.0.1:8300/metrics').then((a) => a.text()).then(console.log)";
    return Number(
      /^counterfoil_engine_height (\d+)$/m.exec(machine.run("node", "-e", metrics))?.[1],
    );
  };
  /** Resolves once both run and decide. */
  const goOn = async () => {
    await expect.poll(() => systemctl("is-active", NODE, COMET), DEADLINE).toBe("active\nactive\n");
    await expect.poll(height, DEADLINE).toBeGreaterThan(0);
    await expect.poll(height, DEADLINE).toBeGreaterThan(height());
  };

  beforeAll(async () => {
    machine = new Machine(dir, units);
    await machine.booted();
    machine.run("install", "-d", `--owner=${NODE}`, `--group=${NODE}`, DATA);
    const at = ["--node", "http://localhost:8300", "--p2p", "localhost:26656"];
    counterfoil("consortium", "init", "--agency", "court", "--land", "--data", DATA, ...at);
    const founding = `${DATA}/founding.json`;
    const member = `${DATA}/member.json`;
    counterfoil("consortium", "found", member, "--network", "arvenia", "-o", founding);
    counterfoil("consortium", "join", founding, "--data", DATA);
    systemctl("start", NODE);
  });
  afterAll(() => machine.end());

  it("have nothing that systemd would warn of", () => {
    expect([...units.keys()]).toEqual([`${NODE}.service`, `${COMET}.service`]);
    const verify = 'cd "$0" && SYSTEMD_UNIT_PATH="$0" systemd-analyze verify "$@" 2>&1';
    expect(machine.run("sh", "-c", verify, join(dir, "units"), ...units.keys())).toBe("");
  });

  it("begin together, the one by the other", goOn);

  it.each<[string, boolean, () => void]>([
    ["the node is killed", true, () => kill(NODE, "SIGKILL")],
    ["CometBFT is killed", false, () => kill(COMET, "SIGKILL")],
    [
      "the node is killed while CometBFT stands still",
      true,
      () => {
        kill(COMET, "SIGSTOP");
        kill(NODE, "SIGKILL");
      },
    ],
    ["the node is begun anew by hand", true, () => systemctl("restart", NODE)],
    ["CometBFT is begun anew by hand", false, () => systemctl("restart", COMET)],
    [
      "both were ended by hand",
      true,
      () => {
        systemctl("stop", NODE);
        expect([NODE, COMET].map(processOf)).toEqual(["0", "0"]);
        systemctl("start", NODE);
      },
    ],
  ])("go on once %s", async (_, nodeAnew, happen) => {
    const [node, comet] = [NODE, COMET].map(processOf);
    happen();
    await expect
      .poll(() => processOf(COMET), DEADLINE)
      .not.toSatisfy((now) => ["0", comet].includes(now));
    await goOn();
    expect(processOf(NODE) !== node).toBe(nodeAnew);
  });

  it("have lost nothing", () => {
    expect(counterfoil("audit", "--data", DATA)).toContain("Everything holds");
  });
});
