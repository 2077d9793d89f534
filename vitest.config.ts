import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What a browser shows, which is the same whichever Node serves it. */
const browser = ["test/portal/**/*.test.ts", "test/browser/**/*.test.ts"];
/** They hold the clock to a figure, so nothing runs beside them. */
const timed = [
  ...["commune", "demo", "kill", "map"].map((name) => `test/acceptance/${name}.test.ts`),
  "test/abuse/flood.test.ts",
];
/** By `npm run test:faults` alone: each founds agencies of its own, on real processes. */
const faults = ["test/faults/long/**/*.test.ts"];
/** One worker on two cores, which is the default, leaves one of them idle. */
const together = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const alone = { maxWorkers: 1, sequence: { groupOrder: 1 } };

/** Tests run on the sources: imports that lead into the build are led back. */
export default defineConfig({
  resolve: {
    alias: {
      "#native": fileURLToPath(new URL("./src/crypto/native.node.ts", import.meta.url)),
      "#runs": fileURLToPath(new URL("./test/runs", import.meta.url)),
      "#src": fileURLToPath(new URL("./src", import.meta.url)),
    },
  },
  test: {
    testTimeout: 180_000,
    hookTimeout: 180_000,
    /** So that a skipped suite can be shown with its condition. */
    includeTaskLocation: true,
    projects: [
      {
        extends: true,
        // What one file has loaded serves the next: loading it anew took longer than most of them do.
        test: { name: "units", include: ["src/**/*.test.ts"], isolate: false, ...together },
      },
      {
        extends: true,
        test: {
          name: "node",
          include: ["sim/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...browser, ...timed, ...faults],
          ...together,
        },
      },
      { extends: true, test: { name: "browser", include: browser, ...together } },
      { extends: true, test: { name: "timed", include: timed, ...alone } },
      { extends: true, test: { name: "faults", include: faults, ...alone } },
    ],
  },
});
