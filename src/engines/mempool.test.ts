import { describe, expect, it } from "vitest";
import { genesisOf, signer, TestNetwork } from "../../test/network.js";
import { isCoded } from "../base/errors.js";
import type { Transaction } from "../ledger/transaction.js";
import { Mempool } from "./mempool.js";

const limits = { transactions: 8, bytes: 100_000 };
const note = (network: TestNetwork, seed: number) =>
  network.transaction("identity.dismiss", { handle: "nobody", role: "registrar" }, signer(seed));

describe("the mempool", () => {
  const network = new TestNetwork(genesisOf([{ name: "registry", officers: [] }]));
  const sender = ({ payload }: Transaction) => payload.signers[0];

  it("lets senders take turns, each in the order of coming", () => {
    const pool = new Mempool(limits);
    const flood = Array.from({ length: 4 }, () => note(network, 5));
    const others = [note(network, 6), note(network, 7)];
    for (const transaction of [...flood, ...others]) pool.add(transaction);
    expect(pool.take(3).map(sender)).toEqual(
      [flood[0], ...others].map((t) => sender(t as Transaction)),
    );
    expect(pool.take(9)).toEqual(flood.slice(1));
    expect(pool.size).toBe(0);
  });

  it("gives one sender as much as there is room left, and somebody new always some", () => {
    const pool = new Mempool(limits);
    const most = (seed: number) => {
      for (let count = 0; ; count++) {
        try {
          pool.add(note(network, seed));
        } catch (error) {
          return { count, code: isCoded(error) && error.code };
        }
      }
    };
    expect([5, 6, 7].map(most)).toEqual(
      [4, 2, 1].map((count) => ({ count, code: "ENGINE_SENDER_FULL" })),
    );
    expect([8, 9].map(most)).toEqual([1, 0].map((count) => ({ count, code: "ENGINE_FULL" })));
  });

  it("counts bytes in the same way", () => {
    const size = note(network, 5).bytes.length;
    const pool = new Mempool({ transactions: 100, bytes: 4 * size });
    for (const seed of [5, 5, 6]) pool.add(note(network, seed));
    expect(() => pool.add(note(network, 5))).toThrowError(
      expect.objectContaining({ code: "ENGINE_SENDER_FULL" }),
    );
    pool.add(note(network, 7));
    expect(() => pool.add(note(network, 8))).toThrowError(
      expect.objectContaining({ code: "ENGINE_FULL" }),
    );
  });

  it("takes back what a block had no room for, in its place", () => {
    const pool = new Mempool(limits);
    const transactions = Array.from({ length: 4 }, () => note(network, 5));
    for (const transaction of transactions) pool.add(transaction);
    pool.giveBack(pool.take(3).slice(1));
    expect(pool.take(9)).toEqual(transactions.slice(1));
  });
});
