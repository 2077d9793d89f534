import { cborToJson } from "../../api/json.js";
import { limits } from "../../base/limits.js";
import { fromHex, toHex } from "../../base/text.js";
import { decodeDraft, type Envelope } from "../../ledger/envelope.js";
import { ModuleSet } from "../../ledger/module-set.js";
import { checkSignatures } from "../../ledger/verify-envelope.js";
import { availableModules } from "../../modules/available.js";
import { saleSummary } from "../../sdk/sale.js";
import { joinTransactions, newTransaction, signTransaction } from "../../sdk/transaction.js";
import { type Common, command, group, runs } from "../command.js";
import { cliError } from "../errors.js";
import { readBytes, readText, writeOut } from "../files.js";
import { bodyFromJson } from "../json-body.js";
import { openKey } from "../keys.js";
import { networkId } from "../network.js";
import { type Answer, printable } from "../output.js";
import { readTime, showTime } from "../times.js";
import { txCommitCommand } from "./tx-commit.js";

const DAY_MS = 24 * 60 * 60 * 1000;

type Out = { readonly output: string };
type NewOptions = Common &
  Out & { readonly signer: readonly string[]; readonly validUntil?: string };

export function txCommand() {
  return group("tx", "make, read, sign and gather transactions", [
    command(
      "new",
      "make a transaction that nobody has signed",
      "tx new land.register parcel.json -o parcel.tx --as registrar.key",
    )
      .argument("<type>")
      .argument("<body>", 'JSON; bytes as {"hex": "…"}')
      .requiredOption("-o, --output <file>")
      .option("--signer <keyId...>", "who must sign, by key id in hex; with --as, that key too", [])
      .option("--valid-until <time>", "ISO 8601 or ms since 1970; a day from now by default")
      .action(runs<NewOptions, [string, string]>(make)),
    command("show", "say what a transaction does and who has signed", "tx show sale.tx")
      .argument("<file>")
      .action(runs<Common, [string]>((_, file) => show(readEnvelope(file)))),
    command("sign", "add your signature", "tx sign sale.tx --as ana.key")
      .argument("<file>")
      .option("-o, --output <file>", "where to; the same file by default")
      .action(runs<Common & Partial<Out>, [string]>(sign)),
    command("join", "gather the signatures of several files", "tx join ana.tx bo.tx -o sale.tx")
      .argument("<files...>")
      .requiredOption("-o, --output <file>")
      .action(
        runs<Common & Out, [string[]]>(({ output }, files) => {
          const joined = joinTransactions(files.map(readEnvelope));
          writeOut(output, joined);
          return show(joined);
        }),
      ),
    txCommitCommand(),
  ]);
}

const readEnvelope = (file: string) => readBytes(file, limits.envelopeBytes);

async function make(options: NewOptions, type: string, bodyFile: string): Promise<Answer> {
  const { signer, output, validUntil } = options;
  const transaction = modules().transaction(type);
  if (transaction === undefined) throw cliError("CLI_USAGE", { type, needs: "a known type" });
  const body = bodyFromJson(readJson(bodyFile));
  transaction.check(body);
  const own =
    options.as === undefined ? [] : [(await openKey(options.as, options)).signer.thumbprint];
  const draft = newTransaction({
    network: await networkId(options),
    type,
    body,
    validUntil: validUntil === undefined ? Date.now() + DAY_MS : readTime(validUntil),
    signers: [...signer.map(fromHex), ...own],
  });
  writeOut(output, draft);
  return show(draft);
}

async function sign(options: Common & Partial<Out>, file: string): Promise<Answer> {
  if (options.as === undefined) throw cliError("CLI_USAGE", { needs: "--as" });
  const { signer } = await openKey(options.as, options);
  const signed = await signTransaction(readEnvelope(file), signer);
  writeOut(options.output ?? file, signed);
  return show(signed);
}

function show(bytes: Uint8Array): Answer {
  const envelope = decodeDraft(bytes);
  checkSignatures(envelope, "exact");
  const { id, payload } = envelope;
  const signed = new Set(envelope.signatures.map(({ thumbprint }) => toHex(thumbprint)));
  const signers = payload.signers.map(toHex).map((keyId) => ({ keyId, signed: signed.has(keyId) }));
  const json = {
    id: toHex(id),
    type: payload.type,
    sentence: sentenceOf(envelope),
    says: (saleSummary(payload.type, payload.body) ?? []).map(({ text }) => text),
    network: toHex(payload.network),
    validUntil: payload.validUntil,
    signers,
    body: cborToJson(payload.body),
  };
  const text = [
    printable(json.sentence),
    ...json.says.map((text) => `  ${printable(text)}`),
    `  id           ${json.id}`,
    `  type         ${printable(json.type)}`,
    `  network      ${json.network}`,
    `  valid until  ${showTime(json.validUntil)}`,
    ...signers.map(({ keyId, signed }) => `  ${signed ? "signed " : "missing"}      ${keyId}`),
    printable(JSON.stringify(json.body)),
    `${bytes.length} bytes: ${toHex(bytes)}`,
  ];
  return { json, text: text.join("\n") };
}

function sentenceOf({ payload: { type, body } }: Envelope): string {
  return modules().transaction(type)?.sentence(body) ?? `A transaction of the unknown type ${type}`;
}

/** Every module of this program: what a network runs, execution decides. */
function modules(): ModuleSet {
  return new ModuleSet(availableModules, { algorithms: [], publicity: {} });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file, 16 * limits.envelopeBytes));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw cliError("CLI_USAGE", { file, needs: "JSON" }, cause);
  }
}
