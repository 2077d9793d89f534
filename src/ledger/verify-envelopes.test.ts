import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.js";
import { type CounterfoilError, isCoded } from "../base/errors.js";
import { fromHex } from "../base/text.js";
import { signatureBatch } from "../node/kernel.js";
import type { Envelope } from "./envelope.js";
import { verifyEnvelope } from "./verify-envelope.js";
import { verifyEnvelopes } from "./verify-envelopes.js";

type Case = { envelope: string; network: string };
const cases = vectorFile<Case>("envelope.json")?.cases ?? [];
const networks = new Map(cases.map(({ network }) => [network, fromHex(network)]));

const answerOf = (given: Envelope | CounterfoilError) =>
  isCoded(given) ? { code: given.code, facts: given.facts } : given;

function alone(bytes: Uint8Array, network: Uint8Array) {
  try {
    return verifyEnvelope(bytes, network, "exact");
  } catch (error) {
    if (isCoded(error)) return answerOf(error);
    throw error;
  }
}

describe.runIf(cases.length > 0)("envelopes together", () => {
  it.each([...networks.values()])(
    "answer as each does alone, good and bad ones mixed",
    (network) => {
      const many = cases.map(
        ({ envelope }) => ({ bytes: fromHex(envelope), rule: "exact" }) as const,
      );
      const expected = many.map(({ bytes }) => alone(bytes, network));
      for (const batch of [signatureBatch(), null]) {
        expect(verifyEnvelopes(many, network, batch).map(answerOf)).toEqual(expected);
      }
    },
  );

  it("are none where none are given", () => {
    expect(verifyEnvelopes([], new Uint8Array(32), signatureBatch())).toEqual([]);
  });
});
