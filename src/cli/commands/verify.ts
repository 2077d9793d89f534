import { statSync } from "node:fs";
import { cborToJson } from "../../api/json.js";
import { limits } from "../../base/limits.js";
import { contradictionOf } from "../../crypto/contradiction.js";
import { judgeCheckpoint, parseTrustFile, type TrustFile } from "../../crypto/trust.js";
import { verifyError } from "../../ledger/errors.js";
import { followTrust } from "../../ledger/follow-trust.js";
import { decodeReceipt } from "../../ledger/receipt.js";
import { type Verdict, verifyReceipt } from "../../ledger/verify-receipt.js";
import { type Common, command, runs } from "../command.js";
import { exit } from "../exit.js";
import { readBytes, readText } from "../files.js";
import { type Answer, printable } from "../output.js";
import { showTime } from "../times.js";

type Options = Common & {
  readonly trust: string;
  readonly bundle?: string;
  readonly checkpoint?: string;
};

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

export function verifyCommand() {
  return command(
    "verify",
    "check a receipt against a trust file, without any network",
    "verify title.receipt --trust trust.json",
  )
    .argument("<file>")
    .requiredOption("--trust <file>", "the network's trust file, from a source you trust")
    .option("--bundle <file>", "a proof bundle, by which an old trust file follows to today's")
    .option(
      "--checkpoint <file>",
      "a signed checkpoint from elsewhere, which must not contradict it",
    )
    .action(
      runs<Options, [string]>((options, file) => {
        const trust = followed(options);
        const bytes = readBytes(file, limits.receiptBytes);
        const verdict = verifyReceipt(bytes, trust);
        if (options.checkpoint === undefined || verdict.receipt === null) return answerOf(verdict);
        const other = readText(options.checkpoint, limits.noteBytes);
        return answerOf(held(verdict, decodeReceipt(bytes).checkpoint, other, trust));
      }),
    );
}

/**
 * The verdict, with one more check: that no other root was signed for the receipt's size.
 * @throws as `judgeCheckpoint`, for the other checkpoint
 */
function held(verdict: Verdict, own: string, other: string, trust: TrustFile): Verdict {
  const { checkpoint } = judgeCheckpoint(other, trust);
  const name = "other checkpoint";
  const fork = contradictionOf(own, other, trust);
  if (fork === null) {
    const detail =
      checkpoint.size === verdict.receipt?.size
        ? "the same root"
        : `of another size, ${checkpoint.size}: not compared`;
    return { ...verdict, checks: [...verdict.checks, { name, ok: true, detail }] };
  }
  const { code, message } = verifyError("VERIFY_FORK");
  const detail = `${message} Keep both files. Signed both: ${fork.signedBoth.join(", ")} (${code})`;
  return { checks: [...verdict.checks, { name, ok: false, detail }], receipt: null, code };
}

/** @throws as `parseTrustFile` and `followTrust` */
function followed({ trust: path, bundle }: Options): TrustFile {
  const trust = parseTrustFile(readText(path, limits.trustFileBytes));
  warnWhenOld(path);
  if (bundle === undefined) return trust;
  const next = followTrust(trust, readBytes(bundle, limits.bundleBytes));
  const changes = next.epochs.length - trust.epochs.length;
  process.stderr.write(`${path} has followed ${changes} changes of the agencies.\n`);
  return next;
}

/** A trust file cannot know of keys that were stolen after it was made. */
function warnWhenOld(path: string): void {
  if (Date.now() - statSync(path).mtimeMs < YEAR_MS) return;
  process.stderr.write(`${path} is older than a year: get a newer trust file.\n`);
}

function answerOf({ checks, receipt, code }: Verdict): Answer {
  const valid = receipt !== null;
  const lines = checks.map(({ name, ok, detail }) => `  ${ok ? "ok " : "NO "} ${name}: ${detail}`);
  if (receipt === null) {
    return {
      json: { valid, code, checks, fact: null, current: false, asOf: null, signedBy: [] },
      text: ["This receipt does not match.", ...lines].join("\n"),
      exit: exit.no,
    };
  }
  const { fact, current, asOf, size, sealTime, cosigned, signedBy, authority, retracted } = receipt;
  const { key, index } = fact;
  const value = fact.value === undefined ? null : cborToJson(fact.value);
  const at = { size: asOf?.size ?? size, time: asOf?.time ?? sealTime, cosigned };
  const json = {
    valid,
    checks,
    fact: { key, value, index },
    current,
    retracted,
    asOf: at,
    signedBy,
    authority,
  };
  return { json, text: [sentence(receipt), ...lines, printable(JSON.stringify(value))].join("\n") };
}

function sentence({
  fact,
  current,
  asOf,
  sealTime,
  cosigned,
  signedBy,
}: NonNullable<Verdict["receipt"]>): string {
  const what = `${fact.key} is fact ${fact.index}, signed by ${signedBy.join(", ")}`;
  if (asOf !== null) return `This receipt is good: ${what}; in force at ${showTime(asOf.time)}.`;
  if (current && sealTime !== null) {
    return `This receipt is good: ${what}; the newest of its key at ${showTime(sealTime)}, cosigned ${showTime(cosigned)}. What came later it cannot know.`;
  }
  return `This receipt is good: ${what}; it happened, whatever came after.`;
}
