import { randomBytes } from "node:crypto";
import { fromHex, toHex } from "../../base/text.js";
import { decodeDraft } from "../../ledger/envelope.js";
import { assurances } from "../../modules/identity/schema.js";
import { newSecret } from "../../node/key-file.js";
import { enrolmentOf } from "../../sdk/person.js";
import { type Common, command, group, runs } from "../command.js";
import { cliError } from "../errors.js";
import { writeOut } from "../files.js";
import { openKey } from "../keys.js";
import { networkId } from "../network.js";
import { writeOpenings } from "../openings-file.js";
import type { Answer } from "../output.js";
import { recordCommand } from "../record-command.js";
import { readTime } from "../times.js";
import { directoryCommands } from "./handle-directory.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const HANDLE_BYTES = 16;

type NewOptions = Common & {
  readonly name: string;
  readonly number: string;
  readonly birthDate: string;
  readonly organisation: string;
  readonly signer: string;
  readonly assurance: string;
  readonly output: string;
  readonly openings: string;
  readonly validUntil?: string;
};

export function handleCommand() {
  return group("handle", "persons' handles, one a holding", [
    command(
      "new",
      "take a fresh handle: a draft that your key has signed and a registrar has not",
      'handle new --name "Ana Dias" --number 12345678 --birth-date 1980-02-29 --organisation registry --signer KEYID --as ana.key -o ana.tx --openings ana.openings.json',
    )
      .requiredOption("--name <name>", "as it stands in the papers")
      .requiredOption("--number <number>", "the national number")
      .requiredOption("--birth-date <date>", "ISO 8601 calendar date")
      .requiredOption("--organisation <id>", "whose registrar vouches")
      .requiredOption("--signer <keyId>", "the registrar's key, by key id in hex")
      .option("--assurance <level>", assurances.join(", "), "substantial")
      .option("--valid-until <time>", "ISO 8601 or ms since 1970; a day from now by default")
      .requiredOption("-o, --output <file>", "where the draft goes")
      .requiredOption("--openings <file>", "where what opens the commitments goes, mode 0600")
      .action(runs<NewOptions, []>(newHandle)),
    recordCommand("show", "identity/handle", {
      description: "what stands on the ledger about a handle",
      example: "handle show 5f0c6d3e2b1a49788776655443322110 --json",
    }),
    ...directoryCommands(),
  ]);
}

async function newHandle(options: NewOptions): Promise<Answer> {
  const { name, number, birthDate, organisation, validUntil, output, openings: file } = options;
  if (options.as === undefined) throw cliError("CLI_USAGE", { needs: "--as" });
  const assurance = assurances.find((level) => level === options.assurance);
  if (assurance === undefined) throw cliError("CLI_USAGE", { needs: assurances.join(", ") });
  const { signer } = await openKey(options.as, options);
  const handle = toHex(randomBytes(HANDLE_BYTES));
  const network = await networkId(options);
  const terms = {
    network,
    handle,
    person: { name, number, birthDate },
    assurance,
    organisation,
    registrar: registrarKey(options.signer),
    validUntil: validUntil === undefined ? Date.now() + DAY_MS : readTime(validUntil),
  };
  const { draft, openings } = await enrolmentOf(terms, signer, async () => newSecret());
  writeOpenings(file, network, handle, openings);
  writeOut(output, draft);
  const id = toHex(decodeDraft(draft).id);
  return {
    json: { id, handle, keyId: toHex(signer.thumbprint), openings: file },
    text: `handle ${handle}\n${output}: give it to the registrar to sign, with the openings.\n${file}: keep it. Whoever has it can show what this handle commits to.`,
  };
}

function registrarKey(keyId: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(keyId)) throw cliError("CLI_USAGE", { needs: "--signer KEYID" });
  return fromHex(keyId);
}
