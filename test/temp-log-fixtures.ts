import { utf8Encode } from "../src/base/text.js";

export const testNetworkId = new Uint8Array(32).fill(0xa7);

/** A block of `count` leaves from fact `first` on, each telling its index; the last begins like a seal. */
export function testBlock(first: number, count: number, padding = 0): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const kind = i === count - 1 ? "\x64seal\x00" : "\x64fact\x01";
    return Uint8Array.of(0x85, 1, ...utf8Encode(`${kind}${first + i}${"·".repeat(padding)}`));
  });
}

export function testNote(size: number): string {
  return `counterfoil/test/a7a7a7a7\n${size}\nroot\n\n— somebody signature\n`;
}
