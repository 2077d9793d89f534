import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pino } from "pino";
import { toHex, utf8Encode } from "../../src/base/text.js";
import { drawLots, type Lot } from "../../src/cli/bench/lots.js";
import { firstLand } from "../../src/cli/first-land.js";
import type { Cbor } from "../../src/codec/cbor-value.js";
import { encodeCoseKey } from "../../src/crypto/cose-key.js";
import { sha256 } from "../../src/crypto/hash.js";
import { type MemorySigner, p256Signer, type Signer } from "../../src/crypto/signer.js";
import { commit } from "../../src/ledger/commitment.js";
import { algorithms } from "../../src/ledger/envelope.js";
import { decodeReceipt, encodeReceipt, type Opening } from "../../src/ledger/receipt.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { found } from "../../src/node/found.js";
import { LedgerNode, nodeDefaults } from "../../src/node/ledger-node.js";
import { registrationOf } from "../../src/sdk/land.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";
import { TILE_WIDTH, tilePath } from "../../src/storage/tiles/tile-path.js";

const start = 1_700_000_000_000;
const MINUTE_MS = 60_000;
const REGISTRY = "registry";
const SOURCE_PATH = "/sources/0/commitment";

/** A network of three agencies on one node, whose clock only the test moves. */
export class Town {
  readonly node: LedgerNode;
  readonly #clock: { now: number };
  readonly #lots = drawLots(7, { blocksEast: 4, blocksNorth: 4 });

  private constructor(node: LedgerNode, clock: { now: number }) {
    this.node = node;
    this.#clock = clock;
  }

  static async found(dir: string): Promise<Town> {
    const data = new DataDirectory(dir);
    const everywhere = (role: "administrator" | "governor" | "registrar") => ({
      role,
      within: null,
    });
    const officers = [everywhere("administrator"), everywhere("registrar")];
    found(data, {
      network: "interop",
      demo: true,
      time: start,
      agencies: [
        { name: REGISTRY, title: "Registry", officers },
        { name: "treasury", title: "Treasury", officers: [everywhere("governor")] },
        { name: "audit-office", title: "Audit Office", officers: [everywhere("governor")] },
      ],
      land: firstLand(REGISTRY, ["main"]),
    });
    const clock = { now: start + MINUTE_MS };
    const options = { ...nodeDefaults, workers: 0, now: () => clock.now };
    return new Town(await LedgerNode.open(data, pino({ level: "silent" }), options), clock);
  }

  get time(): number {
    return this.#clock.now;
  }

  get checkpoint(): string {
    return this.node.opened.published.publication?.note ?? "";
  }

  /** Lets a minute pass, and answers with the time before it. */
  wait(): number {
    this.#clock.now += MINUTE_MS;
    return this.#clock.now - MINUTE_MS;
  }

  /** Registers the next so many lots. */
  async register(count: number): Promise<readonly Lot[]> {
    const lots = this.#lots.splice(0, count);
    const place = { office: REGISTRY, district: "main", level: "surface" };
    await Promise.all(
      lots.map((lot) => {
        const { salt, path, value } = sourceOpening(lot);
        const commitment = commit(salt, path, value);
        const source = { kind: "survey", date: "2026-01-05", commitment, validatedBy: REGISTRY };
        const body = registrationOf({ ...lot, reference: lot.id }, place, source, false);
        return this.submit("land.register", body, this.officer("registrar"));
      }),
    );
    return lots;
  }

  appoint(signer: MemorySigner, handle: string, role: string, until: number | null) {
    const { publicKey } = signer;
    const algorithm = publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
    const body = {
      organisation: REGISTRY,
      handle,
      key: { coseKey: encodeCoseKey(publicKey), algorithm, webauthn: null },
      office: { role, within: null, upTo: null, until },
    };
    return this.submit("identity.appoint", body, this.officer("administrator"));
  }

  /** Puts a transaction on record: its key there, and its code. */
  async submit(type: string, body: Cbor, signer: Signer): Promise<{ key: string; code: string }> {
    const draft = newTransaction({
      network: this.node.opened.id,
      type,
      body,
      validUntil: this.#clock.now + MINUTE_MS,
      signers: [signer.thumbprint],
    });
    const { id, code } = await this.node.submit(await signTransaction(draft, signer));
    return { key: `tx/${toHex(id)}`, code };
  }

