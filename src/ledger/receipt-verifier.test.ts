import { expect, it } from "vitest";
import { Served } from "../../test/served.js";
import { parseTrustFile } from "../crypto/trust.js";
import { ReceiptVerifier, verifyReceipt } from "./verify-receipt.js";

it("finds what was changed in a receipt also where it knows the checkpoint", async () => {
  const served = await Served.start();
  for (const n of [1, 2]) await served.node.submit(served.registration(n));
  const good = await served.node.receipt("land/title/p0001", null);
  const trust = parseTrustFile(served.node.trust());
  const verifier = new ReceiptVerifier(trust);
  expect(verifier.verify(good).code).toBeNull();
  expect(verifier.verify(await served.node.receipt("land/title/p0002", null)).code).toBeNull();
  let refused = 0;
  for (let at = 0; at < good.length; at++) {
    const changed = good.slice();
    changed[at] = (changed[at] as number) ^ 1;
    const { code } = verifier.verify(changed);
    expect([at, code]).toEqual([at, verifyReceipt(changed, trust).code]);
    if (code !== null) refused++;
  }
  // A line of the note that becomes an unknown agency's is passed over, if enough others are left.
  expect(refused).toBeGreaterThan(good.length * 0.9);
  expect(verifier.verify(good).code).toBeNull();
});

it("remembers nothing of one trust file for another", async () => {
  const served = await Served.start();
  await served.node.submit(served.registration(1));
  const good = await served.node.receipt("land/title/p0001", null);
  const trust = parseTrustFile(served.node.trust());
  expect(new ReceiptVerifier(trust).verify(good).code).toBeNull();
  const other = new ReceiptVerifier({ ...trust, log: [] });
  expect(other.verify(good).code).toBe("CHECKPOINT_LOG_SIGNATURE");
});
