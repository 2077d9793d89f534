import type { Reader, Standing } from "../../../ledger/module.js";
import { recordKey } from "../../../ledger/record-type.js";
import { organisation } from "../../../modules/identity/schema.js";
import type { Proved } from "../../../modules/land/queries.js";
import {
  type Holder,
  numberedId,
  type Right,
  right as rightRecord,
  type Title,
} from "../../../modules/land/schema.js";
import type { HolderView, RightView } from "../../../portal/land/view.js";
import { type Moments, versionAsOf } from "./as-of.js";
import type { VersionReader } from "./versions.js";

/** Rights of a title that a page looks through; what there are more is in the explorer. */
const MOST = 256;

type Line = { readonly id: string; readonly versions: readonly Standing<Right>[] };

/** All rights that ever were on a title, each with what it said before. */
export type RightsHistory = {
  readonly lines: readonly Line[];
  /** Those in force on one day as known on another, in the order of their numbers. */
  readonly asOf: (moments: Moments) => RightView[];
};

export function rightsOfTitle(reader: VersionReader, { id, value }: Proved<Title>): RightsHistory {
  const lines = Array.from({ length: Math.min(value.rightsMade, MOST) }, (_, i): Line => {
    const rightId = numberedId(id, i + 1);
    return { id: rightId, versions: reader.versions(rightRecord, rightId) };
  });
  return {
    lines,
    asOf: (moments) =>
      lines.flatMap((line) => {
        const version = versionAsOf(line.versions, moments);
        if (version === null || version.value.status === "ended") return [];
        return [rightView(reader.reader, line.id, version)];
      }),
  };
}

function rightView(reader: Reader, id: string, { index, value }: Standing<Right>): RightView {
  return {
    id,
    kind: value.kind,
    holders: value.holders.map((holder) => holderView(reader, holder)),
    share: value.on.share,
    flawed: value.flags.includes("shares"),
    inLawMs: value.inLaw,
    registeredMs: value.registered,
    key: recordKey(rightRecord, id),
    index,
  };
}

/** Organisations have names in public; what a person's handle stands for is not in the ledger. */
function holderView(reader: Reader, { kind, id }: Holder): HolderView {
  if (kind !== "organisation" || id === null) return { kind, name: null };
  return { kind, name: reader.read(organisation, id)?.value.name ?? id };
}
