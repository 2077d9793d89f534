import { describe, expect, it } from "vitest";
import { decodeCbor } from "../codec/cbor-decode.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import type { Cbor } from "../codec/cbor-value.js";
import { p256Signer, seedSigner } from "../crypto/signer.js";
import { type ReadRequest, signReadRequest, verifyReadRequest } from "./read-request.js";

const request: ReadRequest = {
  network: new Uint8Array(32).fill(1),
  node: new Uint8Array(32).fill(2),
  path: "/api/v1/drafts/ab",
  time: 1e12,
};
const { node, ...rest } = request;
const expected = { ...rest, nodes: [new Uint8Array(32).fill(7), node] };
const parts = (bytes: Uint8Array) => decodeCbor(bytes) as [Cbor, Cbor, Cbor, Cbor];
const signers = [seedSigner(new Uint8Array(32).fill(5)), p256Signer(new Uint8Array(32).fill(5))];

describe.each(signers)("a request to read, signed by $publicKey.kind", (signer) => {
  it("names the key that signed it", async () => {
    const bytes = await signReadRequest(request, signer);
    expect(verifyReadRequest(bytes, expected)).toEqual(signer.thumbprint);
  });

  it.each([
    ["READ_OTHER", { network: new Uint8Array(32) }],
    ["READ_OTHER", { nodes: [new Uint8Array(32)] }],
    ["READ_OTHER", { path: "/api/v1/drafts/ac" }],
    ["READ_TIME", { time: 1e12 + 300_001 }],
    ["READ_TIME", { time: 1e12 - 300_001 }],
  ])("is refused with %s where it was not signed for this", async (code, other) => {
    const bytes = await signReadRequest(request, signer);
    expect(() => verifyReadRequest(bytes, { ...expected, ...other })).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it("is refused with anything in its unprotected header, which nobody has signed", async () => {
    const [header, , payload, signature] = parts(await signReadRequest(request, signer));
    for (const unprotected of [null, [], 0, { a: 1 }, new Map([[4, new Uint8Array(1)]])]) {
      const changed = encodeCbor([header, unprotected, payload, signature]);
      expect(() => verifyReadRequest(changed, expected)).toThrowError(
        expect.objectContaining({ code: "READ_FORM" }),
      );
    }
  });

  it("is refused whatever byte of it is turned", async () => {
    const bytes = await signReadRequest(request, signer);
    for (let i = 0; i < bytes.length; i++) {
      const turned = bytes.slice();
      turned[i] = (turned[i] as number) ^ 1;
      expect(() => verifyReadRequest(turned, expected)).toThrowError(
        expect.objectContaining({ name: "CounterfoilError" }),
      );
    }
  });
});
