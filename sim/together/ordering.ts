import { pick } from "#src/ledger/generator.js";
import { simError } from "../errors.js";
import { drawnEvidence, EVIDENCE_IN } from "../evidence.js";
import type { Agency } from "./agency.js";
import type { World } from "./world.js";

/** A block without bundles, or with one that is none, is proposed once in so many turns. */
const EMPTY_IN = 6;
const FORGED_IN = 40;
const MOST_BYTES = 1024 * 1024;

/**
 * CometBFT as far as the application can tell: one of the agencies that reach a quorum proposes, the
 * others judge, and what is decided comes to each of them sooner or later.
 */
export async function makeBlock(world: World, wanted: boolean): Promise<void> {
  const { agencies, chance, chain, network, chronicle } = world;
  const proposer = pick(
    chance,
    agencies.filter((agency) => isReady(world, agency)),
  );
  if (proposer === undefined) return;
  const voters = agencies.filter(
    (agency) =>
      isReady(world, agency) && network.reaches(proposer.machine.number, agency.machine.number),
  );
  if (3 * voters.length <= 2 * agencies.length) return;
  const forged = chance.oneIn(FORGED_IN);
  const bundles = forged ? [chance.bytes(40)] : await proposed(proposer);
  if (bundles.length === 0 && !wanted && !chance.oneIn(EMPTY_IN)) return;
  for (const voter of voters) {
    if ((await voter.node?.engine.judge(bundles)) !== forged) continue;
    const facts = { agency: voter.machine.number, forged };
    throw simError("SIM_VIOLATION", { what: "a proposal is judged wrongly", ...facts });
  }
  if (forged) return;
  const now = proposer.machine.now();
  const { reader } = world.witness.auditor.state;
  const evidence = chance.oneIn(EVIDENCE_IN) ? drawnEvidence(chance, reader, now) : null;
  chain.decide(bundles, now, evidence);
  const { height } = chain;
  chronicle.note("decided", height, bundles.length, proposer.machine.number);
  proposer.learn(height);
  for (const voter of voters) {
    network.send(proposer.machine.number, voter.machine.number, () => voter.learn(height));
  }
}

/** Who has executed all that is decided takes part in the next height. */
const isReady = ({ chain }: World, { node }: Agency): boolean => node?.height === chain.height;

async function proposed({ node, bundles }: Agency): Promise<readonly Uint8Array[]> {
  return (await node?.engine.propose(bundles, MOST_BYTES)) ?? [];
}
