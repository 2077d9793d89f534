import { describe, expect, it } from "vitest";
import { islandPolicy, securityHeaders } from "./headers.js";

const pagePolicy = securityHeaders["content-security-policy"];

describe("content security policies", () => {
  it("let a page with islands run our own programs and ask this server, no more", () => {
    expect(islandPolicy()).toBe(`${pagePolicy}; script-src 'self'; connect-src 'self'`);
  });

  it("add what an island needs besides, in the place of what stood there", () => {
    const policy = islandPolicy({ "img-src": "'self' blob:", "worker-src": "blob:" });
    expect(policy).toContain("; img-src 'self' blob:; base-uri 'none';");
    expect(policy).toMatch(/; worker-src blob:$/);
  });
});
