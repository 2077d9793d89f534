import { afterEach, expect, it } from "vitest";
import { frozen, start } from "../../../test/land.js";
import { all, halfOfP, landOf, owner, sale } from "../../../test/sale.js";

afterEach(() => frozen.clear());

const transfer = (network: ReturnType<typeof landOf>, entry: string | null = null) =>
  network.run("land.transfer", sale(halfOfP, { entry }), all).code;

it("bars what is lodged or registered at once after it", () => {
  const network = landOf({ p: [owner(1)] });
  frozen.set("p", start + 2000);
  expect(network.run("land.lodge", halfOfP, all[1]).code).toBe("ok");
  expect(transfer(network, "nord.2")).toBe("LAND_FROZEN");
  frozen.clear();
  expect(transfer(network, "nord.2")).toBe("ok");
});

it("lets pass what was lodged before, and other titles", () => {
  const network = landOf({ p: [owner(1)] });
  expect(network.run("land.lodge", halfOfP, all[1]).code).toBe("ok");
  frozen.set("q", start);
  frozen.set("p", start + 3000);
  expect(transfer(network, "nord.2")).toBe("ok");
});
