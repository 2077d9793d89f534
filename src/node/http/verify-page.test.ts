import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});

describe("/verify", () => {
  it("comes with its own policy: its script by hash, no request, in nobody's frame", async () => {
    const answer = await served.get("/verify");
    const html = await answer.text();
    const policy = answer.headers.get("content-security-policy") ?? "";
    const script = html.slice(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>"));
    const hash = createHash("sha256").update(script).digest("base64");
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(policy).toContain(`default-src 'none'; script-src 'sha256-${hash}';`);
    expect(policy).toMatch(/; frame-ancestors 'none'$/);
    expect(policy).not.toContain("connect-src");
  });

  it("is the same file to keep", async () => {
    const [shown, kept] = await Promise.all([
      served.get("/verify"),
      served.get("/verify?download"),
    ]);
    expect(kept.headers.get("content-disposition")).toBe(
      'attachment; filename="counterfoil-verify.html"',
    );
    expect(await kept.text()).toBe(await shown.text());
  });

  it("is not sent again to whoever has it", async () => {
    const etag = (await served.get("/verify")).headers.get("etag") ?? "";
    const again = await served.get("/verify", { "if-none-match": etag });
    expect(again.status).toBe(304);
  });
});
