import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { foundNetwork } from "../../../test/copies.js";
import { collectGarbage } from "../../../test/garbage.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { type OpenedLedger, openLedger } from "../open-ledger.js";
import { Signers } from "../signers.js";
import { CosignedPublisher } from "./cosigned-publisher.js";

/** The stores of a network of one agency, as if its log had come from a copy. */
async function restored(signsFrom: (opened: OpenedLedger) => { size: number; root: string }) {
  const data = foundNetwork(tempDir());
  const quiet = { onRecovery: () => {}, onRebuild: () => {}, onCatchUp: () => {} };
  const opened = await openLedger(data, quiet);
  onTestFinished(() => opened.close());
  const consortium = { rpc: "http://127.0.0.1:1", peers: [], signsFrom: signsFrom(opened) };
  const signers = new Signers(data);
  const cosigning = {
    peers: [],
    options: { againMs: 1000, patienceMs: 1000 },
    signers: signers.now.bind(signers),
    logger: pino({ level: "silent" }),
    onFork: () => {},
    onHopeless: () => {},
  };
  const stores = { ...opened, config: { ...opened.config, consortium } };
  return { opened, publisher: new CosignedPublisher(stores, cosigning, Date.now) };
}

const standing = ({ ledger }: OpenedLedger) => {
  const { frontier } = ledger.head;
  return { size: frontier.size, root: toHex(frontier.root()) };
};

describe("an agency whose log came from an older copy", () => {
  it("signs nothing before the log is where it last signed", async () => {
    const { opened, publisher } = await restored((opened) => {
      return { ...standing(opened), size: standing(opened).size + 1 };
    });
    await publisher.begin();
    expect([publisher.own, opened.published.publication]).toEqual([null, null]);
  });

  it("signs again once it is there", async () => {
    const { opened, publisher } = await restored(standing);
    await publisher.begin();
    expect(publisher.own).toContain("\n— registry ");
    expect(opened.published.size).toBe(standing(opened).size);
  });

  it("signs nothing of another history", async () => {
    const { publisher } = await restored((opened) => ({
      ...standing(opened),
      root: "00".repeat(32),
    }));
    await expect(publisher.begin()).rejects.toMatchObject({ code: "BACKUP_FORK" });
    expect(publisher.own).toBeNull();
  });
});

it("keeps no block until the others have signed it, which may be long", async () => {
  const { opened, publisher } = await restored((opened) => {
    return { ...standing(opened), size: standing(opened).size + 9 };
  });
  await publisher.begin();
  const grow = () => {
    const block = opened.ledger.execute(
      Date.now(),
      [[new Uint8Array(20), "duplicate-vote", 1, 1]],
      [],
    );
    if (block === null) expect.unreachable();
    void publisher.publish(block);
    return new WeakRef(block);
  };
  const [first] = [grow(), grow()];
  await collectGarbage();
  expect(first?.deref()?.height).toBeUndefined();
});
