import { describe, expect, it } from "vitest";
import { webauthnBinding } from "./schema.js";

const binding = (origin: string, rpId = "registry.example") =>
  webauthnBinding.safeParse({ rpId, origins: [origin] });

describe("a WebAuthn binding", () => {
  it.each([
    "https://registry.example",
    "https://registry.example:8443",
    "http://localhost:3000",
    `android:apk-key-hash:${"A".repeat(43)}`,
  ])("takes %s as it is", (origin) => {
    expect(binding(origin).data?.origins).toEqual([origin]);
  });

  it.each([
    " https://registry.example",
    "https://registry\n.example",
    "https://registry.example/",
    "https://REGISTRY.example",
    "https://b\u00fccher.example",
    "https://ana:secret@registry.example",
    "mailto:ana@registry.example",
  ])("refuses %j, whatever a URL parser makes of it", (origin) => {
    expect(binding(origin).success).toBe(false);
  });

  it("refuses a relying party that is no host name", () => {
    expect(binding("https://registry.example", "Ana of the registry").success).toBe(false);
  });
});
