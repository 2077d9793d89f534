import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paperCode, secretOfPaperCode } from "./paper-code.js";

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const zero = new Uint8Array(32);

describe("a paper code", () => {
  it("is fourteen groups of four", () => {
    expect(paperCode(zero)).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it("comes back, however it is typed", () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const code = paperCode(secret);
        expect(secretOfPaperCode(code)).toEqual(secret);
        const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o");
        expect(secretOfPaperCode(` ${typed.replaceAll("1", "l")}\n`)).toEqual(secret);
      }),
    );
  });

  it("with one character changed is refused", () => {
    fc.assert(
      fc.property(secrets, fc.nat(55), (secret, place) => {
        const text = paperCode(secret).replaceAll("-", "");
        const other = text[place] === "7" ? "8" : "7";
        const wrong = text.slice(0, place) + other + text.slice(place + 1);
        expect(() => secretOfPaperCode(wrong)).toThrow(
          expect.objectContaining({ code: "PAPER_CODE" }),
        );
      }),
    );
  });

  it.each(["", "0000", "not a code!", "É".repeat(56), `${paperCode(zero)}-0000`])(
    "%j is none",
    (typed) => {
      expect(() => secretOfPaperCode(typed)).toThrow(
        expect.objectContaining({ code: "PAPER_CODE" }),
      );
    },
  );
});
