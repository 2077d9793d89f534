import { beforeAll, expect, it } from "vitest";
import { Served } from "../served.js";
import { head, statusOf, tell } from "./raw.js";

let served: Served;
beforeAll(async () => {
  served = await Served.start();
  const envelopes = Array.from({ length: 60 }, (_, n) => served.registration(n + 1));
  await Promise.all(envelopes.map((bytes) => served.node.submit(bytes)));
});

const get = async (path: string) => statusOf(await tell(served.address, head("GET", path)));

it.each([
  ["up out of the tiles", ["../config.json", "..", "../../keys/record", "0/../0/000", "./0/000"]],
  ["encoded", ["%2e%2e/config.json", "0%2f000", "%30/000", "0/%300%30", "..%2f..%2fconfig.json"]],
  ["encoded twice", ["%252e%252e%252fconfig.json", "0%252f000", "%2530/000"]],
  ["of other separators", ["0\\000", "..\\config.json", "0//000", "/0/000", "0/000//", "0;/000"]],
  ["with NUL and control characters", ["0/000%00", "0/000%00.p/1", "0/000%0a", "%00", "0/000%7f"]],
  ["with other digits", ["0/%D9%A0%D9%A0%D9%A0", "0/٠٠٠", "０/000", "0/00０"]],
  [
    "with signs and spaces",
    ["0/-00", "-1/000", "+0/000", "0/ 000", "0/1e2", "0/0x0", "0/000.p/+1"],
  ],
  ["with zeros in front", ["00/000", "0/0000", "0/x000/000", "0/000.p/01", "0/x000/x000/001"]],
  ["too long", [`0/${"x000/".repeat(20)}000`, `0/${"9".repeat(400)}`, `${"9".repeat(300)}/000`]],
  [
    "of numbers beyond what is counted",
    ["0/x999/x999/x999/x999/x999/999", "63/000", "64/000", "9/000"],
  ],
  ["of widths that are none", ["0/000.p/0", "0/000.p/256", "0/000.p/257", "0/000.p/", "0/000.p"]],
  [
    "beyond the published size",
    ["0/001", "0/001.p/255", "entries/002", "entries/001.p/255", "1/001"],
  ],
  [
    "of other names",
    ["entries", "entries/", "Entries/000", "data/000", "0", "0/", "", "-1", "NaN/000"],
  ],
])("there is no tile %s", async (_, paths) => {
  const { size } = served.node.opened.published;
  expect(size).toBeGreaterThan(256);
  expect(size).toBeLessThan(511);
  for (const path of paths) {
    const status = await get(`/log/tile/${path}`);
    expect([path, status === 400 || status === 404]).toEqual([path, true]);
  }
});

it("has those that are there", async () => {
  for (const path of [
    "0/000",
    "entries/000",
    "0/001.p/1",
    "1/000.p/1",
    "0/000.p/255".slice(0, 5),
  ]) {
    expect([path, await get(`/log/tile/${path}`)]).toEqual([path, 200]);
  }
});
