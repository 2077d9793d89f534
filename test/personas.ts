import type { Persona, Personas } from "../src/portal/demo/personas.js";
import { paperCode } from "../src/sdk/paper-code.js";

const secret = new Uint8Array(32).fill(7);
const handle = (number: number, title: string | null) => ({
  handle: String(number).repeat(32),
  number,
  version: 0,
  openings: [{ salt: "ab".repeat(32), path: "/name", value: "Ana Dias" }],
  made: 1_760_000_000_000,
  title,
});
const seller: Persona = {
  id: "person-1",
  role: "seller",
  name: "Ana Dias",
  holds: [{ title: "NG-0042", address: "12 Mill Lane, Northgate" }],
  district: null,
  person: { paperCode: paperCode(secret), handles: [handle(0, "NG-0042"), handle(1, null)] },
  keyFile: null,
};
const buyer: Persona = {
  ...seller,
  id: "person-2",
  role: "buyer",
  name: "Davit Orsolo",
  holds: [],
  person: { paperCode: paperCode(secret), handles: [] },
};
const registrar: Persona = {
  ...buyer,
  id: "registrar",
  role: "registrar",
  name: "Berta Lanz",
  district: "Northgate",
  person: null,
  keyFile: "{}",
};

/** Some whom one can be in a demonstration. */
export const personas: Personas = { version: 1, personas: [seller, buyer, registrar] };
