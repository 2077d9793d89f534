import { afterEach, describe, expect, it, vi } from "vitest";
import vectors from "../../../../vectors/crypto-trust.json" with { type: "json" };
import { fromHex, toHex } from "../../../base/text.js";
import { type TrustStore, trustOf } from "./receipts.js";
import type { KeptTrust } from "./store.js";

const [vector] = vectors.cases;
const here = vector?.trust.genesis ?? "";
/** Another network of the same origin, which has only the id's beginning in it. */
const elsewhere = `${here.slice(0, 8)}${"22".repeat(28)}`;
const trustText = (genesis: string): string => JSON.stringify({ ...vector?.trust, genesis });

afterEach(() => vi.unstubAllGlobals());

/** What a device that keeps this goes by in the end, at a node of the network `here`. */
async function gone(kept: { genesis: string; from: KeptTrust["from"] } | null) {
  vi.stubGlobal("fetch", async () => new Response(trustText(here)));
  let own = kept === null ? undefined : { text: trustText(kept.genesis), from: kept.from, kept: 0 };
  const store: TrustStore = {
    get: async () => own,
    put: async (_, trust) => {
      own = trust;
    },
  };
  const trust = await trustOf({ store, network: fromHex(here) });
  return { genesis: toHex(trust.genesis), from: own?.from };
}

describe("the trust file of a device", () => {
  it("is the node's the first time, and stays", async () => {
    expect(await gone(null)).toEqual({ genesis: here, from: "node" });
    expect(await gone({ genesis: here, from: "file" })).toEqual({ genesis: here, from: "file" });
  });

  it("is taken anew where a node of another network gave it", async () => {
    const before = { genesis: elsewhere, from: "node" } as const;
    expect(await gone(before)).toEqual({ genesis: here, from: "node" });
  });

  it("is never exchanged where the person chose it", async () => {
    const chosen = { genesis: elsewhere, from: "file" } as const;
    expect(await gone(chosen)).toEqual(chosen);
  });
});
