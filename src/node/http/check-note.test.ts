import { expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { formatNote, parseNote } from "../../crypto/note.js";
import { checkNote } from "./check-note.js";

it("tells who cosigned, and lets nothing count in a note that does not hold", async () => {
  const { node } = await Served.start();
  const note = node.opened.published.publication?.note ?? "";
  const trust = node.trust();
  const { quorum, signed, fault } = checkNote(note, trust);
  expect({ quorum, fault, names: [...signed.keys()] }).toEqual({
    quorum: 2,
    fault: null,
    names: ["registry", "treasury"],
  });

  const { text, signatures } = parseNote(note);
  const without = signatures.filter(({ name }) => name !== "treasury");
  const few = checkNote(formatNote({ text, signatures: without }), trust);
  expect(few.fault).toBeNull();
  expect([...few.signed.keys()]).toEqual(["registry"]);

  const forged = signatures.map((line) => {
    const signature = line.signature.slice();
    if (line.name === "treasury") signature[0] = (signature[0] ?? 0) ^ 1;
    return { ...line, signature };
  });
  const bad = checkNote(formatNote({ text, signatures: forged }), trust);
  expect(bad.fault?.code).toMatch(/^(?:NOTE_SIGNATURE|COSIGNATURE_TIME)$/);
  expect(bad.signed.size).toBe(0);
});
