/** The checkout, from the build as from the sources. */
export const root = new URL(
  import.meta.url.includes("/dist/fuzz/") ? "../../" : "../",
  import.meta.url,
);
