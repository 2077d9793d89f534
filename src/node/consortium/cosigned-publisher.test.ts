import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { foundNetwork } from "../../../test/copies.js";
import { collectGarbage } from "../../../test/garbage.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { formatCheckpoint, originOf } from "../../crypto/checkpoint.js";
import { cosign } from "../../crypto/cosignature.js";
import { formatNote, makeVkey } from "../../crypto/note.js";
import { type OpenedLedger, openLedger } from "../open-ledger.js";
import { Signers } from "../signers.js";
import { CosignedPublisher } from "./cosigned-publisher.js";

const coded = (code: string) => expect.objectContaining({ code });

/** The stores of a network of one agency, as if its log had come from a copy. */
async function restored(signsFrom: (opened: OpenedLedger) => { size: number; root: string }) {
  const data = foundNetwork(tempDir());
  const quiet = { onRecovery: () => {}, onRebuild: () => {}, onCatchUp: () => {} };
  const opened = await openLedger(data, quiet);
  onTestFinished(() => opened.close());
  const consortium = { rpc: "http://127.0.0.1:1", peers: [], signsFrom: signsFrom(opened) };
  const signers = new Signers(data);
  const forks: string[] = [];
  const cosigning = {
    peers: [],
    options: { againMs: 1000, patienceMs: 1000 },
    signers: signers.now.bind(signers),
    logger: pino({ level: "silent" }),
    onFork: (note: string) => void forks.push(note),
    onHopeless: () => {},
  };
  let now = Date.now();
  const clock = () => {
    now += 1000;
    return now;
  };
  const stores = { ...opened, config: { ...opened.config, consortium } };
  return { data, opened, publisher: new CosignedPublisher(stores, cosigning, clock), forks };
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

/** One more block, of a proof against a validator that nobody has. */
function grow({ ledger }: OpenedLedger) {
  const evidence = [[new Uint8Array(20), "duplicate-vote", 1, 1]];
  return ledger.execute(Date.now(), evidence, []) ?? expect.unreachable();
}

describe("an agency that signs other roots", () => {
  /** A checkpoint of this size that nobody executed, cosigned all the same. */
  async function lie({ data, opened }: Awaited<ReturnType<typeof restored>>, byte: number) {
    const { size } = standing(opened);
    const origin = originOf(opened.config.network, opened.id);
    const text = formatCheckpoint({ origin, size, root: new Uint8Array(32).fill(byte) });
    const key = data.readKeys().find(({ use }) => use?.role === "cosigner");
    if (key?.signer.publicKey.kind !== "Ed25519") expect.unreachable();
    const vkey = makeVkey("registry", "cosignature/v1", key.signer.publicKey.x);
    return formatNote({ text, signatures: [await cosign(vkey, key.signer, text, 5)] });
  }

  it("fills no disk: its root is kept once for a size, and for sixteen sizes", async () => {
    const made = await restored(standing);
    const { opened, publisher, forks } = made;
    await publisher.begin();
    const refused = async (byte: number) => {
      const note = await lie(made, byte);
      expect(() => publisher.take(note)).toThrowError(coded("COSIGN_FORK"));
    };
    for (const byte of [1, 2, 2, 3]) await refused(byte);
    expect(forks).toHaveLength(1);
    for (let block = 0; block < 20; block++) {
      const grown = grow(opened);
      opened.log.append(grown.leaves);
      opened.record.write({ ...opened.log.syncNow(), root: grown.root });
      await publisher.publish(grown);
      await refused(1);
    }
    expect(forks).toHaveLength(16);
  });
});

it("takes an older signature of an agency's for no newer one, whoever sends it", async () => {
  const { publisher } = await restored(standing);
  await publisher.begin();
  const older = publisher.own ?? "";
  await publisher.cosignAfresh();
  const { cosigned } = publisher;
  publisher.take(older);
  expect(publisher.cosigned).toEqual(cosigned);
});

it("keeps no block until the others have signed it, which may be long", async () => {
  const { opened, publisher } = await restored((opened) => {
    return { ...standing(opened), size: standing(opened).size + 9 };
  });
  await publisher.begin();
  const once = () => {
    const block = grow(opened);
    void publisher.publish(block);
    return new WeakRef(block);
  };
  const [first] = [once(), once()];
  await collectGarbage();
  expect(first?.deref()?.height).toBeUndefined();
});