  officer(role: string): Signer {
    const keys = this.node.opened.data.readKeys();
    const key = keys.find(({ use }) => use?.agency === REGISTRY && use.role === role);
    if (key === undefined) throw new TypeError(`no key of the ${role}`);
    return key.signer;
  }

  stop(): Promise<void> {
    return this.node.stop();
  }

  /** The log as a server gives it out, with its trust file beside it. */
  writeLog(folder: string): void {
    const { published } = this.node.opened;
    const { size } = published;
    const write = (path: string, content: Uint8Array | string | null) => {
      if (content === null) throw new TypeError(`nothing at ${path}`);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    write("checkpoint", this.checkpoint);
    write("trust.json", this.node.trust());
    for (const [level, n, width] of tilesOf(size)) {
      write(`tile/${tilePath(level, n, width)}`, published.tile(level, n, width));
      if (level > 0) continue;
      write(`tile/${tilePath("entries", n, width)}`, published.entryBundle(n, width));
    }
  }
}

/** Level, number and width of every tile of a log of that size, the partial ones among them. */
function* tilesOf(size: number): Generator<[level: number, n: number, width: number]> {
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (let n = 0; n * TILE_WIDTH < count; n++) {
      yield [level, n, Math.min(TILE_WIDTH, count - n * TILE_WIDTH)];
    }
  }
}

/** What lies off the ledger of a lot's source: it opens the commitment in the fact of its right. */
const sourceOpening = ({ id, legalAreaM2 }: Lot): Opening => ({
  salt: sha256(utf8Encode(`salt of ${id}`)),
  path: SOURCE_PATH,
  value: { parcel: id, measured: legalAreaM2, "wide as": { b: [1, -1, null], ab: true, 7: "" } },
});

/** Receipts of all kinds out of one town's life, by name. */
export async function livedReceipts(town: Town): Promise<Map<string, Uint8Array>> {
  const { node } = town;
  const [first, second] = await town.register(2);
  if (first === undefined || second === undefined) throw new TypeError("no lots");
  const founded = town.wait();
  const deputy = p256Signer(new Uint8Array(32).fill(9));
  await town.appoint(deputy, "deputy", "registrar", null);
  await town.appoint(p256Signer(new Uint8Array(32).fill(10)), "interim", "governor", town.time + 1);
  const appointed = town.wait();
  const deputyKey = toHex(deputy.thumbprint);
  const dismissal = { handle: "deputy", role: "registrar" };
  const refused = await town.submit("identity.dismiss", dismissal, town.officer("registrar"));
  const dismissed = await town.submit("identity.dismiss", dismissal, town.officer("administrator"));
  await town.submit("identity.revokeKey", { keyId: deputyKey }, deputy);
  const right = decodeReceipt(await node.receipt(`land/right/${first.id}.1`, null));
  const receipts: [name: string, receipt: Uint8Array | Promise<Uint8Array>][] = [
    ["current", node.receipt(`land/parcel/${second.id}`, null)],
    ["opening", encodeReceipt({ ...right, openings: [sourceOpening(first)] })],
    ["signed with P-256", node.receipt(`identity/key/${deputyKey}`, null)],
    ["retracted", node.receipt("identity/office/deputy~registrar", null)],
    ["retracted by a tick", node.receipt("identity/office/interim~governor", null)],
    ["as of, replaced later", node.receipt(`identity/key/${deputyKey}`, appointed)],
    ["as of, retracted later", node.receipt("identity/office/deputy~registrar", appointed)],
    ["as of, current still", node.receipt(`land/parcel/${first.id}`, founded + 1)],
    ["as of the last seal", node.receipt(`land/parcel/${first.id}`, town.time)],
    ["transaction", node.receipt(dismissed.key, null)],
    ["refused transaction", node.receipt(refused.key, null)],
    ["written by the genesis", node.receipt(`identity/organisation/${REGISTRY}`, null)],
    ["genesis", node.receipt("genesis", null)],
    ["seal", node.receipt("seal", null)],
  ];
  return new Map(
    await Promise.all(receipts.map(async ([name, receipt]) => [name, await receipt] as const)),
  );
}
