import { toHex } from "../../base/text.js";
import { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { firstLand } from "../first-land.js";
import type { Answer } from "../output.js";

type InitOptions = Common & { readonly network: string; readonly agency: string };

const NAME = /^[a-z0-9-]{1,63}$/;

export function initCommand() {
  return command("init", "found a network with its first agency", "init --network arvenia")
    .requiredOption("--network <name>", "name of the network, [a-z0-9-]")
    .option("--agency <name>", "name of its first agency, [a-z0-9-]", "registry")
    .action(runs<InitOptions, []>(init));
}

function init({ network, agency, data: dir }: InitOptions): Answer {
  for (const name of [network, agency]) {
    if (!NAME.test(name)) throw cliError("CLI_USAGE", { name, needs: "[a-z0-9-]{1,63}" });
  }
  const data = new DataDirectory(dir);
  const roles = ["administrator", "governor", "registrar"] as const;
  const id = found(data, {
    network,
    demo: false,
    time: Date.now(),
    agencies: [
      { name: agency, title: agency, officers: roles.map((role) => ({ role, within: null })) },
    ],
    land: firstLand(agency, ["main"]),
  });
  return {
    json: { network, id: toHex(id), agency, data: dir },
    text: `Founded the network ${network} (${toHex(id)}) in ${dir}.\nIts keys are in ${data.keys}: keep them apart from copies of the log.\nNext: counterfoil start --data ${dir}`,
  };
}
