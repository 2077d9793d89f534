import { expect, it } from "vitest";
import { Served } from "../../test/served.js";
import { seedSigner } from "../crypto/signer.js";

it("does not let a stranger write on record what nobody could remove", async () => {
  const served = await Served.start();
  const { size } = served.node.opened.log;
  const body = { handle: "x", role: "registrar" };
  const envelope = served.envelope(
    "identity.dismiss",
    body,
    seedSigner(new Uint8Array(32).fill(99)),
  );
  await expect(served.node.submit(envelope)).rejects.toMatchObject({ code: "ADMIT_STRANGER" });
  expect(served.node.opened.log.size).toBe(size);
  const known = await served.node.submit(served.envelope("identity.dismiss", body));
  expect(known.code).toBe("IDENTITY_OFFICIAL_UNKNOWN");
});
