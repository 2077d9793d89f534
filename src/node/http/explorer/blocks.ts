import { z } from "zod";
import { naturalNumber } from "../../../api/values.js";
import { renderBlock } from "../../../portal/explorer/block.js";
import { renderBlocks } from "../../../portal/explorer/blocks.js";
import type { BlockPageView, BlocksView } from "../../../portal/explorer/view.js";
import type { BlockView } from "../../../portal/view.js";
import { blockView } from "../block-view.js";
import type { Page } from "../page.js";
import type { Service } from "../service.js";
import { factLines, lineOf, PAGE } from "./readers.js";
import { rowsOf } from "./transactions.js";

const nothing = z.strictObject({});
const fromQuery = z.strictObject({ from: naturalNumber().optional() });

/** Blocks newest first, from a height downwards. */
export function blocksPage(service: Service): Page<typeof nothing, typeof fromQuery, BlocksView> {
  return {
    path: "/explorer/blocks",
    query: fromQuery,
    render: renderBlocks,
    rows: ({ blocks }) => ({
      name: "seals",
      columns: ["height", "time", "index", "facts", "refused", "fingerprint"],
      rows: blocks.map(rowOf),
    }),
    view: ({ query: { from }, frame }) => {
      const { height: newest } = frame.source.checkpoint;
      const first = Math.min(from ?? newest, newest);
      const count = Math.min(PAGE, first + 1);
      const older = first - count;
      return {
        ...frame,
        blocks: Array.from({ length: count }, (_, i) => blockView(service, first - i)),
        newer: first === newest ? null : Math.min(first + PAGE, newest),
        older: older < 0 ? null : older,
      };
    },
  };
}

const rowOf = ({ height, timeMs, index, facts, refused, fingerprintHex }: BlockView) => [
  height,
  new Date(timeMs).toISOString(),
  index,
  facts,
  refused ?? 0,
  fingerprintHex,
];

const blockParams = z.strictObject({ height: naturalNumber() });
const blockQuery = z.strictObject({
  /** Indices from which its transactions and its facts are shown. */
  from: naturalNumber().optional(),
  facts: naturalNumber().optional(),
});

/** One block; its transactions and facts a page at a time. */
export function blockPage(
  service: Service,
): Page<typeof blockParams, typeof blockQuery, BlockPageView> {
  return {
    path: "/explorer/blocks/:height",
    params: blockParams,
    query: blockQuery,
    render: renderBlock,
    rows: ({ lines, block }) => ({ ...rowsOf(lines), name: `seal-${block.height}` }),
    view: ({ params: { height }, query, frame }) => {
      const { previousRoot, activityRoot } = service.blocks.summary(height);
      const block = blockView(service, height);
      const first = block.index + 1 - block.facts;
      const within = (at = first) => Math.min(Math.max(at, first), block.index);
      const from = within(query.from);
      const factsFrom = within(query.facts);
      const factsEnd = Math.min(factsFrom + PAGE, block.index + 1);
      return {
        ...frame,
        ...transactionsFrom(service, from, block.index),
        block,
        first,
        from,
        previousRootHex: previousRoot,
        activityRootHex: activityRoot,
        agencies: service.frames.signatures().agencies,
        facts: factLines(service, factsFrom, factsEnd),
        factsFrom,
        factsNext: factsEnd > block.index ? null : factsEnd,
      };
    },
  };
}

/** As many transactions as a page has, and where the next one after them stands. */
function transactionsFrom(
  service: Service,
  from: number,
  end: number,
): Pick<BlockPageView, "lines" | "next"> {
  const lines = [];
  for (const read of service.blocks.transactions(from, end)) {
    if (lines.length === PAGE) return { lines, next: read.index };
    lines.push(lineOf(service, read));
  }
  return { lines, next: null };
}
