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

function entriesWith(places: readonly string[]): Entries {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-entries-"));
  const entries = new Entries(new Vault(dir, new Uint8Array(32)));
  for (const [n, place] of places.entries()) {
    const bytes = new Uint8Array(32);
    const commitments = { name: bytes, number: bytes, birthDate: bytes };
    const key = { coseKey: bytes, algorithm: -8, webauthn: null } as const;
    const more = { assurance: "low", organisation: "registry" } as const;
    const person = { name: "Ana Dias", number: "1", birthDate: "1980-02-29" };
    const body = { handle: handleOf(n), key, ...commitments, ...more };
    const ids = { id: `id${n}`, keyId: `key${n}`, registrar };
    entries.ask({ ...ids, body, person, validUntil: 100 }, bytes, [], { place, time: n });
  }
  return entries;
}

it("shows one place's many requests after the first of every other", () => {
  const entries = entriesWith(["a", "a", "a", "b", "a", "b", "c"]);
  const order = entries.waitingFor(registrar, reader, 50);
  expect(order).toEqual([0, 3, 6, 1, 5, 2, 4].map(handleOf));
});
