import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests run on the sources: the one import that leads into the build is led back. */
export default defineConfig({
  resolve: {
    alias: { "#native": fileURLToPath(new URL("./src/crypto/native.node.ts", import.meta.url)) },
  },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    /** One worker on two cores, which is the default, leaves one of them idle. */
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    /** So that a skipped suite can be shown with its condition. */
    includeTaskLocation: true,
  },
});
