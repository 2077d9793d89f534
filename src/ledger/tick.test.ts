import { expect, it } from "vitest";
import { z } from "zod";
import { limits } from "../base/limits.js";
import { algorithms } from "./envelope.js";
import { type Block, emptyHead, Ledger } from "./ledger.js";
import { defineModule } from "./module.js";
import { ModuleSet } from "./module-set.js";
import { recordType, uint } from "./record-type.js";
import { MemoryState } from "./state.js";

const DUE = 300;
const alarm = recordType({
  prefix: "alarm/clock",
  schema: z.strictObject({ until: uint.nullable(), rung: z.string() }),
  publicity: { until: "open", rung: "open" },
  deadline: (_, { until }) => until,
});
/** As many deadlines at one time as together write more than a block may hold. */
const module = defineModule({
  name: "alarm",
  version: 1,
  records: [alarm],
  errors: [],
  transactions: {},
  invariants: [],
  genesis: (context) => {
    for (let i = 0; i < DUE; i++) context.put(alarm, String(i), { until: 100, rung: "" });
  },
  onTime: (context, { key }) =>
    context.put(alarm, key.slice(alarm.prefix.length + 1), {
      until: null,
      rung: "x".repeat(60_000),
    }),
});

it("spreads what falls due at once over as many blocks as it needs", () => {
  const tables = { algorithms: [[algorithms.EdDSA, 0, null]], publicity: {} };
  const modules = ModuleSet.select([module], { alarm: 1 }, tables);
  const ledger = new Ledger(modules, new MemoryState(), emptyHead());
  ledger.found({ name: "demo", salt: new Uint8Array(16), modules: { alarm: 1 }, tables }, 1);
  const blocks: Block[] = [];
  for (let block = ledger.execute(100, null, []); block !== null; ) {
    blocks.push(block);
    block = ledger.execute(100, null, []);
  }
  for (const { leaves } of blocks) {
    const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0);
    expect(bytes).toBeLessThanOrEqual(limits.blockBytes);
  }
  const rung = blocks.flatMap(({ facts }) => facts.filter(({ kind }) => kind === "module"));
  expect(new Set(rung.map(({ key }) => key)).size).toBe(DUE);
  expect(rung).toHaveLength(DUE);
  expect(ledger.state.earliestDeadline()).toBeNull();
});
