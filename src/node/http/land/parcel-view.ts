import { isCoded } from "../../../base/errors.js";
import type { Reader } from "../../../ledger/module.js";
import {
  type boundingBox,
  boxesTouch,
  boxOf,
} from "../../../modules/land/geometry/bounding-box.js";
import { decodeShape } from "../../../modules/land/geometry/decode-shape.js";
import { findLevel, type Proved, parcelsIn } from "../../../modules/land/queries.js";
import type { Grid, Parcel } from "../../../modules/land/schema.js";
import { planWindow } from "../../../portal/land/plan.js";
import type { ParcelView, PlanParcelView, PlanView } from "../../../portal/land/view.js";
import type { AddressRegister } from "./address-register.js";
import { inSteps } from "./catalogue.js";

const degrees: Grid = { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 };

/** A parcel with its neighbourhood as a plan. */
export function parcelView(
  reader: Reader,
  register: AddressRegister,
  parcel: Proved<Parcel>,
): ParcelView {
  const { value, key, index } = parcel;
  return {
    key,
    index,
    reference: value.nationalCadastralReference,
    legalAreaM2: value.legalAreaM2,
    accuracyMm: value.estimatedAccuracyMm,
    overlaps: value.flags.includes("overlap"),
    plan: planView(reader, register, parcel),
  };
}

function planView(reader: Reader, register: AddressRegister, parcel: Proved<Parcel>): PlanView {
  const { level } = parcel.value;
  const grid = findLevel(reader, level)?.value.grid ?? degrees;
  const here = planParcel(register, parcel, null);
  const window = planWindow(grid, here.shape);
  const around = neighbours(reader, level, window).filter(({ id }) => id !== parcel.id);
  return {
    grid,
    here,
    neighbours: around.map((other) => planParcel(register, other, other.value.title)),
    streets: register.streets
      .map(({ name, line }) => ({ name, line: inSteps(line, grid) }))
      .filter(({ line }) => boxesTouch(boxOf([line]), window)),
  };
}

/** None where the window is too crowded to search: the plan then shows the parcel alone. */
function neighbours(reader: Reader, level: string, window: ReturnType<typeof boundingBox>) {
  try {
    return parcelsIn(reader, level, window);
  } catch (error) {
    if (isCoded(error) && error.code.startsWith("LAND_")) return [];
    throw error;
  }
}

function planParcel(
  register: AddressRegister,
  { id, value }: Proved<Parcel>,
  title: string | null,
): PlanParcelView {
  const number = register.addressOf(id)?.number ?? null;
  return { id, title, number, shape: decodeShape(value.shape) };
}
