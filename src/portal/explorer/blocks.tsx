/** @jsxImportSource preact */
import { holds } from "../blocks.js";
import { documentOf } from "../frame.js";
import { Hash, Moment, Num } from "../parts.js";
import { type Speech, speechFor } from "../speech.js";
import { addressOf, Export, Pager, Table } from "../table.js";
import { Ways } from "./transactions.js";
import type { BlocksView } from "./view.js";

const path = "/explorer/blocks";

function Seals({ view, speech }: { view: BlocksView; speech: Speech }) {
  const { say, as, timeZone } = speech;
  const { written } = say;
  return (
    <Table
      caption={say.sealPage.caption(timeZone)}
      columns={[
        { name: written.seal },
        { name: written.time },
        { name: written.holds, alone: true },
        { name: written.facts, numeric: true },
        { name: written.fingerprint },
      ]}
      rows={view.blocks.map((block) => ({
        key: block.height,
        cells: [
          <a href={`${path}/${block.height}`}>
            <Num>{as.number(block.height)}</Num>
          </a>,
          <Moment ms={block.timeMs} as={as} seconds />,
          holds(block, speech),
          as.number(block.facts),
          <Hash hex={block.fingerprintHex} />,
        ],
      }))}
    />
  );
}

/** The ledger's blocks, newest first. @throws PORTAL_FINGERPRINT */
export function renderBlocks(view: BlocksView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const { newer, older } = view;
  const [first] = view.blocks;
  const page = (from: number | null) => (from === null ? null : addressOf(path, { from }));
  return documentOf({
    view,
    speech,
    title: say.explorer.blocks,
    source: view.source,
    section: "explorer",
    trail: [[say.explorer.title, "/explorer"]],
    children: (
      <div class="cf-stack">
        <h1 class="govuk-heading-xl">{say.explorer.blocks}</h1>
        <p class="govuk-body">{say.sealPage.listLead}</p>
        <Ways here="blocks" speech={speech} />
        <Seals view={view} speech={speech} />
        <Export path={path} query={{ from: first?.height ?? null }} speech={speech} />
        <Pager newer={page(newer)} older={page(older)} speech={speech} />
      </div>
    ),
  });
}
