import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusal } from "../../../test/temp-log.js";
import { apiLimits } from "../../api/values.js";
import { Intake, intakeDefaults, placeOf } from "./intake.js";

const busy = { code: "API_BUSY" };

describe("intake", () => {
  it("bounds one place, so that others have room", () => {
    const intake = new Intake({ bytes: 100, placeShare: 2 });
    intake.take("10.0.0.1", 40);
    expect(refusal(() => intake.take("10.0.0.1", 20))).toMatchObject(busy);
    intake.take("10.0.0.2", 40);
    expect(intake.bytes).toBe(80);
  });

  it("bounds all of them together", () => {
    const intake = new Intake({ bytes: 100, placeShare: 2 });
    for (let place = 0; place < 10; place++) intake.take(`10.0.0.${place}`, 10);
    expect(refusal(() => intake.take("10.0.1.1", 1))).toMatchObject(busy);
  });

  it("lets a large body in where nothing else of its place is in flight", () => {
    const intake = new Intake({ bytes: 100, placeShare: 4 });
    intake.take("10.0.0.1", 90);
    expect(refusal(() => intake.take("10.0.0.1", 1))).toMatchObject(busy);
  });

  it("stays open by default while ten places take all they may, in the largest bodies", () => {
    const intake = new Intake(intakeDefaults);
    for (let place = 0; place < 10; place++) {
      for (;;) if (tryTake(intake, `10.0.0.${place}`, apiLimits.sequenceBytes) === null) break;
    }
    intake.take("10.0.1.1", apiLimits.sequenceBytes);
    expect(intake.bytes).toBeLessThanOrEqual(intakeDefaults.bytes);
  });

  it("counts what a body turns out to hold, where that is more than it is long", () => {
    const intake = new Intake({ bytes: 100, placeShare: 2 });
    const lease = intake.take("10.0.0.1", 1);
    const other = intake.take("10.0.0.1", 1);
    lease.extend(40);
    expect(refusal(() => other.extend(20))).toMatchObject(busy);
    expect(intake.bytes).toBe(41);
    lease.release();
    lease.extend(99);
    other.extend(90);
    expect(intake.bytes).toBe(90);
    other.release();
    expect(intake.bytes).toBe(0);
  });

  it("has all room again once everything is given back, however often", () => {
    const request = fc.record({ place: fc.nat(5), bytes: fc.nat(60), twice: fc.boolean() });
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const intake = new Intake({ bytes: 100, placeShare: 2 });
        const leases = requests.flatMap(({ place, bytes, twice }) => {
          const lease = tryTake(intake, `10.0.0.${place}`, bytes);
          return lease === null ? [] : twice ? [lease, lease] : [lease];
        });
        expect(intake.bytes).toBeLessThanOrEqual(100);
        for (const lease of leases) lease.release();
        expect(intake.bytes).toBe(0);
        intake.take("10.0.0.1", 100).release();
      }),
    );
  });

  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("counts %s as %s", (address, place) => {
    expect(placeOf(address)).toBe(place);
  });
});

function tryTake(intake: Intake, address: string, bytes: number) {
  try {
    return intake.take(address, bytes);
  } catch {
    return null;
  }
}
