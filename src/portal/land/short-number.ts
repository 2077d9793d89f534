const numbered = /^(.*?)([A-Za-z]{0,2})[-._~]?0*([0-9]+)$/;

/**
 * How a map calls a parcel: by its number, and by its section too where another stands beside it.
 * "91216000AC0372" is "372" among those of its section, "AC 372" elsewhere.
 */
export function shortNumber(id: string, beside: string): string {
  const [, head, section, number] = numbered.exec(id) ?? [];
  if (number === undefined) return id;
  const [, otherHead, otherSection] = numbered.exec(beside) ?? [];
  const same = head === otherHead && section === otherSection;
  return same || section === "" ? number : `${section} ${number}`;
}
