/** @jsxImportSource preact */
import encodeQR from "qr";

/** ISO/IEC 18004 asks for a quiet zone of four modules. */
const border = 4;

/** One path for all dark modules, a rectangle for each run of a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true || row[x - 1] === true) continue;
      let end = x + 1;
      while (row[end] === true) end++;
      runs.push(`M${x} ${y}h${end - x}v1h-${end - x}z`);
    }
  }
  return runs.join("");
}

/** A code to scan, drawn on the server. */
export function Qr({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border });
  return (
    <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <path shape-rendering="crispEdges" d={pathOf(rows)} />
    </svg>
  );
}
