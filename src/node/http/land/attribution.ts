/** Sources that demand a line under a map of their outlines, by the form of their references. */
const sources = [
  {
    // Commune (INSEE), prefix, section, number.
    reference: /^[0-9AB]{5}[0-9]{3}[0-9A-Z]{2}[0-9]{4}$/,
    line: "Parcel outlines: French cadastre (DGFiP), Etalab, Licence Ouverte 2.0.",
  },
] as const;

/** The line that the source of these parcels demands, or null. */
export function attributionOf(parcels: readonly { readonly reference: string }[]): string | null {
  const [first] = parcels;
  return sources.find(({ reference }) => reference.test(first?.reference ?? ""))?.line ?? null;
}
