/** @jsxImportSource preact */

/** One tooth: solid for a checked signature, a dashed outline for a missing one. */
export function Tooth({ signed }: { signed: boolean }) {
  return (
    <svg viewBox="0 0 64 46" aria-hidden="true" focusable="false">
      {signed && <path class="stock" d="M1 -1H63L32 40Z" />}
      <path
        class={signed ? "gap" : "open"}
        d={signed ? "M0 2H1L32 41L63 2H64" : "M4 5L32 41L60 5"}
      />
    </svg>
  );
}
