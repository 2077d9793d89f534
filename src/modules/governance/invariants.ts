import { toHex } from "../../base/text.js";
import type { Invariant } from "../../ledger/module.js";
import { accreditation } from "./accreditations.js";
import { leastThreshold } from "./agencies.js";
import { law } from "./law.js";
import { ballot, proposal } from "./proposals.js";
import {
  agency,
  change,
  cosignerKey,
  epoch,
  logKey,
  network,
  THIS_NETWORK,
  validator,
  validatorKey,
} from "./schema.js";
import { addressOf } from "./validators.js";

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
    name: "governance: an agency of the open epoch has one open key of each kind, a former one none; each lists all of its keys",
    broken: (reader, records) => {
      const standing = reader.read(network, THIS_NETWORK)?.value;
      for (const { id, value } of records(agency)) {
        for (const [record, listed] of [
          [logKey, value.logKeys],
          [cosignerKey, value.cosignerKeys],
        ] as const) {
          const keys = [...records(record)].filter((key) => key.value.agency === id);
          if (keys.length !== listed.length) return `keys of ${id}`;
          if (!keys.every((key) => listed.includes(key.id))) return `keys of ${id}`;
          const open = listed.filter((keyId) => reader.read(record, keyId)?.value.to === null);
          if (open.length !== (standing?.agencies.includes(id) ? 1 : 0)) {
            return `open keys of ${id}`;
          }
        }
      }
      return null;
    },
  },
  {
    name: "governance: the network lists every agency once, and the open epoch's threshold is one of theirs",
    broken: (reader, records) => {
      const standing = reader.read(network, THIS_NETWORK)?.value;
      const open = reader.read(epoch, String((standing?.epochs ?? 0) - 1))?.value;
      if (standing === undefined || open === undefined) return "no open epoch";
      const listed = [...standing.agencies, ...(standing.former ?? [])].sort();
      const names = [...records(agency)].map(({ id }) => id).sort();
      if (listed.join() !== names.join()) return listed.join();
      const { length } = standing.agencies;
      const fits = open.threshold >= leastThreshold(length) && open.threshold <= length;
      return fits ? null : `threshold ${open.threshold} of ${length}`;
    },
  },
  {
    name: "governance: a change is in force from where its epoch closed, and only the open epoch's waits",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(change)) {
        const closed = reader.read(epoch, id)?.value;
        const next = reader.read(epoch, String(Number(id) + 1))?.value;
        if (closed?.to !== value.inForce) return `change ${id}`;
        if (next?.threshold !== (value.inForce === null ? undefined : value.threshold)) {
          return `threshold after change ${id}`;
        }
      }
      return null;
    },
  },
  {
    name: "governance: a validator is an agency of the open epoch, under a key that is bound to it alone",
    broken: (reader, records) => {
      const agencies = reader.read(network, THIS_NETWORK)?.value.agencies ?? [];
      for (const { id, value } of records(validator)) {
        const bound = reader.read(validatorKey, addressOf(value.key))?.value;
        if (!agencies.includes(id) || bound?.agency !== id) return `validator ${id}`;
      }
      return null;
    },
  },
  {
    name: "governance: a proposal is closed or has a deadline to come, and ballots are of proposals",
    ofEach: true,
    broken: (reader, records) => {
      for (const { id, value } of records(proposal)) {
        const { state, proposed, deadline, closed } = value;
        const isOpen = state === "open";
        if (isOpen !== (closed === null) || deadline <= proposed) return `proposal ${id}`;
      }
      for (const { id } of records(ballot)) {
        const [of = ""] = id.split("~");
        if (reader.read(proposal, of) === undefined) return `ballot ${id}`;
      }
      return null;
    },
  },
  {
    name: "governance: an accreditation is one that the agencies decided on",
    broken: (_, records) => {
      const decided = new Set<string>();
      for (const { value } of records(proposal)) {
        const { state, action } = value;
        if (state !== "accepted" || action.kind !== "accredit") continue;
        decided.add(`${action.organisation} ${toHex(action.digest)}`);
      }
      for (const { id, value } of records(accreditation)) {
        if (!decided.has(`${id} ${toHex(value.digest)}`)) return `accreditation ${id}`;
      }
      return null;
    },
  },
  {
    name: "governance: the law has one entry a field and algorithm, and versions that rise with their heights",
    ofEach: true,
    broken: (_, records) => {
      for (const { value } of records(law)) {
        const fields = new Set(value.publicity.map(({ field }) => field));
        const algorithms = new Set(value.algorithms.map(({ algorithm }) => algorithm));
        if (fields.size < value.publicity.length) return "a field twice";
        if (algorithms.size < value.algorithms.length) return "an algorithm twice";
        for (const [i, { module, version, height }] of value.versions.entries()) {
          const before = value.versions.slice(0, i).findLast((one) => one.module === module);
          if (before && (before.version >= version || before.height >= height)) return module;
        }
      }
      return null;
    },
  },
];
