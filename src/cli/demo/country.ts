import { utf8Encode } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import type { Signer } from "../../crypto/signer.js";
import type { Admitted } from "../../engines/way.js";
import { commit } from "../../ledger/commitment.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import type { LedgerNode } from "../../node/ledger-node.js";
import { registrationOf } from "../../sdk/land.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { cliError } from "../errors.js";
import { firstLand } from "../first-land.js";
import { drawTown, type Lot } from "./town.js";

/** The demonstration country: invented, drawn from a seed, the same every time but for its keys. */
const SEED = 1871;
const NETWORK = "arvenia";
export const REGISTRY = "land-registry";
const DISTRICT = "north-gate";
const VALID_MS = 60 * 60 * 1000;
/** The town as it stands when the country is founded, and the quarter that is added to it later. */
const TOWN = { blocksEast: 6, blocksNorth: 5 };
const GROWN = { blocksEast: 6, blocksNorth: 8 };
/** One further lot so often: the pages show that something happens, and nobody has to hurry. */
const LIFE_MS = 30_000;

const AGENCIES = [
  { name: REGISTRY, title: "Land Registry", roles: ["administrator", "governor", "registrar"] },
  { name: "treasury", title: "Treasury", roles: ["administrator", "governor"] },
  { name: "audit-office", title: "Audit Office", roles: ["administrator", "governor"] },
] as const;

export function foundCountry(data: DataDirectory, time: number): void {
  found(data, {
    network: NETWORK,
    demo: true,
    time,
    agencies: AGENCIES.map(({ name, title, roles }) => ({
      name,
      title,
      officers: roles.map((role) => ({ role, within: null })),
    })),
    land: firstLand(REGISTRY, [DISTRICT]),
  });
}

/** Registers what is missing of the town; what is there from an earlier start stays as it is. */
export async function registerTown(node: LedgerNode): Promise<void> {
  const signer = registrar(node.opened.data);
  const town = drawTown(SEED, TOWN).filter(({ id }) => !stands(node, id));
  // One after the other through the door, so that the daybook numbers them alike every time.
  const admitted: Admitted[] = [];
  for (const lot of town) admitted.push(await admit(node, signer, lot));
  await Promise.all(admitted.map(settle));
}

/** Goes on with a little life: a lot of the new quarter now and then, until it is built. */
export function live(node: LedgerNode, onError: (error: unknown) => void): { stop(): void } {
  const signer = registrar(node.opened.data);
  const quarter = drawTown(SEED, GROWN).filter(({ id }) => !stands(node, id));
  const timer = setInterval(() => {
    const lot = quarter.shift();
    if (lot === undefined || !node.accepts) return clearInterval(timer);
    admit(node, signer, lot).then(settle).catch(onError);
  }, LIFE_MS);
  return { stop: () => clearInterval(timer) };
}

const stands = (node: LedgerNode, id: string): boolean =>
  node.opened.index.get(`land/parcel/${id}`) !== undefined;

async function admit(node: LedgerNode, signer: Signer, lot: Lot): Promise<Admitted> {
  const { id, shape, legalAreaM2 } = lot;
  const survey = sha256(utf8Encode(`survey of ${id}`));
  const source = {
    kind: "survey",
    date: "2026-01-05",
    commitment: commit(sha256(survey), "", survey),
    validatedBy: REGISTRY,
  };
  const place = { office: REGISTRY, district: DISTRICT, level: "surface" };
  const draft = newTransaction({
    network: node.opened.id,
    type: "land.register",
    body: registrationOf({ id, reference: id, shape, legalAreaM2 }, place, source, false),
    validUntil: Date.now() + VALID_MS,
    signers: [signer.thumbprint],
  });
  return node.admit(await signTransaction(draft, signer));
}

async function settle({ sealed }: Admitted): Promise<void> {
  const { code } = await sealed;
  if (code !== "ok") throw cliError("CLI_DEMO", { code });
}

function registrar(data: DataDirectory): Signer {
  const key = data
    .readKeys()
    .find(({ use }) => use?.agency === REGISTRY && use.role === "registrar");
  if (key === undefined) throw cliError("CLI_KEY_ROLE", { role: "registrar", data: data.root });
  return key.signer;
}
