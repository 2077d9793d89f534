import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

const hasStrace = spawnSync("strace", ["-V"]).status === 0;
/** Of every call that waits for the disk, in both of an agency's processes. */
const DELAY_US = 30_000;

describe.runIf(hasCometBft && hasStrace)("four agencies, one of which has a slow disk", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
  });
  afterAll(() => four.end());

  it("go on at their own pace, and it keeps up or catches up", async () => {
    const court = four.of("court");
    await court.end();
    const slow = [
      "-e",
      "trace=fsync,fdatasync",
      "-e",
      `inject=fsync,fdatasync:delay_enter=${DELAY_US}`,
    ];
    // The tracer stands behind, so that a signal to the process is a signal to the program.
    court.wrapper = ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", ...slow];
    await court.begin();
    await four.load.goesOn(four.without(court), 60);
    await four.load.goesOn([court]);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
