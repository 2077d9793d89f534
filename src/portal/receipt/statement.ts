import {
  type Cbor,
  type CborArray,
  type CborObject,
  isCborArray,
  isCborObject,
} from "../../codec/cbor-value.js";
import { decodeEnvelope } from "../../ledger/envelope.js";
import type { Fact } from "../../ledger/fact.js";
import { readGenesis, readSeal, readTransaction } from "../../ledger/records.js";
import type { Format } from "../format.js";
import type { VerifyWords } from "../messages/verify.js";
import { longTime } from "./times.js";

/** By a name that stands on the ledger: no property that every object has. */
const named = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/**
 * Readers of the records that have a sentence, by the shape that their modules write: a verifier
 * carries no module, and a value of another shape has its fields shown.
 */
type Teller = (
  id: string,
  value: CborObject,
  say: VerifyWords["record"],
  as: Format,
) => string | null;

const tellers: Readonly<Record<string, Teller>> = {
  "land/title": (id, { status, parcels, rights }, say) => {
    if (!isCborArray(parcels) || !isCborArray(rights)) return null;
    return status === "retired"
      ? say.titleRetired(id)
      : say.title(id, parcels.length, rights.length);
  },
  "land/right": (_, { kind, on, holders, status }, say) => {
    if (typeof kind !== "string" || !isCborObject(on) || !isCborArray(holders)) return null;
    const { title, share } = on;
    if (typeof title !== "string") return null;
    const right = say.right(kind, title, fraction(share), status === "ended");
    return status === "ended" ? right : `${right} ${holdersOf(holders, say)}`;
  },
  "land/parcel": (id, { title, legalAreaM2 }, say, as) => {
    if (typeof title !== "string") return null;
    const area = typeof legalAreaM2 === "number" ? as.number(legalAreaM2) : null;
    return say.parcel(id, title, area);
  },
  "land/daybook": (_, { kind, titles, decision }, say, as) => {
    if (typeof kind !== "string" || !isCborArray(titles)) return null;
    const decided =
      typeof decision === "string" ? (named(say.decisions, decision) ?? decision) : null;
    const ids = titles.filter((title) => typeof title === "string");
    return say.entry(named(say.entryKinds, kind) ?? kind, as.list(ids), decided ?? say.undecided);
  },
  "identity/handle": (_, { vouchedBy }, say) =>
    typeof vouchedBy === "string" ? say.handle(vouchedBy) : null,
};

/** Some kinds of holder name nobody. */
function holdersOf(
  holders: CborArray,
  { nobody, holders: several }: VerifyWords["record"],
): string {
  const [first] = holders;
  const kind = isCborObject(first) ? first["kind"] : undefined;
  const words = typeof kind === "string" ? named(nobody, kind) : undefined;
  return words ?? several(holders.length);
}

/** "1/2"; null for the whole and for what is no share. */
function fraction(share: Cbor | undefined): string | null {
  if (!isCborArray(share) || share.length !== 2) return null;
  return share.map(String).join("/");
}

/** "land title 0042": what a fact is about. */
export function subjectOf(key: string, { subjects }: VerifyWords["record"]): string {
  const slash = key.lastIndexOf("/");
  const name = named(subjects, key.slice(0, slash));
  return name === undefined ? key : name(key.slice(slash + 1));
}

/** What the fact says, in one sentence that a neighbour would understand; null where none is known. */
export function statementOf(fact: Fact, say: VerifyWords["record"], as: Format): string | null {
  const { key, kind, value } = fact;
  if (value === undefined) return say.retracted(subjectOf(key, say));
  if (kind === "module") {
    const slash = key.lastIndexOf("/");
    if (!isCborObject(value)) return null;
    return named(tellers, key.slice(0, slash))?.(key.slice(slash + 1), value, say, as) ?? null;
  }
  if (kind === "tx") return transaction(value, say);
  const seal = kind === "seal" ? readSeal(value) : null;
  if (seal !== null) {
    return say.seal(as.number(seal.height), as.number(seal.facts), longTime(seal.time, as));
  }
  const genesis = kind === "genesis" ? readGenesis(value) : null;
  return genesis === null ? null : say.genesis(genesis.name);
}

function transaction(value: Cbor, say: VerifyWords["record"]): string | null {
  const record = readTransaction(value);
  if (record === null) return null;
  const { type } = decodeEnvelope(record.envelope).payload;
  return record.code === "ok" ? say.done(type) : say.refused(type, record.code);
}
