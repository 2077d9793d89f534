import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import type { Format } from "../format.js";
import type { VerifyWords } from "../messages/verify.js";
import { agenciesAt } from "./agencies.js";
import type { Examined } from "./examine.js";
import { longTime } from "./times.js";

/** A check by name: in plain words what was seen, and how it was seen. */
export type Step = {
  readonly name: string;
  readonly ok: boolean;
  readonly title: string;
  readonly said: string;
  readonly how: string;
  /** Lines under `how`: hashes and names, as they are. */
  readonly lines: readonly string[];
};

export type Steps = {
  /** In the order of checking; the last one may have failed. */
  readonly looked: readonly Step[];
  /** Of what the receipt does not show, in words. */
  readonly absent: readonly string[];
  /** Titles of what was not looked at. */
  readonly skipped: readonly string[];
};

const order = [
  "format",
  "signatures",
  "consistency",
  "inclusion",
  "current",
  "as of",
  "authority",
  "openings",
] as const;
type Name = (typeof order)[number];

type Told = Pick<Step, "said"> & { readonly lines?: readonly string[] };
type Teller = (examined: Examined, say: VerifyWords, as: Format) => Told | null;

/** What each passed check saw; null where the receipt did not bring what it is about. */
const tellers: Readonly<Record<Name, Teller>> = {
  format: ({ sizeBytes }, { checks }, as) => ({ said: checks.format.said(as.number(sizeBytes)) }),
  signatures: ({ judged, trust }, { checks }, as) => {
    if (judged === null) return null;
    const { signedBy, epoch, checkpoint } = judged;
    const keys = trust.agencies.filter(
      ({ agency, from, to }) =>
        signedBy.includes(agency) && from <= checkpoint.size && checkpoint.size <= (to ?? Infinity),
    );
    return {
      said: checks.signatures.said(as.list(signedBy), epoch.threshold),
      lines: keys.map(({ agency, vkey }) => `${agency} ${toHex(vkey.key)}`),
    };
  },
  consistency: ({ parts, judged }, { checks }, as) => {
    const closing = judged?.epoch.closing ?? null;
    if (parts?.consistency === undefined || closing === null) return null;
    return {
      said: checks.consistency.said(as.number(closing.size)),
      lines: [toHex(closing.root)],
    };
  },
  inclusion: ({ inclusion, parts, judged }, { checks }, as) => {
    if (inclusion === null || parts === null || judged === null) return null;
    const { index, size, path } = inclusion;
    return {
      said: checks.inclusion.said(as.number(index), as.number(size), path.length),
      lines: [toHex(leafHash(parts.leaf)), toHex(judged.checkpoint.root)],
    };
  },
  current: ({ seal }, { checks }, as) => {
    if (seal === null) return null;
    const { height, time, activityRoot } = seal;
    const said = checks.current.said(as.number(height), longTime(time, as));
    return { said, lines: [toHex(activityRoot)] };
  },
  "as of": ({ receipt }, { checks }, as) => {
    if (receipt === null || receipt.asOf === null) return null;
    const { time, size } = receipt.asOf;
    return { said: checks["as of"].said(longTime(time, as), as.number(size)) };
  },
  authority: ({ receipt }, { checks }) => {
    const key = receipt?.authority ?? null;
    return key === null ? null : { said: checks.authority.said[writerOf(key)], lines: [key] };
  },
  openings: ({ receipt }, { checks }) => {
    const openings = receipt?.openings ?? [];
    if (openings.length === 0) return null;
    const said = checks.openings.said(openings.length);
    return { said, lines: openings.map(({ path }) => path) };
  },
};

/** What kind of fact wrote another one, by its key. */
export function writerOf(key: string): "tx" | "tick" | "genesis" {
  if (key === "genesis") return "genesis";
  return key.startsWith("tick/") ? "tick" : "tx";
}

export function stepsOf(examined: Examined, say: VerifyWords, as: Format): Steps {
  const looked = [trustStep(examined, say)];
  const absent: string[] = [];
  for (const { name, ok, detail } of examined.checks) {
    const words = say.checks[name as Name];
    const told = ok ? tellers[name as Name](examined, say, as) : null;
    if (!ok) {
      looked.push({ name, ok, title: words.title, said: words.failed, how: detail, lines: [] });
    } else if (told !== null) {
      const { said, lines = [] } = told;
      looked.push({ name, ok, title: words.title, said, how: words.how, lines });
    } else if ("absent" in words && examined.receipt !== null) absent.push(words.absent);
  }
  const reached = new Set(examined.checks.map(({ name }) => name));
  const skipped = order.filter((name) => !reached.has(name)).map((name) => say.checks[name].title);
  return { looked, absent, skipped };
}

function trustStep({ trust }: Examined, { checks }: VerifyWords): Step {
  return {
    name: "trust",
    ok: true,
    title: checks.trust.title,
    said: checks.trust.said(trust.network, trust.quorum, agenciesAt(trust, null).length),
    how: checks.trust.how,
    lines: [trust.origin],
  };
}

/** Of the check that failed: what that can mean. */
export function meaningOf({ checks }: Examined, say: VerifyWords): string {
  const failed = checks.find(({ ok }) => !ok);
  return failed === undefined ? "" : say.checks[failed.name as Name].means;
}
