/** Colours of the page's tokens, as the map's painter needs them. */
const tokens = {
  ground: "--cf-map-road",
  land: "--cf-map-land",
  line: "--cf-map-line",
  here: "--cf-map-here",
  house: "--cf-house",
  ink: "--cf-ink-2",
} as const;
export type Palette = Readonly<Record<keyof typeof tokens, string>>;

/** Read through an element: a person's own palette has names, which only the browser resolves. */
export function paletteOf(place: HTMLElement): Palette {
  const probe = document.createElement("span");
  place.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [name, colour(token)]),
  ) as Palette;
  probe.remove();
  return palette;
}

/** Calls back whenever the page's colours change. */
export function onPalette(change: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", change);
  }
}
