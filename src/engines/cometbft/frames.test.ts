import { BinaryWriter } from "cosmjs-types/binary";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { expect, it } from "vitest";
import { concatBytes } from "../../base/bytes.js";
import { encodeResponse, FrameReader } from "./frames.js";

const coded = (code: string) => expect.objectContaining({ code });

function framed(request: Partial<Request>): Uint8Array {
  const message = Request.encode(Request.fromPartial(request)).finish();
  return concatBytes(new BinaryWriter().uint32(message.length).finish(), message);
}

const request = fc.oneof(
  fc.constant<Partial<Request>>({ flush: {} }),
  fc.string().map((message): Partial<Request> => ({ echo: { message } })),
  fc.uint8Array({ maxLength: 400 }).map((tx): Partial<Request> => ({ checkTx: { tx, type: 0 } })),
);

it("reads the same requests however the stream is cut", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 12 }), cuts, (requests, sizes) => {
      const stream = concatBytes(...requests.map(framed));
      const reader = new FrameReader();
      const read: Request[] = [];
      let at = 0;
      for (const size of [...sizes, stream.length]) {
        read.push(...reader.push(stream.slice(at, at + size)));
        at += size;
      }
      expect(read).toEqual(requests.map((each) => Request.fromPartial(each)));
    }),
  );
});

it.each<[string, string, Uint8Array]>([
  ["longer than a block", "COMET_FRAME_SIZE", new BinaryWriter().uint32(2 ** 27).finish()],
  ["of a length that does not end", "COMET_FRAME", new Uint8Array(8).fill(0x80)],
  ["that is no request", "COMET_FRAME", Uint8Array.of(3, 0xff, 0xff, 0xff)],
])("refuses a message %s", (_, code, bytes) => {
  expect(() => new FrameReader().push(bytes)).toThrowError(coded(code));
});

it("writes a response behind its length", () => {
  const bytes = encodeResponse({ echo: { message: "hello" } });
  expect(bytes[0]).toBe(bytes.length - 1);
  expect(Response.decode(bytes.subarray(1)).echo).toEqual({ message: "hello" });
});
