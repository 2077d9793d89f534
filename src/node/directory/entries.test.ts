import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Entries } from "./entries.js";
import { Vault } from "./vault.js";

const registrar = "ab".repeat(32);
const handleOf = (n: number): string => n.toString(16).padStart(32, "0");

/** Nobody of them is on the ledger. */
const reader = { read: () => undefined, members: () => [] };

function ask(entries: Entries, place: string, n: number): void {
  const bytes = new Uint8Array(32);
  const commitments = { name: bytes, number: bytes, birthDate: bytes };
  const key = { coseKey: bytes, algorithm: -8, webauthn: null } as const;
  const more = { assurance: "low", organisation: "registry" } as const;
  const person = { name: "Ana Dias", number: "1", birthDate: "1980-02-29" };
  const body = { handle: handleOf(n), key, ...commitments, ...more };
  const ids = { id: `id${n}`, keyId: `key${n}`, registrar };
  entries.ask({ ...ids, body, person, validUntil: 100 }, bytes, [], { place, time: n });
}

function entriesWith(places: readonly string[]): Entries {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-entries-"));
  const entries = new Entries(new Vault(dir, new Uint8Array(32)));
  for (const [n, place] of places.entries()) ask(entries, place, n);
  return entries;
}

it("shows one place's many requests after the first of every other", () => {
  const entries = entriesWith(["a", "a", "a", "b", "a", "b", "c"]);
  const order = entries.waitingFor(registrar, reader, 50);
  expect(order).toEqual([0, 3, 6, 1, 5, 2, 4].map(handleOf));
});

/** Asks from a place until there is no room for it. */
function fill(entries: Entries, place: string, from: number): number {
  for (let count = 0; ; count++) {
    try {
      ask(entries, place, from + count);
    } catch (error) {
      expect(error).toMatchObject({ code: "DIRECTORY_FULL" });
      return count;
    }
  }
}

it("gives a place the less the more wait already, so that many together cannot fill it", () => {
  const entries = entriesWith([]);
  let total = 0;
  const counts = Array.from({ length: 6 }, (_, i) => {
    const count = fill(entries, `place ${i}`, total);
    total += count;
    return count;
  });
  expect(counts).toEqual([100, 99, 98, 97, 96, 95]);
});
