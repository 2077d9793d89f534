import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { foundNetwork, grow, openNode } from "../../../test/copies.js";
import { readFiles, tempDir, writeFiles } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { HEADER_BYTES } from "../../storage/log/format.js";
import { audit } from "./audit.js";

it("times one", async () => {
  const data = foundNetwork(tempDir());
  await grow(data, 0, 3);
  const files = readFiles(data.log);
  console.log([...files].map(([n, b]) => [n, b.length]));
  const t = performance.now();
  const r = await audit({ data, workers: 0 });
  console.log(r, performance.now() - t);
});
