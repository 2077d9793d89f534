import type { z } from "zod";

/** What an answer of one status holds: JSON by a schema, or bytes. */
export type AnswerType =
  | { readonly type: "application/json"; readonly schema: z.ZodType }
  | { readonly type: "application/cbor" };

export type BodyType = {
  readonly type: string;
  readonly description: string;
  /** Longer ones are refused before they are read. */
  readonly maxBytes: number;
};

/**
 * One address of the API: the only definition of it. Server, client and OpenAPI document are made
 * from it. Every route may also answer any error status with `errorBody`.
 */
export type Route = {
  readonly method: "GET" | "POST";
  /** With parameters as `{id}`. */
  readonly path: `/api/v1/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  /** Codecs from text: a server decodes with them, a client encodes. */
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly bodies: readonly BodyType[];
  /** By status: every answer that is not an error. */
  readonly answers: Readonly<Record<number, AnswerType>>;
  /** Statuses of the errors that this route is known for. */
  readonly errors: readonly number[];
};

/** Keeps the route's own type, so that handlers and clients follow from it. */
export const defineRoute = <const R extends Route>(route: R): R => route;

/** An answer in JSON. */
export const answers = <Schema extends z.ZodType>(schema: Schema) =>
  ({ type: "application/json", schema }) as const;
export const cborBytes = { type: "application/cbor" } as const;

/** Decoded parameters, as a handler sees them and a caller gives them. */
export type Input<R extends Route> = {
  readonly params: z.output<R["params"]>;
  readonly query: z.output<R["query"]>;
};

type BodyOf<Answer extends AnswerType> = Answer extends { readonly schema: infer Schema }
  ? Schema extends z.ZodType
    ? z.output<Schema>
    : never
  : Uint8Array;

/** Every answer that is not an error. */
export type Answer<R extends Route> = {
  [Status in keyof R["answers"] & number]: {
    readonly status: Status;
    readonly body: BodyOf<R["answers"][Status]>;
  };
}[keyof R["answers"] & number];
