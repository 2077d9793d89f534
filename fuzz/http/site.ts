import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { equalBytes } from "#src/base/bytes.js";
import { decodeDraft, encodeEnvelope } from "#src/ledger/envelope.js";
import { DataDirectory } from "#src/node/data-directory.js";
import { found } from "#src/node/found.js";
import { createServer } from "#src/node/http/server.js";
import { LedgerNode, nodeDefaults } from "#src/node/ledger-node.js";
import { handleOf } from "../execution/actors.js";
import { hashOf } from "../execution/made.js";
import { binding } from "../execution/world.js";
import { edSigner, signed } from "../make/signers.js";
import { knownValues, PERSONS, REGISTRAR, TITLES } from "./known.js";

export const FOUNDED = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
/** Numbers of the seeds from which the keys are drawn. */
const SEEDS: Readonly<Record<string, number>> = { registrar: 101, administrator: 102 };

/** A node that serves a small network on a free port: the same network every time. */
export type Site = {
  readonly port: number;
  readonly agent: Agent;
  readonly network: Uint8Array;
  /** Key id of the log key that the node serves under. */
  readonly logKey: Uint8Array;
  readonly known: ReturnType<typeof knownValues>;
  /** ms since 1970, which begins when the network was founded and goes on as the machine's does. */
  readonly now: () => number;
  readonly close: () => Promise<void>;
};

export async function openSite(): Promise<Site> {
  const root = mkdtempSync(join(tmpdir(), "counterfoil-fuzz-site-"));
  const data = new DataDirectory(join(root, "data"));
  const network = foundNetwork(data);
  const opened = Date.now();
  const now = () => FOUNDED + HOUR_MS + Date.now() - opened;
  const logger = pino({ level: "silent" });
  const node = await LedgerNode.open(data, logger, { ...nodeDefaults, workers: 0, now });
  const server = await createServer(node, { port: 0, host: "127.0.0.1", logger, now });
  const port = Number(new URL(await server.listen()).port);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const ids = await populate(port, network);
  const draft = await keepDraft(port, network);
  const logKey = node.agencies[0]?.logKey.thumbprint ?? network;
  const close = async () => {
    agent.destroy();
    await server.close();
    await node.stop();
    rmSync(root, { recursive: true, force: true });
  };
  return { port, agent, network, logKey, known: knownValues(ids, draft), now, close };
}

function foundNetwork(data: DataDirectory): Uint8Array {
  const officer = (role: "registrar" | "administrator") => ({ role, within: null });
  return found(data, {
    network: "fuzzland",
    time: FOUNDED,
    agencies: [
      {
        name: "registry",
        title: "Land Registry",
        officers: [officer("registrar"), officer("administrator")],
      },
    ],
    land: {
      levels: [
        {
          id: "surface",
          kind: "surface",
          grid: { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 },
        },
      ],
      offices: [{ id: "main", organisation: "registry", districts: ["d1"] }],
    },
    demo: true,
    drawn: {
      salt: new Uint8Array(16).fill(1),
      keyOf: (_, role) => new Uint8Array(32).fill(SEEDS[role] ?? 103),
      handleOf: (agency, role) => `${agency}-${role}`,
    },
  });
}

/** Persons, titles and a refusal: something of each kind for pages and lists. */
async function populate(port: number, network: Uint8Array): Promise<string[]> {
  const registrar = edSigner(REGISTRAR);
  const sent = [
    ...PERSONS.map((number) => {
      const commitments = { name: hashOf("a"), number: hashOf("b"), birthDate: hashOf("c") };
      const body = { handle: handleOf(number), key: binding(number), ...commitments };
      const rest = { assurance: "high", organisation: "registry" };
      return {
        type: "identity.enrol",
        body: { ...body, ...rest },
        by: [registrar, edSigner(number)],
      };
    }),
    ...TITLES.map((title, i) => ({
      type: "land.register",
      body: registration(title, i),
      by: [registrar],
    })),
    { type: "land.withdraw", body: { entry: "main.9" }, by: [registrar] },
  ];
  const ids: string[] = [];
  for (const [i, { type, body, by }] of sent.entries()) {
    const validUntil = FOUNDED + 24 * HOUR_MS;
    const nonce = new Uint8Array(16).fill(i);
    const envelope = signed({ network, type, body, nonce, validUntil }, by);
    const { results } = await post(port, "transactions?wait=sealed", envelope);
    ids.push(results?.[0]?.id ?? "");
  }
  return ids;
}

type Posted = { readonly id?: string; readonly results?: readonly { readonly id: string }[] };

async function post(port: number, path: string, envelope: Uint8Array): Promise<Posted> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/cose" },
    body: new Uint8Array(envelope),
  });
  return JSON.parse(await response.text());
}

/** A lodging that a person has signed and the registrar has not. */
async function keepDraft(port: number, network: Uint8Array): Promise<string> {
  const [person] = PERSONS;
  const [title] = TITLES;
  const terms = { network, type: "land.lodge", nonce: new Uint8Array(16).fill(99) };
  const body = { title, from: [{ right: `${title}.1`, share: null }], to: [] };
  const validUntil = FOUNDED + 24 * HOUR_MS;
  const envelope = signed({ ...terms, body, validUntil }, [edSigner(person), edSigner(REGISTRAR)]);
  const { payloadBytes, signatures } = decodeDraft(envelope);
  const own = signatures.filter(({ thumbprint }) =>
    equalBytes(thumbprint, edSigner(person).thumbprint),
  );
  const { id } = await post(port, "drafts", encodeEnvelope(payloadBytes, own));
  return id ?? "";
}

const registration = (title: string, i: number) => ({
  ...{ office: "main", district: "d1", level: "surface", parcel: `p-${i}`, title },
  nationalCadastralReference: `r-${i}`,
  shape: [[[1000 * i, 0, 1000, 0, 0, 1000, -1000, 0]]],
  ...{ legalAreaM2: 500, estimatedAccuracyMm: null, inLaw: null, grounds: null, legacy: true },
  holders: [{ kind: "person", id: handleOf(PERSONS[i % PERSONS.length] ?? 111), share: null }],
  sources: [
    {
      ...{ kind: "extract", date: "2022-01-01", validatedBy: "registry" },
      commitment: hashOf(`source ${i}`),
    },
  ],
});
