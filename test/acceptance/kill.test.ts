import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { concatBytes } from "../../src/base/bytes.js";
import { fromHex, toHex } from "../../src/base/text.js";
import { drawLots } from "../../src/cli/bench/lots.js";
import { Frontier } from "../../src/crypto/frontier.js";
import { leafHash } from "../../src/crypto/hash.js";
import type { Signer } from "../../src/crypto/signer.js";
import { judgeCheckpoint, parseTrustFile } from "../../src/crypto/trust.js";
import { decodeEnvelope } from "../../src/ledger/envelope.js";
import { readKeyFile } from "../../src/node/key-file.js";
import { registrationOf } from "../../src/sdk/land.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";
import { SegmentLog } from "../../src/storage/log/segment-log.js";
import { initData, inTwos, type Node, readNote, run, startNode } from "./counterfoil.js";

/** `COUNTERFOIL_KILLS=50 COUNTERFOIL_SEED=7 npx vitest run test/acceptance/kill.test.ts` */
const kills = Number(process.env["COUNTERFOIL_KILLS"] ?? 12);
const seed = Number(process.env["COUNTERFOIL_SEED"] ?? Date.now() % 1_000_000);

const CLIENTS = 4;
const BATCHES = [1, 2, 5, 20, 60];
/** Envelopes signed before a round begins. */
const AHEAD = 300;
const KILL_MS = { least: 5, most: 400 };

/** A whole number from 0 to `below` − 1, drawn from the seed (Weyl sequence, MurmurHash3's finaliser). */
function randomFrom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let h = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) % below;
  };
}

type Envelope = { readonly id: string; readonly bytes: Uint8Array };
type Answer = { results: { id: string; code: string; index?: number }[] };
type OnRecord = { id: string; index: number; code: string };

/** What clients have heard from a node that is killed again and again. */
class Clients {
  /** Index by id of what was answered as sealed. */
  readonly acknowledged = new Map<string, number>();
  /** Signed notes as they were served. */
  readonly notes = new Set<string>();
  /** In doubt: sent, and the node died before it answered. They are sent again as they are. */
  readonly #doubtful: Envelope[] = [];
  readonly #ready: Envelope[] = [];
  readonly #fresh: AsyncIterator<Envelope>;
  readonly #random: (below: number) => number;

  constructor(fresh: AsyncIterator<Envelope>, random: (below: number) => number) {
    this.#fresh = fresh;
    this.#random = random;
  }

  /** Signs ahead, so that it is the node that has work. */
  async prepare(count: number): Promise<void> {
    while (this.#ready.length < count) {
      const next = await this.#fresh.next();
      if (next.done === true) return;
      this.#ready.push(next.value);
    }
  }

  /** Loads the node until it is gone. */
  async load(node: Node): Promise<void> {
    const gone = { yet: false };
    const readers = [this.#readCheckpoints(node, gone)];
    const writers = Array.from({ length: CLIENTS }, () => this.#send(node, gone));
    await Promise.all([...readers, ...writers]);
  }

  async #send(node: Node, gone: { yet: boolean }): Promise<void> {
    while (!gone.yet) {
      const batch = await this.#take(BATCHES[this.#random(BATCHES.length)] ?? 1);
      try {
        for (const { id, code, index = -1 } of await submit(node, batch)) {
          expect([id, code]).toEqual([id, "ok"]);
          expect(this.acknowledged.get(id) ?? index).toBe(index);
          this.acknowledged.set(id, index);
        }
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        this.#doubtful.push(...batch);
        gone.yet = true;
      }
    }
  }

  async #readCheckpoints(node: Node, gone: { yet: boolean }): Promise<void> {
    while (!gone.yet) {
      try {
        this.notes.add((await node.checkpoint()).note);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        gone.yet = true;
      }
    }
  }

  async #take(count: number): Promise<Envelope[]> {
    const batch = this.#doubtful.splice(0, count);
    await this.prepare(count - batch.length);
    return [...batch, ...this.#ready.splice(0, count - batch.length)];
  }
}

/** What `fetch` throws when the other side has died, before or within its answer. */
const isConnectionLost = (error: unknown): boolean => error instanceof TypeError;

async function submit(node: Node, batch: readonly Envelope[]): Promise<Answer["results"]> {
  const response = await fetch(`${node.address}/api/v1/transactions?wait=sealed`, {
    method: "POST",
    headers: { "content-type": "application/cbor-seq" },
    body: concatBytes(...batch.map(({ bytes }) => bytes)).slice(),
  });
  const { results } = (await response.json()) as Answer;
  expect(response.status).toBe(200);
  return results;
}

