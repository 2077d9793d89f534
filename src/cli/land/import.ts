import { randomBytes } from "node:crypto";
import type { Json } from "../../api/json.js";
import type { Facts } from "../../base/errors.js";
import { toHex, utf8Decode } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import type { Signer } from "../../crypto/signer.js";
import { commit } from "../../ledger/commitment.js";
import { encodeShape } from "../../modules/land/geometry/encode-shape.js";
import type { Client } from "../../sdk/client.js";
import type { Parcel } from "../../sdk/geojson/parcel.js";
import { readParcels } from "../../sdk/geojson/read-parcels.js";
import { type RegistrationPlace, type RegistrationSource, registrationOf } from "../../sdk/land.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { progressBar } from "../progress.js";
import { sendEnvelopes } from "../send.js";
import { type ParcelOnRecord, parcelsOnRecord } from "./on-record.js";

export type Refusal = {
  /** The feature's id, or its number in the file where it has none. */
  readonly feature: string;
  /** Of the transaction that was refused; null where none was sent. */
  readonly id: string | null;
  readonly code: string;
  readonly facts: Facts | Json;
};
export type ImportResult = {
  readonly features: number;
  /** All of the file's that are on record, from this import or an earlier one. */
  readonly registered: number;
  /** Those of them with a quality flag. */
  readonly flagged: number;
  readonly refused: readonly Refusal[];
  readonly seconds: number;
  /** The file's digest and the salt that opens its commitment: keep them with the file. */
  readonly source: { readonly sha256: string; readonly salt: string };
};

export type ImportTask = {
  readonly client: Client;
  readonly network: Uint8Array;
  readonly registrar: Signer;
  readonly place: RegistrationPlace;
  readonly validatedBy: string;
  /** Date of the file's state, ISO 8601. */
  readonly date: string;
};

/** Valid for a day, so that an import that waits for a busy node does not expire. */
const VALID_MS = 24 * 60 * 60 * 1000;

/**
 * Registers every parcel of a GeoJSON file, one transaction each, so that none is registered by
 * halves. Run again after an interruption it registers what is missing.
 * @throws TEXT_UTF8, GEOJSON_* for a file that cannot be read as a whole: then nothing was sent
 */
export async function importParcels(file: Uint8Array, task: ImportTask): Promise<ImportResult> {
  const begin = performance.now();
  const { features } = readParcels(utf8Decode(file));
  const parcels = features.flatMap((feature) => (feature.ok ? [feature] : []));
  const before = await parcelsOnRecord(task.client);
  const missing = parcels.filter(({ id }) => !before.has(id));
  const digest = sha256(file);
  const salt = new Uint8Array(randomBytes(32));
  const sent = await register(missing, task, commit(salt, "", digest));
  const after = missing.length === 0 ? before : await parcelsOnRecord(task.client);
  const standing = parcels.filter((parcel) => isSame(after.get(parcel.id), parcel));
  const malformed = features.flatMap((feature): Refusal[] => {
    if (feature.ok) return [];
    const { id, index, code, facts } = feature;
    return [{ feature: id ?? `#${index}`, id: null, code, facts }];
  });
  const differing = parcels
    .filter((parcel) => before.has(parcel.id) && !isSame(before.get(parcel.id), parcel))
    .map(({ id }) => ({
      feature: id,
      id: null,
      code: "LAND_PARCEL_EXISTS",
      facts: { parcel: id },
    }));
  return {
    features: features.length,
    registered: standing.length,
    flagged: standing.filter(({ id }) => (after.get(id)?.flags.length ?? 0) > 0).length,
    refused: [...malformed, ...differing, ...sent],
    seconds: Number(((performance.now() - begin) / 1000).toFixed(1)),
    source: { sha256: toHex(digest), salt: toHex(salt) },
  };
}

/** Whether what is on record is this parcel: an id alone may stand for another shape. */
function isSame(standing: ParcelOnRecord | undefined, { shape }: Parcel): boolean {
  return standing !== undefined && standing.shape === JSON.stringify(encodeShape(shape));
}

async function register(
  parcels: readonly Parcel[],
  task: ImportTask,
  commitment: Uint8Array,
): Promise<Refusal[]> {
  const { client, date, validatedBy } = task;
  const source = { kind: "cadastralMap", date, commitment, validatedBy };
  const envelopes: Uint8Array[] = [];
  for (const parcel of parcels) envelopes.push(await registration(parcel, task, source));
  const bar = progressBar("Registering", parcels.length);
  const results = await sendEnvelopes(client, envelopes, (done) => bar.at(done));
  bar.end();
  return results.flatMap(({ id, code, detail = null }, i) =>
    code === "ok" ? [] : [{ feature: parcels[i]?.id ?? "", id, code, facts: detail }],
  );
}

function registration(
  parcel: Parcel,
  { network, registrar, place }: ImportTask,
  source: RegistrationSource,
): Promise<Uint8Array> {
  const draft = newTransaction({
    network,
    type: "land.register",
    body: registrationOf(parcel, place, source, true),
    validUntil: Date.now() + VALID_MS,
    signers: [registrar.thumbprint],
  });
  return signTransaction(draft, registrar);
}
