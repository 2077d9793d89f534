import { z } from "zod";

const handle = z.strictObject({
  handle: z.string(),
  /** Its number on the secret. */
  number: z.int(),
  /** Of its key. */
  version: z.int(),
  /** What its commitments on the ledger hide; salts in hex. */
  openings: z.array(z.strictObject({ salt: z.string(), path: z.string(), value: z.string() })),
  /** ms since 1970. */
  made: z.int(),
  /** The title that it holds a share of; null where it waits for a holding. */
  title: z.string().nullable(),
});

/** Who can be tried at one click in a demonstration: with all that makes them who they are. */
const persona = z.strictObject({
  id: z.string(),
  role: z.enum(["seller", "coOwner", "buyer", "registrar"]),
  name: z.string(),
  /** Titles that they hold, with what people call them. */
  holds: z.array(z.strictObject({ title: z.string(), address: z.string() })),
  /** Where an official decides. */
  district: z.string().nullable(),
  /** Of a person: the secret as a paper code, and the handles that it yields. */
  person: z.strictObject({ paperCode: z.string(), handles: z.array(handle) }).nullable(),
  /** Of an official: the text of a key file. */
  keyFile: z.string().nullable(),
});
export type Persona = z.infer<typeof persona>;

/** `DIR/demo/personas.json`, and what `/demo/personas.json` answers. */
export const personasFile = z.strictObject({
  version: z.literal(1),
  personas: z.array(persona),
});
export type Personas = z.infer<typeof personasFile>;
