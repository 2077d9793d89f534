import { z } from "zod";
import { fromHex, toHex, utf8Encode } from "../base/text.js";
import type { PersonOpening } from "../sdk/person.js";
import { cliError } from "./errors.js";
import { readText, writeOut } from "./files.js";

const OPENINGS_BYTES = 16 * 1024;
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a holder keeps beside a handle's key (docs/reference/commands.md). */
const openingsFile = z.object({
  counterfoil: z.literal("openings"),
  version: z.literal(1),
  network: hex32,
  handle: z.string(),
  openings: z.array(z.object({ salt: hex32, path: z.string(), value: z.string() })),
});

/** Readable by its owner alone. @throws CLI_FILE */
export function writeOpenings(
  path: string,
  network: Uint8Array,
  handle: string,
  openings: readonly PersonOpening[],
): void {
  const shown = openings.map(({ salt, path, value }) => ({ salt: toHex(salt), path, value }));
  const file: z.infer<typeof openingsFile> = {
    ...{ counterfoil: "openings", version: 1, network: toHex(network), handle },
    openings: shown,
  };
  writeOut(path, utf8Encode(`${JSON.stringify(file, null, 2)}\n`), 0o600);
}

/** As they stand there, salts in hex. @throws CLI_FILE, CLI_USAGE */
export function readOpenings(path: string): z.infer<typeof openingsFile>["openings"] {
  const parsed = openingsFile.safeParse(jsonOrNull(readText(path, OPENINGS_BYTES)));
  if (!parsed.success) throw cliError("CLI_USAGE", { path, needs: "a file of openings" });
  return parsed.data.openings;
}

/** Openings as an answer has them, ready to be checked. */
export const decodeOpenings = (
  openings: readonly { readonly salt: string; readonly path: string; readonly value: string }[],
): PersonOpening[] => openings.map((opening) => ({ ...opening, salt: fromHex(opening.salt) }));

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
