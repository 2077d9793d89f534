import { toHex } from "../../base/text.js";
import type { StateSyncFrom } from "../../node/consortium/comet-home.js";
import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import type { Answer } from "../output.js";
import { readPort } from "../ports.js";
import { readPublicKey } from "../public-key.js";

type InitOptions = Common & {
  readonly agency: string;
  readonly p2p: string;
  readonly land: boolean;
  readonly validatorKey?: string;
};
type FoundOptions = Common & { readonly network: string; readonly output: string };
type JoinOptions = Common & {
  readonly listen: string;
  readonly rpc: string;
  readonly stateSync?: readonly string[];
};

const NAME = /^[a-z0-9-]{1,63}$/;

/** How agencies come to run a network together, each on its own machine. */
export const foundingCommands = () => [
  command(
    "init",
    "make one agency's own keys, and the file that the others get",
    "consortium init --agency court --node https://ledger.court.example --p2p court.example:26656",
  )
    .requiredOption("--agency <name>", "name of the agency, [a-z0-9-]")
    .option("--p2p <address>", "where the others reach its CometBFT", "localhost:26656")
    .option("--land", "it keeps the land register and the directory of persons", false)
    .option("--validator-key <hex>", "the key that votes, where a remote signer keeps its secret")
    .action(runs<InitOptions, []>(init)),
  command(
    "found",
    "gather the founders' files into the one that all begin from",
    "consortium found registry.json court.json --network arvenia -o founding.json",
  )
    .argument("<members...>")
    .requiredOption("--network <name>", "name of the network, [a-z0-9-]")
    .requiredOption("-o, --output <file>")
    .action(runs<FoundOptions, [string[]]>(found)),
  command(
    "join",
    "begin from what the founders have agreed on",
    "consortium join founding.json --data ./data",
  )
    .argument("<founding>")
    .option("--listen <address>", "where its CometBFT listens to the others'", "0.0.0.0:26656")
    .option("--rpc <port>", "where its CometBFT listens to its own node alone", "26657")
    .option(
      "--state-sync <addresses...>",
      "begin from a snapshot: RPC of two or more agencies' CometBFT",
    )
    .action(runs<JoinOptions, [string]>(join)),
];

async function init(options: InitOptions): Promise<Answer> {
  const { agency: name, data: dir, node, p2p, land, validatorKey } = options;
  checkName(name);
  const { makeMember } = await import("../consortium/member.js");
  const { chance } = await import("../../node/found.js");
  const data = new DataDirectory(dir);
  const key = validatorKey === undefined ? null : readPublicKey(validatorKey);
  makeMember(data, { name, land, officers: data.keys, node, p2p, validatorKey: key }, chance);
  return {
    json: { agency: name, data: dir, file: data.member },
    text: `Made the keys of ${name} in ${dir}. Give ${data.member} to the others: nothing in it is secret.`,
  };
}

async function found(options: FoundOptions, paths: string[]): Promise<Answer> {
  const { network, output } = options;
  checkName(network);
  const { readMember, writeJson } = await import("../consortium/member-file.js");
  const { agreeOn } = await import("../consortium/join.js");
  const members = paths.map(readMember);
  const { founding, id } = agreeOn(network, members, Date.now());
  writeJson(output, founding);
  const agencies = members.map(({ governance }) => governance.name);
  return {
    json: { network, id: toHex(id), agencies, file: output },
    text: `${output}: ${network} (${toHex(id)}) of ${agencies.join(", ")}.\nGive it to each of them, and have each read the id back to you when it joins.`,
  };
}

async function join(options: JoinOptions, path: string): Promise<Answer> {
  const { data: dir, listen, rpc, stateSync: servers } = options;
  const { readFounding, readMember } = await import("../consortium/member-file.js");
  const { idOf, joinNetwork } = await import("../consortium/join.js");
  const data = new DataDirectory(dir);
  const own = readMember(data.member);
  const founding = readFounding(path);
  const stateSync = servers === undefined ? null : await syncFrom(servers, idOf(founding));
  const begins = { p2p: listen, rpc: `127.0.0.1:${readPort(rpc)}`, stateSync };
  const { id, founder } = joinNetwork(data, own, founding, begins);
  const { name } = own.governance;
  const agencies = founding.members.map(({ governance }) => governance.name);
  const next = founder
    ? ""
    : `\n${name} only reads until the agencies have admitted it, or given it the keys that it has here.`;
  return {
    json: {
      ...{ network: founding.network, id: toHex(id), agency: name, founder, agencies, data: dir },
      trusted: stateSync?.trusted ?? null,
    },
    text: `${name} has joined ${founding.network} (${toHex(id)}) of ${agencies.join(", ")}.${next}\nNext: counterfoil start --data ${dir}, then cometbft start --home ${data.comet}`,
  };
}

/** @throws CLI_USAGE, SYNC_* */
async function syncFrom(servers: readonly string[], id: Uint8Array): Promise<StateSyncFrom> {
  if (servers.length < 2 || !servers.every((server) => URL.canParse(server))) {
    throw cliError("CLI_USAGE", { servers: servers.join(" "), needs: "two addresses or more" });
  }
  const { trustedBlock } = await import("../../node/consortium/trusted-block.js");
  const { chainIdOf } = await import("../../engines/cometbft/chain-id.js");
  return { servers, trusted: await trustedBlock(servers, chainIdOf(id)) };
}

/** @throws CLI_USAGE */
function checkName(name: string): void {
  if (!NAME.test(name)) throw cliError("CLI_USAGE", { name, needs: "[a-z0-9-]{1,63}" });
}
