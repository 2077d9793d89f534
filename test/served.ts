import { type DestinationStream, pino } from "pino";
import { afterAll } from "vitest";
import { toHex } from "../src/base/text.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import type { MemorySigner } from "../src/crypto/signer.js";
import { encodeShape } from "../src/modules/land/geometry/encode-shape.js";
import { DataDirectory } from "../src/node/data-directory.js";
import type { Directory } from "../src/node/directory/directory.js";
import { found } from "../src/node/found.js";
import type { ServerOptions } from "../src/node/http/server.js";
import { createServer } from "../src/node/http/server.js";
import { LedgerNode, type NodeOptions, nodeDefaults } from "../src/node/ledger-node.js";
import { type Client, createClient } from "../src/sdk/client.js";
import { signedTransaction } from "./envelopes.js";
import { tempDir } from "./temp-log.js";

const grid = { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 };
const officer = (role: "administrator" | "governor" | "registrar") => ({ role, within: null });

/** Two agencies with all their keys here, one level, one office. */
export function foundNetwork(): DataDirectory {
  const data = new DataDirectory(tempDir());
  found(data, {
    network: "nova-arvenia",
    demo: true,
    time: Date.now(),
    agencies: [
      {
        name: "registry",
        title: "Land Registry",
        officers: [officer("registrar"), officer("administrator")],
      },
      { name: "treasury", title: "Treasury", officers: [] },
    ],
    land: {
      levels: [{ id: "surface", kind: "surface", grid }],
      offices: [{ id: "main", organisation: "registry", districts: ["d1"] }],
    },
  });
  return data;
}

/** A node on a directory of its own, served on a free port, both gone after the file's tests. */
export class Served {
  readonly node: LedgerNode;
  readonly address: string;
  readonly client: Client;
  readonly log: string[];
  readonly directory: Directory | null;
  readonly registrar: MemorySigner;
  readonly #close: () => Promise<void>;
  #nonces = 0;

  private constructor(
    node: LedgerNode,
    address: string,
    log: string[],
    directory: Directory | null,
    close: () => Promise<void>,
  ) {
    const keys = node.opened.data.readKeys();
    const registrar = keys.find(({ use }) => use?.role === "registrar");
    if (registrar === undefined) throw new Error("the founded network has no registrar");
    this.node = node;
    this.address = address;
    this.client = createClient(address);
    this.log = log;
    this.directory = directory;
    this.registrar = registrar.signer;
    this.#close = close;
  }

  static async start(
    options: {
      readonly solo?: Partial<NodeOptions["solo"]>;
      readonly intake?: ServerOptions["intake"];
      readonly trustProxy?: string;
      readonly patience?: ServerOptions["patience"];
      readonly readPeriodMs?: number;
      readonly now?: () => number;
      /** A replica takes no transactions. */
      readonly kind?: "node" | "replica";
      /** Of another network than the usual one. */
      readonly data?: DataDirectory;
    } = {},
  ): Promise<Served> {
    const log: string[] = [];
    const lines: DestinationStream = { write: (line) => void log.push(line) };
    const logger = pino({ level: "debug" }, lines);
    const data = options.data ?? foundNetwork();
    data.writeConfig({ ...data.readConfig(), kind: options.kind ?? "node" });
    const node = await LedgerNode.open(data, logger, {
      ...nodeDefaults,
      workers: 0,
      solo: { ...nodeDefaults.solo, ...options.solo },
      ...(options.now && { now: options.now }),
    });
    const { intake, trustProxy, patience, readPeriodMs, now } = options;
    const server = await createServer(node, {
      port: 0,
      host: "127.0.0.1",
      logger,
      ...(intake && { intake }),
      ...(trustProxy && { trustProxy }),
      ...(patience && { patience }),
      ...(readPeriodMs && { readPeriodMs }),
      ...(now && { now }),
    });
    const address = (await server.listen()).replace("localhost", "127.0.0.1");
    let closed: Promise<void> | null = null;
    const close = () => {
      closed ??= server.close();
      return closed;
    };
    const served = new Served(node, address, log, server.directory, close);
    afterAll(async () => {
      await close();
      await node.stop();
    });
    return served;
  }

  /** Closes the server; the node goes on. */
  close(): Promise<void> {
    return this.#close();
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.address}${path}`, { headers });
  }

  envelope(type: string, body: Cbor, signer: MemorySigner = this.registrar): Uint8Array {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, this.#nonces++);
    const network = this.node.opened.id;
    const validUntil = Date.now() + 3_600_000;
    return signedTransaction({ network, type, body, signers: [signer], validUntil, nonce }).bytes;
  }

  /** A registration of the n-th square of a row. */
  registration(n: number, change: Record<string, Cbor> = {}): Uint8Array {
    const west = n * 100;
    const outer = [
      [west, 0],
      [west + 100, 0],
      [west + 100, 100],
      [west, 100],
    ] as const;
    const id = `p${String(n).padStart(4, "0")}`;
    return this.envelope("land.register", {
      office: "main",
      district: "d1",
      level: "surface",
      parcel: id,
      title: id,
      nationalCadastralReference: `REF${n}`,
      shape: encodeShape([{ outer, holes: [] }]),
      legalAreaM2: 500,
      estimatedAccuracyMm: null,
      holders: [{ kind: "notDetermined", id: null, share: null }],
      sources: [
        {
          kind: "extract",
          date: "2022-01-01",
          commitment: new Uint8Array(32).fill(7),
          validatedBy: "registry",
        },
      ],
      inLaw: null,
      grounds: null,
      legacy: false,
      ...change,
    });
  }

  get networkId(): string {
    return toHex(this.node.opened.id);
  }
}
