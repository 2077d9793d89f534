import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { READS_IN_ROOT } from "../../ledger/read-tree.js";
import { decodeTransaction } from "../../ledger/transaction.js";
import { reads, readsOf } from "../../modules/identity/schema.js";
import { Publisher } from "./publisher.js";
import { ReadLog } from "./read-log.js";

const A = "a".repeat(32);
const secret = new Uint8Array(32).fill(5);
const PERIOD_MS = 1000;
const service = signer(4);
const genesis = genesisOf([
  { name: "registry", officers: [{ handle: "service", seed: 4, role: "directory" }] },
]);
let network: TestNetwork;
let path: string;
let sent: string[];
/** Stands between the directory and the ledger: what becomes of the next transactions. */
let fate: ("lost" | "unheard")[];

beforeEach(() => {
  network = new TestNetwork(genesis);
  path = join(tempDir(), "reads.log");
  [sent, fate] = [[], []];
});

/** A process that keeps this directory, begun anew. */
function begin(log = new ReadLog(path, secret, () => secret)) {
  const publisher = new Publisher(log, {
    ...{ network: network.id, organisation: "registry", signer: service, periodMs: PERIOD_MS },
    reader: () => network.reader,
    now: () => network.time,
    submit: async (bytes) => {
      const what = fate.shift();
      if (what === "lost") throw new TypeError("the node stops");
      const transaction = decodeTransaction(bytes);
      const code = network.ledger.execute(network.time, null, [transaction])?.results[0]?.code;
      sent.push(code ?? "nothing");
      if (what === "unheard") throw new TypeError("the node stops");
      return code ?? "nothing";
    },
  });
  const read = (time: number) =>
    log.add([
      {
        ...{ handle: A, time, by: "clerk", capacity: "registrar" },
        ...{ organisation: "registry", purpose: "registration" },
      },
    ]);
  return { log, publisher, read };
}
const count = () => network.reader.read(readsOf, "registry")?.value.count ?? 0;
const stands = (number: number) => network.reader.read(reads, `registry~${number}`)?.value;

describe("publishing", () => {
  it("adds nothing to a ledger whose directory nobody reads", async () => {
    const { publisher } = begin();
    network.time += 100 * PERIOD_MS;
    await publisher.publishDue();
    expect(sent).toEqual([]);
  });

  it("has one root a period from the first read on", async () => {
    const { publisher, read, log } = begin();
    read(network.time);
    network.time += PERIOD_MS - 1;
    await publisher.publishDue();
    expect(count()).toBe(0);
    network.time += 1;
    await publisher.publishDue();
    expect(stands(1)).toMatchObject({ from: 0, to: start + PERIOD_MS, root: log.treeOf(0).root });
    network.time += PERIOD_MS;
    await Promise.all([publisher.publishDue(), publisher.publishDue()]);
    expect(stands(2)).toMatchObject({ from: start + PERIOD_MS, to: start + 2 * PERIOD_MS });
    expect(count()).toBe(2);
    expect(network.broken()).toEqual([]);
  });

  it("has several for a period with more reads than one takes", async () => {
    const { publisher, read } = begin();
    for (let i = 0; i <= READS_IN_ROOT; i++) read(network.time);
    network.time += PERIOD_MS;
    await publisher.publishDue();
    expect([count(), stands(2)?.from, stands(2)?.to]).toEqual([2, network.time, network.time]);
    expect(network.broken()).toEqual([]);
  });

  it.each([
    ["was lost on its way", "lost"],
    ["stands there though nobody heard", "unheard"],
  ] as const)("brings the same root once, where it %s", async (_, what) => {
    const first = begin();
    first.read(network.time);
    network.time += PERIOD_MS;
    fate.push(what);
    await expect(first.publisher.publishDue()).rejects.toThrow("the node stops");
    const { root } = first.log.treeOf(0);
    first.log.close();

    const again = begin();
    again.read(network.time);
    await again.publisher.publishDue();
    expect([count(), stands(1)?.root]).toEqual([1, root]);
    expect(again.log.periods).toMatchObject([{ reads: 1, number: 1 }]);
    expect(again.log.open).toBe(1);
    expect(sent).toEqual(["ok"]);
  });

  it("goes on where the ledger has later roots than a directory from a backup knows", async () => {
    const lost = begin();
    lost.read(network.time);
    network.time += PERIOD_MS;
    await lost.publisher.publishDue();
    network.time += PERIOD_MS;
    await lost.publisher.publishDue();
    lost.log.close();
    path = join(tempDir(), "reads.log");
    const { publisher, read, log } = begin();
    read(network.time - 1);
    network.time += PERIOD_MS;
    await publisher.publishDue();
    expect(log.periods.map(({ number }) => number)).toEqual([3]);
    expect(network.broken()).toEqual([]);
  });

  it("tries again a period later where the ledger refuses", async () => {
    const { publisher, read, log } = begin();
    read(network.time);
    const keyId = toHex(service.thumbprint);
    expect(network.run("identity.revokeKey", { keyId }, service)).toBe("ok");
    network.time += PERIOD_MS;
    const refused = { code: "DIRECTORY_PUBLISH", facts: { code: "IDENTITY_KEY_REVOKED" } };
    await expect(publisher.publishDue()).rejects.toMatchObject(refused);
    await publisher.publishDue();
    expect(sent).toEqual(["IDENTITY_KEY_REVOKED"]);
    network.time += PERIOD_MS;
    await expect(publisher.publishDue()).rejects.toMatchObject(refused);
    expect(log.periods).toMatchObject([{ number: null }]);
  });
});
