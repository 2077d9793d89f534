import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { writeCometKeys } from "../../src/node/consortium/comet-home.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { newSecret } from "../../src/node/key-file.js";
import { Agency, type Place } from "./agency.js";

/**
 * A second machine with all that the agency's has, as by a restored backup whose first machine was never
 * ended, or as a thief has it. Other machines know it by another node key: they take each only once.
 */
export function twinOf({ name, place, data }: Agency, root: string, other: Place): Agency {
  cpSync(data.root, root, { recursive: true });
  const twin = new DataDirectory(root);
  writeCometKeys(twin.comet, { validator: null, node: newSecret() });
  const moved: readonly (readonly [string, string])[] = [
    [resolve(data.abci), resolve(twin.abci)],
    [`${place.host}:${place.p2p}`, `${other.host}:${other.p2p}`],
    [`127.0.0.1:${place.rpc}`, `127.0.0.1:${other.rpc}`],
  ];
  for (const path of [`${twin.comet}/config/config.toml`, twin.config]) {
    const text = moved.reduce(
      (before, [from, to]) => before.replaceAll(from, to),
      readFileSync(path, "utf8"),
    );
    writeFileSync(path, text);
  }
  return new Agency(`${name}-twin`, other, twin);
}
