import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toHex } from "../../src/base/text.js";
import { serverLimits } from "../../src/node/http/limits.js";
import { Served } from "../served.js";
import { head, tell, until } from "./raw.js";

/** Every character that a terminal or a reader of lines may obey, those of ISO 6429's second set too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

describe("log lines", () => {
  it("are JSON, one an event, whatever stands in a request", async () => {
    const served = await Served.start();
    const tricks = ["\u001b[31m", "%1b%5b31m", "%0a%7b%22level%22:60%7d", "\u009b31m", "%e2%80%ae"];
    const asked = tricks.flatMap((trick) => [
      head("GET", `/${trick}`),
      head("GET", "/nothing", { "x-forwarded-for": trick, "user-agent": trick }),
      head("POST", "/api/v1/transactions", {
        "content-type": `a/b;${trick}`,
        "content-length": "1",
      }),
    ]);
    for (const bytes of asked) await tell(served.address, bytes);
    expect(served.log.length).toBeGreaterThan(5);
    for (const line of served.log) {
      expect(line.replace(/\n$/, "")).not.toMatch(obeyed);
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
    }
  });

  it("about what is refused are so many a second, and one about the others", async () => {
    const served = await Served.start();
    const asked = Array.from({ length: 200 }, (_, n) => served.get(`/nothing/${n}`));
    await Promise.all(asked);
    await until(
      () => served.log.filter((line) => line.includes('"passedOver"')).length,
      (count) => count > 0,
    );
    const lines = served.log.filter((line) => line.includes("/nothing/"));
    expect(lines.length).toBeLessThanOrEqual(serverLimits.refusalLines * 2);
  });

  it("hold no secret, no envelope, no proof and no handle", async () => {
    const served = await Served.start();
    const bytes = served.registration(1);
    const handle = "ab".repeat(16);
    const proof = "c2VjcmV0LXByb29m".repeat(4);
    await fetch(`${served.address}/api/v1/transactions?wait=sealed`, {
      method: "POST",
      headers: { "content-type": "application/cose" },
      body: Buffer.from(bytes),
    });
    const authorization = `Counterfoil ${proof}`;
    for (const kind of ["handles", "nothing"]) {
      await served.get(`/api/v1/directory/${kind}/${handle}/inspection`, { authorization });
    }
    await served.get("/api/v1/drafts", { authorization });
    const log = served.log.join("");
    const keys = join(served.node.opened.data.root, "keys");
    const secrets = readdirSync(keys).map((name) => readFileSync(join(keys, name)));
    for (const secret of secrets) {
      for (const text of [
        secret.toString("hex"),
        secret.toString("base64"),
        secret.toString("utf8"),
      ]) {
        expect([text, log.includes(text)]).toEqual([text, false]);
      }
      for (const seed of secret.toString("utf8").match(/[A-Za-z0-9_-]{40,}/g) ?? []) {
        expect([seed, log.includes(seed)]).toEqual([seed, false]);
      }
    }
    for (const text of [toHex(bytes).slice(0, 64), proof, handle]) {
      expect([text, log.includes(text)]).toEqual([text, false]);
    }
  });
});
