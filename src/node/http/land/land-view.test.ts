import { expect, it } from "vitest";
import { LandNetwork, rectangle, registration } from "../../../../test/land.js";
import { overviewOf } from "../../../portal/land/overview.js";
import type { PageView } from "../../../portal/view.js";
import { Catalogue } from "./catalogue.js";
import { landView } from "./land-view.js";

it("draws a place once for all who ask", () => {
  const network = new LandNetwork();
  expect(network.run("land.register", registration("p1", rectangle(0, 0, 9, 9))).code).toBe("ok");
  const catalogue = new Catalogue(network.reader, null);
  const [first, again] = [0, 1].map(() => landView({} as PageView, catalogue, {}).overview);
  expect(first?.shapes).toHaveLength(1);
  if (first == null || again == null) throw new Error("there is no overview");
  expect(overviewOf(again)).toBe(overviewOf(first));
  expect(landView({} as PageView, new Catalogue(network.reader, null), {}).overview).not.toBe(
    first,
  );
});
