/** Pages that are made of a kind of record. */
const pages: ReadonlyMap<string, string> = new Map([
  ["governance/proposal", "/explorer/proposals"],
  ["land/parcel", "/land/parcels"],
  ["land/title", "/land/titles"],
]);

/** Where the portal has a page of what a fact is about; null where the fact's own is all there is. */
export function ownPage(key: string): string | null {
  const end = key.lastIndexOf("/");
  const page = pages.get(key.slice(0, end));
  return page === undefined ? null : `${page}/${key.slice(end + 1)}`;
}
