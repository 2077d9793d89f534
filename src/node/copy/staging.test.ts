import { mkdirSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { refusal, tempDir } from "../../../test/temp-log.js";
import { DataDirectory } from "../data-directory.js";
import { Staging } from "./staging.js";

it.each(["", "{", "null", '{"config":{}}'])("goes on with no plan that says %j", (text) => {
  const staging = new Staging(new DataDirectory(tempDir()));
  mkdirSync(staging.root);
  writeFileSync(`${staging.root}/plan.json`, text);
  expect(refusal(() => staging.finish())).toMatchObject({ code: "DATA_RESTORING" });
});
