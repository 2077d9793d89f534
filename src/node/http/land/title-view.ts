import { apiError } from "../../../api/errors.js";
import { toHex } from "../../../base/text.js";
import { diagnosticOf } from "../../../codec/cbor-diagnostic.js";
import { leafHash } from "../../../crypto/hash.js";
import { decodeFact, isTombstone } from "../../../ledger/fact.js";
import type { Reader } from "../../../ledger/module.js";
import { recordKey } from "../../../ledger/record-type.js";
import { freeze } from "../../../modules/governance/freezes.js";
import { findTitle, type Proved } from "../../../modules/land/queries.js";
import { title as titleRecord } from "../../../modules/land/schema.js";
import type { AsOfView, FactView, TitleView } from "../../../portal/land/view.js";
import type { PageView } from "../../../portal/view.js";
import type { LedgerNode } from "../../ledger-node.js";
import type { AddressRegister } from "./address-register.js";
import { endOf } from "./as-of.js";
import { entriesOfTitle } from "./entries.js";
import { parcelView } from "./parcel-view.js";
import { rightsOfTitle } from "./right-views.js";
import { VersionReader } from "./versions.js";

type Sources = {
  readonly node: LedgerNode;
  readonly register: AddressRegister;
  readonly verified: boolean;
};

/** All that a title's page shows. @throws API_RECORD_UNKNOWN */
export function titleView(
  frame: PageView,
  { node, register, verified }: Sources,
  id: string,
  asOf: AsOfView,
): TitleView {
  const { reader } = node;
  const found = findTitle(reader, id);
  if (found === null) throw apiError("API_RECORD_UNKNOWN", { id });
  const { title, parcels } = found;
  const versions = new VersionReader(node);
  const moments = { law: endOf(asOf.law), register: endOf(asOf.register) };
  const history = rightsOfTitle(versions, title);
  const rights = history.asOf(moments);
  const today = history.asOf({ law: endOf(null), register: endOf(null) });
  const owners = today.filter(({ kind }) => kind === "ownership").length;
  const entries = entriesOfTitle(versions, title, history);
  const [address = null] = parcels.flatMap((parcel) => register.addressOf(parcel.id) ?? []);
  return {
    ...frame,
    id,
    retired: title.value.status === "retired",
    frozen: frozenView(reader, id),
    address:
      address === null
        ? null
        : {
            street: address.street.name,
            number: address.number,
            locality: address.street.locality,
          },
    parcels: parcels.map((parcel) => parcelView(reader, register, parcel)),
    rights,
    asOf,
    today: { owners, others: today.length - owners },
    waiting: entries.filter(({ decision }) => decision === null).reverse(),
    entries,
    fact: factView(node, title),
    verified,
  };
}

function frozenView(reader: Reader, id: string): TitleView["frozen"] {
  const standing = reader.read(freeze, id)?.value;
  if (standing === undefined) return null;
  const { from, until } = standing;
  return { key: recordKey(freeze, id), sinceMs: from, untilMs: until };
}

function factView({ opened }: LedgerNode, { id, index }: Proved<unknown>): FactView {
  const leaf = opened.published.leaf(index);
  const fact = decodeFact(index, leaf);
  const key = recordKey(titleRecord, id);
  if (isTombstone(fact)) throw apiError("API_RECORD_UNKNOWN", { id });
  const { cause, supersedes, value = null } = fact;
  return {
    key,
    index,
    fingerprintHex: toHex(leafHash(leaf)),
    bytes: leaf.length,
    notation: diagnosticOf({ key, index, cause, supersedes, value }),
  };
}

/** The title that a parcel belongs to. @throws API_RECORD_UNKNOWN */
export function titleOfParcel(
  parcel: Proved<{ readonly title: string }> | null,
  id: string,
): string {
  if (parcel === null) throw apiError("API_RECORD_UNKNOWN", { id });
  return parcel.value.title;
}
