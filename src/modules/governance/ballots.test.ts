import fc from "fast-check";
import { expect, it } from "vitest";
import { audit } from "../../../test/audit.js";
import { Consortium } from "../../../test/consortium.js";
import { freshKey } from "../../../test/signed-log.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { cosignersNow, trustTerms, validators } from "./queries.js";

const names = ["registry", "court", "treasury", "audit", "bank", "health"];
const HOUR_MS = 3_600_000;

const agency = fc.constantFrom(...names);
const action = fc.oneof(
  agency.map((name): Cbor => ({ kind: "remove", agency: name, compromised: false })),
  fc.tuple(agency, fc.option(agency)).map(([name, replaces]): Cbor => {
    const keys = { logKey: freshKey(), cosignerKey: freshKey(), validatorKey: freshKey() };
    return { kind: "admit", agency: name, organisation: name, ...keys, replaces };
  }),
  fc.integer({ min: 1, max: 17 }).map((mebibytes): Cbor => {
    const value = mebibytes * 1024 * 1024;
    return { kind: "set-parameter", parameter: "engine.blockBytes", value };
  }),
);
const op = fc.oneof(
  { weight: 2, arbitrary: fc.record({ op: fc.constant("propose" as const), by: agency, action }) },
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant("vote" as const),
      of: fc.nat(3),
      by: agency,
      approve: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("wait" as const), ms: fc.nat(HOUR_MS) }) },
);

/** A proposal as somebody counts along who reads the ballots and nothing else. */
type Counted = {
  readonly id: string;
  readonly deadline: number;
  readonly isBig: boolean;
  readonly ballots: Map<string, boolean>;
  state: string;
};

function countBallot(consortium: Consortium, proposal: Counted, by: string, approve: boolean) {
  const agencies = consortium.agencies;
  const isOpen = proposal.state === "open" && consortium.time < proposal.deadline;
  const [code] = consortium.block(consortium.ballot(proposal.id, by, approve));
  if (!isOpen || !agencies.includes(by)) return expect(code).not.toBe("ok");
  const { threshold = 0 } = trustTerms(consortium.reader).epochs.at(-1) ?? {};
  const ballots = new Map(proposal.ballots).set(by, approve);
  const count = (wanted: boolean) => agencies.filter((name) => ballots.get(name) === wanted).length;
  const n = agencies.length;
  const least = Math.floor((proposal.isBig ? 2 * n : 1.5 * n) / 3) + 1;
  const needed = proposal.isBig ? Math.max(least, threshold) : least;
  // What cannot be carried out any more is refused, and then the ballot was never cast.
  if (code !== "ok") return expect(count(true)).toBeGreaterThanOrEqual(needed);
  proposal.ballots.set(by, approve);
  if (count(true) >= needed) proposal.state = "accepted";
  else if (n - count(false) < needed) proposal.state = "rejected";
}

it("ends every proposal as whoever counts the ballots says, whatever comes in which order", () => {
  fc.assert(
    fc.property(fc.array(op, { minLength: 10, maxLength: 60 }), (ops) => {
      const consortium = new Consortium();
      const proposals: Counted[] = [];
      for (const one of ops) {
        if (one.op === "wait") {
          consortium.time += one.ms;
          consortium.block();
        } else if (one.op === "propose") {
          const deadline = consortium.time + 2 * HOUR_MS;
          const { transaction, id } = consortium.proposal(one.action, one.by, deadline);
          const [code] = consortium.block(transaction);
          const isBig = JSON.stringify(one.action).includes("agency");
          if (code === "ok") {
            proposals.unshift({ id, deadline, isBig, ballots: new Map(), state: "open" });
          }
        } else {
          consortium.block();
          const proposal = proposals[one.of];
          if (proposal !== undefined) countBallot(consortium, proposal, one.by, one.approve);
        }
        for (const proposal of proposals) {
          const isOver = proposal.state === "open" && consortium.time >= proposal.deadline;
          if (isOver) proposal.state = "lapsed";
          expect(consortium.stateOf(proposal.id)).toBe(proposal.state);
        }
        expect(consortium.broken()).toEqual([]);
        const signing = new Set(cosignersNow(consortium.reader).map((key) => key.agency));
        expect(consortium.agencies.filter((name) => !signing.has(name))).toEqual([]);
        expect(validators(consortium.reader).map((one) => one.agency)).toEqual(consortium.agencies);
      }
      audit(
        consortium.id,
        consortium.blocks.flatMap(({ leaves }) => leaves),
      );
    }),
    { numRuns: 30 },
  );
});
