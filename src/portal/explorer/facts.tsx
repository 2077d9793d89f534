/** @jsxImportSource preact */
import { Num, Typed } from "../parts.js";
import type { Speech } from "../speech.js";
import { addressOf, Table } from "../table.js";
import type { FactLine } from "./view.js";

type Props = {
  facts: readonly FactLine[];
  caption: string;
  captionHidden?: boolean;
  speech: Speech;
};

/** The page of a fact: the newest of its key, or the version at an index. */
export const factAddress = (key: string, version: number | null = null): string =>
  addressOf(`/explorer/facts/${key}`, { version });

/** Facts by their place and key. */
export function FactLines({ facts, caption, captionHidden = false, speech }: Props) {
  const { say, as } = speech;
  return (
    <Table
      caption={caption}
      captionHidden={captionHidden}
      columns={[{ name: say.explorer.fact }, { name: say.explorer.key, alone: true }]}
      rows={facts.map(({ index, key }) => ({
        key: index,
        cells: [
          <Num>{as.number(index)}</Num>,
          key === null ? (
            say.sealPage.struck
          ) : (
            <a href={factAddress(key, index)}>
              <Typed>{key}</Typed>
            </a>
          ),
        ],
      }))}
    />
  );
}
