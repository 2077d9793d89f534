/** What `scripts/build-portal.mjs` puts into `dist/portal/assets`, by its address. */
export const assets = {
  styles: "/assets/portal.css",
  mark: "/assets/mark.svg",
  /** Used above the fold on every page, so fetched with it. */
  font: "/assets/source-sans-3-latin-wght-normal.woff2",
} as const;

/** The program that is built of `islands/NAME/main.ts(x)`. */
export const islandAddress = (name: string): string => `/assets/${name}.js`;
