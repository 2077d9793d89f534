import { toHex } from "../../../base/text.js";
import type { Cbor } from "../../../codec/cbor-value.js";
import { decodeEnvelope } from "../../../ledger/envelope.js";
import { agencyNames, REGISTRY } from "../agencies.js";
import type { Estate } from "../estate.js";
import { founder } from "../officials.js";
import { drawnBytes } from "../seed.js";
import type { Act, Steps } from "./act.js";
import type { Story } from "./story.js";

const DAY_MS = 24 * 60 * 60 * 1000;

type Ballot = readonly [agency: string, approve: boolean];

/** One agency's governor puts something before all; ballots are cast day by day. */
async function* propose(
  story: Story,
  agency: string,
  action: Cbor,
  { ballots, days }: { readonly ballots: readonly Ballot[]; readonly days: number },
): Steps<void> {
  const { pen } = story;
  const deadline = pen.time + days * DAY_MS;
  const body = { agency, deadline, action };
  const proposed = await pen.signed("governance.propose", body, founder(agency, "governor"));
  story.expect("ok", yield [proposed]);
  const proposal = toHex(decodeEnvelope(proposed).id);
  for (const [voter, approve] of ballots) {
    yield 1;
    const ballot = { proposal, agency: voter, approve };
    const signer = founder(voter, "governor");
    story.expect("ok", yield [await pen.signed("governance.vote", ballot, signer)]);
  }
}

const order = (title: string, what: string) => drawnBytes(`order/${title}/${what}`);
const all = { days: 30, ballots: agencyNames.slice(0, 3).map((name): Ballot => [name, true]) };

/** A court's order: nothing may pass from a title, until a later one. */
export async function* freezeForAWhile(story: Story, estate: Estate, days: number): Act {
  estate.busy = true;
  const { title } = estate;
  const freeze = { kind: "freeze", title, order: order(title, "freeze"), until: null };
  yield* propose(story, REGISTRY, freeze, all);
  yield days;
  const lift = { kind: "unfreeze", title, order: order(title, "unfreeze") };
  yield* propose(story, REGISTRY, lift, all);
  estate.busy = false;
}

/** Most are against larger blocks. */
export async function* refuseLargerBlocks(story: Story): Act {
  const action = { kind: "set-parameter", parameter: "engine.blockBytes", value: 16_777_216 };
  const against = ["audit-office", "civil-register", "electoral-commission"] as const;
  const ballots = [["treasury", true] as const, ...against.map((name) => [name, false] as const)];
  yield* propose(story, "treasury", action, { days: 30, ballots });
}

/** Whether all must sign is not decided when the year ends. */
export async function* askForAll(story: Story): Act {
  const action = { kind: "raise-threshold", threshold: agencyNames.length };
  const ballots = [["audit-office", true] as const, ["civil-register", true] as const];
  yield* propose(story, "audit-office", action, { days: 85, ballots });
}
