import { cborToJson } from "../../api/json.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { type RecordType, recordKey } from "../../ledger/record-type.js";
import {
  type DaybookEntry,
  daybook,
  type Right,
  right,
  type Title,
  title,
} from "../../modules/land/schema.js";
import { command, runs } from "../command.js";
import { type Answer, printable } from "../output.js";
import { asOfOption, fetchReceipt } from "../proved.js";
import type { AsOf } from "../record-command.js";
import { showTime } from "../times.js";

/** Who is registered as owner: the title's fact proves that there is nobody else. */
export function landOwnersCommand() {
  return listedCommand({
    name: "owners",
    description: "who is registered as owner of a title, and of how much",
    record: right,
    ids: ({ rights }) => rights,
    none: "It has no active right.",
    line: ownerLine,
  });
}

/** What waits: whoever buys must know what was lodged before. */
export function landLodgedCommand() {
  return listedCommand({
    name: "lodged",
    description: "what is lodged on a title and not decided, by rank",
    record: daybook,
    ids: ({ lodged }) => lodged,
    none: "Nothing is lodged on it.",
    line: lodgedLine,
  });
}

type Listing<Value extends Cbor> = {
  readonly name: string;
  readonly description: string;
  readonly record: RecordType<Value>;
  readonly ids: (title: Title) => readonly string[];
  readonly none: string;
  readonly line: (value: Value) => string;
};

/** A command for what a title lists: its fact and each of theirs with the proof checked. */
function listedCommand<Value extends Cbor>(listing: Listing<Value>) {
  const { name, description } = listing;
  return command(name, description, `land ${name} NG-A01-01`)
    .argument("<title>")
    .option("--as-of <time>", "as it stood on the register then: ISO 8601 or ms since 1970")
    .action(runs<AsOf, [string]>((options, id) => listed(options, id, listing)));
}

async function listed<Value extends Cbor>(
  options: AsOf,
  id: string,
  { record, ids, none, line }: Listing<Value>,
): Promise<Answer> {
  const owner = await provedFact(options, title, id);
  const items = [];
  for (const name of ids(owner.value)) items.push(await provedFact(options, record, name));
  const lines = items.map(({ id: name, value }) => printable(`${name}  ${line(value)}`));
  const { signedBy, ...of } = owner;
  return {
    json: {
      title: { ...of, value: cborToJson(of.value) },
      items: items.map((item) => ({ ...item, value: cborToJson(item.value) })),
      signedBy,
    },
    text: [
      `${owner.key}, fact ${owner.index}, signed by ${signedBy.join(", ")}`,
      ...(lines.length > 0 ? lines : [none]),
    ].join("\n"),
  };
}

async function provedFact<Value extends Cbor>(
  options: AsOf,
  record: RecordType<Value>,
  id: string,
) {
  const key = recordKey(record, id);
  const { receipt } = await fetchReceipt(options, { key, ...asOfOption(options.asOf) });
  const { fact, signedBy } = receipt;
  // Nothing of a title is ever retracted, so its facts have values.
  return { id, key, index: fact.index, value: record.parse(fact.value ?? null), signedBy };
}

function ownerLine({ on, holders, inLaw }: Right): string {
  const part = on.share === null ? "all" : on.share.join("/");
  const names = holders.map(({ kind, id }) => (id === null ? kind : `${kind} ${id}`));
  return `${part}  ${names.join(" and ")}  ${inLaw === null ? "" : `since ${showTime(inLaw)}`}`;
}

function lodgedLine({ kind, rights, lodged }: DaybookEntry): string {
  return `${kind} of ${rights.join(", ")}  lodged ${showTime(lodged)}`;
}
