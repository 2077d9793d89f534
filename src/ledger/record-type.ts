import { z } from "zod";
import type { Cbor } from "../codec/cbor-value.js";
import { DERIVES_NOTHING, type Derived } from "./state.js";

/**
 * Who may see a field: `open` it stands on the ledger; `closed` a salted commitment of it does;
 * `absent` it must not. The network's publicity table decides; this is what a record type proposes.
 */
export const publicities = ["open", "closed", "absent"] as const;
export type Publicity = (typeof publicities)[number];

/** 32 bytes: a commitment (opened by member 8 of a receipt), a hash or a thumbprint. */
export const bytes32 = z.custom<Uint8Array>((v) => v instanceof Uint8Array && v.length === 32);
/** An unsigned integer of the formats: at most 2⁵³ − 1. */
export const uint = z.int().min(0);
/** ms since 1970. */
export const time = uint;
/** One segment of a key. */
export const segment = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9._~-]+$/)
  .refine((text) => text !== "." && text !== "..");

/** A kind of fact that a module writes: its place, its shape, and for every field who may see it. */
export type RecordType<Value extends Cbor = Cbor> = {
  /** Two segments: the module's name and the record's. */
  readonly prefix: `${string}/${string}`;
  readonly publicity: Readonly<Record<string, Publicity>>;
  /** Of a value from outside, or from a log that somebody else wrote. @throws what zod throws */
  readonly parse: (value: Cbor) => Value;
  /**
   * Of a value that execution wrote: TypeScript saw to its shape then, and parsing it once more would
   * cost more than the signature. Never for a value from outside.
   */
  readonly written: (value: Cbor) => Value;
  /**
   * Lists that hold the fact and the time when `onTime` must act on it: functions of the fact alone.
   * Null where it derives nothing of any value.
   */
  readonly derive: ((id: string, value: Cbor | undefined) => Derived) | null;
};

/** Declares a record. */
export function recordType<Value extends Cbor & object>(definition: {
  prefix: `${string}/${string}`;
  schema: z.ZodType<Value>;
  publicity: Record<keyof Value & string, Publicity>;
  lists?: (id: string, value: Value) => readonly string[];
  deadline?: (id: string, value: Value) => number | null;
}): RecordType<Value> {
  const { prefix, schema, publicity, lists, deadline } = definition;
  const derives = lists !== undefined || deadline !== undefined;
  const written = (value: Cbor) => value as Value;
  return {
    prefix,
    publicity,
    parse: (value) => schema.parse(value),
    written,
    derive: derives
      ? (id, encoded) => {
          if (encoded === undefined) return DERIVES_NOTHING;
          const value = written(encoded);
          return { lists: lists?.(id, value) ?? [], deadline: deadline?.(id, value) ?? null };
        }
      : null,
  };
}

export const recordKey = (record: RecordType, id: string): string => `${record.prefix}/${id}`;
