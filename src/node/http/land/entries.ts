import { recordKey } from "../../../ledger/record-type.js";
import type { Proved } from "../../../modules/land/queries.js";
import { daybook, type Title, title as titleRecord } from "../../../modules/land/schema.js";
import type { EntryView } from "../../../portal/land/view.js";
import type { RightsHistory } from "./right-views.js";
import type { VersionReader } from "./versions.js";

/** Entries of the daybook that made, changed or wanted to change a title, newest first. */
export function entriesOfTitle(
  reader: VersionReader,
  title: Proved<Title>,
  { lines }: RightsHistory,
): EntryView[] {
  const inLaw = new Map<string, number | null>();
  for (const { value } of lines.flatMap(({ versions }) => versions)) {
    inLaw.set(value.entry, value.inLaw);
  }
  const titles = reader.versions(titleRecord, title.id);
  const ids = new Set([
    ...inLaw.keys(),
    ...titles.flatMap(({ value }) => [value.entry, ...value.lodged]),
  ]);
  return [...ids]
    .flatMap((id) => entryView(reader, id, inLaw.get(id) ?? null) ?? [])
    .sort((a, b) => b.lodgedMs - a.lodgedMs || b.number - a.number);
}

function entryView(reader: VersionReader, id: string, inLawMs: number | null): EntryView | null {
  const standing = reader.reader.read(daybook, id);
  if (standing === undefined) return null;
  const { number, kind, decision, lodged, decided } = standing.value;
  return {
    id,
    number,
    kind,
    decision,
    inLawMs,
    lodgedMs: lodged,
    decidedMs: decided,
    key: recordKey(daybook, id),
    index: standing.index,
  };
}
