import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../base/text.js";
import { seedSigner } from "../crypto/signer.js";
import { decodeDraft } from "../ledger/envelope.js";
import { askingOf } from "./asking.js";
import { deriverOf, enrolment, handleOf } from "./holder.js";
import { newTransaction } from "./transaction.js";

const network = new Uint8Array(32).fill(1);
const derive = deriverOf(new Uint8Array(32).fill(2));
const registrar = seedSigner(new Uint8Array(32).fill(3)).thumbprint;
const person = { name: "Ana Dias", number: "810114-22", birthDate: "1981-01-14" };
const validUntil = 1_800_000_000_000;

async function asked() {
  const handle = await handleOf(derive, network, 0);
  const terms = { network, handle, person, registrar, validUntil } as const;
  const more = { assurance: "substantial", organisation: "registry" } as const;
  const { draft, openings } = await enrolment(derive, { ...terms, ...more });
  const shown = openings.map(({ salt, ...rest }) => ({ ...rest, salt: toHex(salt) }));
  return { handle, id: toHex(decodeDraft(draft).id), envelope: toHex(draft), openings: shown };
}

describe("who asks for a code", () => {
  it("is told from the draft that would be signed", async () => {
    const { handle, ...rest } = await asked();
    const more = { assurance: "substantial", organisation: "registry", validUntil };
    expect(askingOf(rest, network)).toEqual({ person, handle, ...more });
  });

  it("is nobody where the draft is for another network", async () => {
    expect(askingOf(await asked(), new Uint8Array(32))).toBeNull();
  });

  it("is nobody where the openings are another person's", async () => {
    const given = await asked();
    const other = given.openings.map((opening) => ({ ...opening, value: "Bo Eck" }));
    expect(askingOf({ ...given, openings: other }, network)).toBeNull();
  });

  it("is nobody where the draft is another than the one that was named", async () => {
    expect(askingOf({ ...(await asked()), id: "00".repeat(32) }, network)).toBeNull();
  });

  it.each([
    ["of another type", "identity.appoint", {}],
    ["of a body with more in it", "identity.enrol", { more: true }],
  ])("is nobody where the draft is %s", async (_, type, more) => {
    const { envelope, openings } = await asked();
    const { body } = decodeDraft(fromHex(envelope)).payload;
    const changed = { ...Object(body), ...more };
    const terms = { network, type, body: changed, validUntil, signers: [registrar] };
    const draft = newTransaction(terms);
    const id = toHex(decodeDraft(draft).id);
    expect(askingOf({ id, envelope: toHex(draft), openings }, network)).toBeNull();
  });

  it("is nobody where there is no draft at all", () => {
    expect(askingOf({ id: "", envelope: "00", openings: [] }, network)).toBeNull();
  });
});