/** Registrations of a drawn town's lots, signed as they are asked for. */
async function* registrations(data: string): AsyncGenerator<Envelope> {
  const network = fromHex(JSON.parse(readFileSync(join(data, "config.json"), "utf8")).id);
  const { signer } = readKeyFile(join(data, "keys/registry-registrar.key"));
  for (const lot of drawLots(seed, { blocksEast: 26, blocksNorth: 99 })) {
    yield await registration(network, signer, lot);
  }
}

type Lot = ReturnType<typeof drawLots>[number];

async function registration(network: Uint8Array, signer: Signer, lot: Lot): Promise<Envelope> {
  const { id, shape, legalAreaM2 } = lot;
  const source = {
    kind: "survey",
    date: "2026-01-05",
    commitment: new Uint8Array(32).fill(7),
    validatedBy: "registry",
  };
  const place = { office: "registry", district: "main", level: "surface" };
  const draft = newTransaction({
    network,
    type: "land.register",
    body: registrationOf({ id, reference: id, shape, legalAreaM2 }, place, source, false),
    validUntil: Date.now() + 3_600_000,
    signers: [signer.thumbprint],
  });
  const bytes = await signTransaction(draft, signer);
  return { id: toHex(decodeEnvelope(bytes).id), bytes };
}

async function expectOnRecord(node: Node, wanted: readonly (readonly [string, number])[]) {
  const found = await inTwos(wanted, async ([id]) => {
    const record = (await (await node.get(`/api/v1/transactions/${id}`)).json()) as OnRecord;
    return [record.id, record.index, record.code];
  });
  expect(found).toEqual(wanted.map(([id, index]) => [id, index, "ok"]));
}

/** The log's root at each of the sizes, from nothing but its leaves. */
function rootsOf(data: string, sizes: ReadonlySet<number>): Map<number, string> {
  const networkId = fromHex(JSON.parse(readFileSync(join(data, "config.json"), "utf8")).id);
  const log = SegmentLog.open(join(data, "log"), { networkId, record: null, readOnly: true });
  const frontier = new Frontier();
  const roots = new Map<number, string>();
  for (const { leaf } of log.leaves()) {
    frontier.append(leafHash(leaf));
    if (sizes.has(frontier.size)) roots.set(frontier.size, toHex(frontier.root()));
  }
  log.close();
  return roots;
}

it(`after ${kills} kills under load nothing acknowledged is lost and no checkpoint contradicted`, {
  timeout: 60_000 + kills * 15_000,
}, async () => {
  const data = await initData();
  const random = randomFrom(seed);
  const clients = new Clients(registrations(data), random);
  let cut = 0;
  const restart = async () => (await Promise.all([startNode(data), clients.prepare(AHEAD)]))[0];
  let node = await restart();
  for (let round = 1; round <= kills; round++) {
    const before = new Set(clients.acknowledged.keys());
    const doomed = node;
    const loaded = clients.load(doomed);
    const ms = KILL_MS.least + random(KILL_MS.most - KILL_MS.least + 1);
    const killed = new Promise<void>((resolve, reject) => {
      setTimeout(() => doomed.kill("SIGKILL").then(resolve, reject), ms);
    });
    await Promise.all([loaded, killed]);
    node = await restart();
    if (node.stderr.includes("torn tail")) cut++;
    const { size } = await node.checkpoint();
    for (const note of clients.notes) expect(readNote(note).size).toBeLessThanOrEqual(size);
    await expectOnRecord(
      node,
      [...clients.acknowledged].filter(([id]) => !before.has(id)),
    );
  }
  await expectOnRecord(node, [...clients.acknowledged]);
  clients.notes.add((await node.checkpoint()).note);
  const trust = parseTrustFile(await (await node.get("/trust.json")).text());
  expect(await node.stop()).toBe(0);

  const served = [...clients.notes].map(readNote);
  const roots = rootsOf(data, new Set(served.map(({ size }) => size)));
  expect(served.map(({ size }) => ({ size, root: roots.get(size) }))).toEqual(served);
  for (const note of clients.notes) judgeCheckpoint(note, trust);
  const audited = await run<{ valid: boolean; size: number }>(["audit", "--data", data, "--json"]);
  expect(audited).toMatchObject({ code: 0, json: { valid: true } });
  expect(clients.acknowledged.size).toBeGreaterThan(kills);
  console.log(
    `seed ${seed}: ${kills} kills, ${clients.acknowledged.size} acknowledged, ${clients.notes.size} checkpoints of ${roots.size} sizes, torn tails ${cut}, ${audited.json.size} facts`,
  );
});
