import type { Timestamp } from "cosmjs-types/google/protobuf/timestamp";
import {
  ResponseProcessProposal_ProposalStatus as Judgement,
  type Misbehavior,
  MisbehaviorType,
  type Request,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type Response,
} from "cosmjs-types/tendermint/abci/types";
import { isCoded } from "../../base/errors.js";
import { toHex } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { engineError } from "../errors.js";
import type { Snapshots } from "../port.js";
import { appHash } from "./app-hash.js";
import type { CometEngine } from "./engine.js";
import { cometError } from "./errors.js";
import { answerOfSnapshots } from "./state-sync.js";

/** Version of the application's protocol, which CometBFT writes into every block's header. */
const APP_VERSION = 1n;
/** What CheckTx answers for a bundle that is not taken; CometBFT knows only 0 and others. */
const REFUSED = 1;

/**
 * The application as CometBFT v0.39 asks it (ABCI 2.0).
 * @param chain CometBFT's chain id of this network
 */
export function answerOf(
  engine: CometEngine,
  chain: string,
  snapshots: Snapshots,
): (request: Request) => Promise<Partial<Response>> {
  return async (request) => {
    // CometBFT ends where its application does not answer: nothing more is decided here.
    if (engine.halted) throw engineError("ENGINE_HALTED");
    if (request.echo) return { echo: { message: request.echo.message } };
    if (request.flush) return { flush: {} };
    if (request.info) return { info: infoOf(engine) };
    if (request.initChain) return { initChain: foundedAs(engine, chain, request.initChain) };
    if (request.checkTx) return { checkTx: await checked(engine, request.checkTx) };
    if (request.prepareProposal) {
      const { txs, maxTxBytes } = request.prepareProposal;
      return { prepareProposal: { txs: await engine.propose(txs, Number(maxTxBytes)) } };
    }
    if (request.processProposal) {
      const accepted = await engine.judge(request.processProposal.txs);
      return { processProposal: { status: accepted ? Judgement.ACCEPT : Judgement.REJECT } };
    }
    if (request.finalizeBlock) {
      return { finalizeBlock: await finalized(engine, request.finalizeBlock) };
    }
    if (request.commit) {
      return { commit: { retainHeight: BigInt(await engine.commit()) } };
    }
    if (request.query) return { query: unanswered };
    const answer = await answerOfSnapshots(snapshots, request);
    if (answer === null) throw cometError("COMET_REQUEST");
    return answer;
  };
}

/** The log is read through the node, with proofs; not by way of CometBFT. */
const unanswered: NonNullable<Response["query"]> = {
  code: REFUSED,
  log: "ask the node",
  info: "",
  index: 0n,
  key: new Uint8Array(0),
  value: new Uint8Array(0),
  height: 0n,
  codespace: "counterfoil",
};

function infoOf(engine: CometEngine): NonNullable<Response["info"]> {
  const info = engine.info();
  return {
    data: "counterfoil",
    version: "",
    appVersion: APP_VERSION,
    lastBlockHeight: BigInt(info.engineHeight),
    // Before the first block CometBFT takes the hash from InitChain.
    lastBlockAppHash: info.engineHeight === 0 ? new Uint8Array(0) : appHash(info),
  };
}

/** @throws COMET_CHAIN */
function foundedAs(
  engine: CometEngine,
  chain: string,
  { chainId, validators }: RequestInitChain,
): NonNullable<Response["initChain"]> {
  if (chainId !== chain) throw cometError("COMET_CHAIN", { chainId, chain });
  // Whoever votes first is who the genesis fact says, whatever stands in CometBFT's own file.
  const founders = setOf(engine.terms().validators);
  const named = setOf(
    validators.map(({ pubKey, power }) => ({
      key: pubKey.ed25519 ?? new Uint8Array(0),
      power: Number(power),
    })),
  );
  if (founders !== named) throw cometError("COMET_CHAIN", { founders, named });
  return { validators: [], appHash: appHash(engine.info()) };
}

const setOf = (validators: readonly { key: Uint8Array; power: number }[]): string =>
  validators
    .map(({ key, power }) => `${toHex(key)}:${power}`)
    .sort()
    .join(" ");

async function checked(
  engine: CometEngine,
  { tx }: NonNullable<Request["checkTx"]>,
): Promise<NonNullable<Response["checkTx"]>> {
  const answer = {
    code: 0,
    data: new Uint8Array(0),
    log: "",
    info: "",
    gasWanted: 0n,
    gasUsed: 0n,
    events: [],
    codespace: "",
  };
  try {
    await engine.check(tx);
    return answer;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { ...answer, code: REFUSED, log: error.code, codespace: "counterfoil" };
  }
}

async function finalized(
  engine: CometEngine,
  { height, hash, time, misbehavior, txs }: RequestFinalizeBlock,
): Promise<NonNullable<Response["finalizeBlock"]>> {
  const { valid, validators, blockBytes, ...head } = await engine.finalize({
    height: Number(height),
    hash: hash.slice(),
    time: milliseconds(time),
    evidence: evidenceOf(misbehavior),
    bundles: txs,
  });
  const result = (code: number) => ({
    code,
    data: new Uint8Array(0),
    log: "",
    info: "",
    gasWanted: 0n,
    gasUsed: 0n,
    events: [],
    codespace: "",
  });
  return {
    events: [],
    txResults: valid.map((good) => result(good ? 0 : REFUSED)),
    validatorUpdates: validators.map(({ key, power }) => ({
      pubKey: { ed25519: key },
      power: BigInt(power),
    })),
    ...(blockBytes !== null && {
      consensusParamUpdates: { block: { maxBytes: BigInt(blockBytes), maxGas: -1n } },
    }),
    appHash: appHash(head),
  };
}

/** ms since 1970. */
function milliseconds({ seconds, nanos }: Timestamp): number {
  return Number(seconds) * 1000 + Math.floor(nanos / 1_000_000);
}

/** `[address, kind, height, time]` of each, or null: what a tick has on record. */
function evidenceOf(misbehavior: readonly Misbehavior[]): Cbor {
  if (misbehavior.length === 0) return null;
  return misbehavior.map(({ type, validator, height, time }) => [
    validator.address.slice(),
    type === MisbehaviorType.LIGHT_CLIENT_ATTACK ? "light-client-attack" : "duplicate-vote",
    Number(height),
    milliseconds(time),
  ]);
}
