import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { bodyToJson } from "../json-body.js";
import { type Answer, printable } from "../output.js";
import { readPublicKey } from "../public-key.js";

type RekeyOptions = Common & {
  readonly only?: readonly string[];
  readonly validatorKey?: string;
  readonly compromised: boolean;
};

export const rekeyCommand = () =>
  command(
    "rekey",
    "make an agency's next keys, and what its agencies then decide on",
    "consortium rekey --compromised --data ./court",
  )
    .option("--only <keys...>", "some of log, cosigner, validator", [
      "log",
      "cosigner",
      "validator",
    ])
    .option(
      "--validator-key <hex>",
      "the next key that votes, where a remote signer keeps its secret",
    )
    .option("--compromised", "those that they replace count as stolen", false)
    .action(runs<RekeyOptions, []>(rekey));

async function rekey(options: RekeyOptions): Promise<Answer> {
  const { data: dir, only = [], validatorKey, compromised } = options;
  const { rekey, rekeyed } = await import("../consortium/rekey.js");
  const keys = rekeyed.filter((key) => only.includes(key));
  if (keys.length < new Set(only).size) {
    throw cliError("CLI_USAGE", { only: only.join(" "), needs: `some of ${rekeyed.join(" ")}` });
  }
  const data = new DataDirectory(dir);
  const key = validatorKey === undefined ? null : readPublicKey(validatorKey);
  const made = rekey(data, { keys, validatorKey: key, compromised });
  const action = bodyToJson(made.action);
  const files = made.files.join("\n");
  const last = made.files.find((file) => file.includes("priv_validator_key"));
  const next =
    last === undefined
      ? ""
      : `\nOnce it is accepted, end this agency's CometBFT, put ${last} in the place of the one without "next" in its name, and begin it again.`;
  return {
    json: { action, files: made.files },
    text: `${files}\nTo be proposed as an action:\n${printable(JSON.stringify(action))}${next}`,
  };
}
