import { z } from "zod";
import { limits } from "../../base/limits.js";
import { governanceGenesis } from "../../modules/governance/genesis.js";
import { identityGenesis } from "../../modules/identity/genesis.js";
import { cliError } from "../errors.js";
import { readText, writeOut } from "../files.js";
import { bodyFromJson, bodyToJson } from "../json-body.js";

const member = z.strictObject({
  counterfoil: z.literal("member"),
  version: z.literal(1),
  /** Where the others reach its node. */
  node: z.url(),
  /** Where they reach its CometBFT: `host:port`, and the id that its node key gives. */
  p2p: z.strictObject({
    id: z.string().regex(/^[0-9a-f]{40}$/),
    address: z.string().regex(/^[A-Za-z0-9.:[\]-]{1,255}:[0-9]{1,5}$/),
  }),
  /** What it brings into the genesis fact: its public keys, and its officials'. */
  governance: governanceGenesis.shape.agencies.element.required(),
  identity: identityGenesis.shape.organisations.element,
});
/** What an agency that founds a network with others, or wants to join one, lets them know: nothing secret. */
export type MemberFile = z.infer<typeof member>;

const founding = z.strictObject({
  counterfoil: z.literal("founding"),
  version: z.literal(1),
  network: z.string().regex(/^[a-z0-9-]{1,63}$/),
  /** ms since 1970. */
  time: z.int().min(0),
  salt: z.custom<Uint8Array>((v) => v instanceof Uint8Array && v.length === 16),
  members: z.array(member).min(1).max(256),
});
/** All from which each agency makes the same genesis fact by itself. */
export type FoundingFile = z.infer<typeof founding>;

export const nameOf = ({ governance }: MemberFile): string => governance.name;

/** Whoever has a registrar keeps the land register. */
export const keepsLand = ({ identity }: MemberFile): boolean =>
  identity.officials.some(({ offices }) => offices.some(({ role }) => role === "registrar"));

/** @throws CLI_FILE, CLI_MEMBERS */
export function readMember(path: string): MemberFile {
  const read = parsed(path, limits.noteBytes, member);
  const names = new Set([read.governance.name, read.governance.organisation, read.identity.id]);
  if (names.size > 1) throw cliError("CLI_MEMBERS", { path, problem: "two names" });
  return read;
}

/** @throws CLI_FILE, CLI_MEMBERS */
export const readFounding = (path: string): FoundingFile =>
  parsed(path, limits.trustFileBytes, founding);

/** The same text for the same contents, so that two can be compared. */
export const textOf = (value: MemberFile | FoundingFile): string =>
  `${JSON.stringify(bodyToJson(value), null, 2)}\n`;

/** @throws CLI_FILE */
export function writeJson(path: string, value: MemberFile | FoundingFile): void {
  writeOut(path, textOf(value));
}

function parsed<T>(path: string, mostBytes: number, schema: z.ZodType<T>): T {
  const result = schema.safeParse(bodyFromJson(jsonOrNull(readText(path, mostBytes))));
  if (!result.success) throw cliError("CLI_MEMBERS", { path, problem: problemOf(result.error) });
  return result.data;
}

function problemOf({ issues: [first] }: z.ZodError): string {
  return first === undefined ? "form" : `${first.path.join(".")}: ${first.message}`;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
