import type { Invariant } from "../../ledger/module.js";
import { agency, cosignerKey, epoch, logKey, network, THIS_NETWORK } from "./schema.js";

export const invariants: readonly Invariant[] = [
  {
    name: "governance: epochs follow on each other, the last is open",
    ofEach: true,
    broken: (reader) => {
      const epochs = reader.read(network, THIS_NETWORK)?.value.epochs ?? 0;
      let from: number | null = 0;
      for (let i = 0; i < epochs; i++) {
        const terms = reader.read(epoch, String(i))?.value;
        if (terms === undefined || terms.from !== from) return `epoch ${i}`;
        from = terms.to;
      }
      return from === null ? null : "no open epoch";
    },
  },
  {
    name: "governance: every agency has one open key of each kind, and lists all of its keys",
    broken: (reader, records) => {
      for (const { id, value } of records(agency)) {
        for (const [record, listed] of [
          [logKey, value.logKeys],
          [cosignerKey, value.cosignerKeys],
        ] as const) {
          const keys = [...records(record)].filter((key) => key.value.agency === id);
          if (keys.length !== listed.length) return `keys of ${id}`;
          if (!keys.every((key) => listed.includes(key.id))) return `keys of ${id}`;
          const open = listed.filter((keyId) => reader.read(record, keyId)?.value.to === null);
          if (open.length !== 1) return `open keys of ${id}`;
        }
      }
      return null;
    },
  },
];
