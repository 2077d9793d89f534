import type * as identity from "../modules/identity/tables.js";
import type * as land from "../modules/land/tables.js";
import type { OwnTables, ProvedRow, VersionRow } from "./own-tables.js";

/** Every table that queries may ask, with its rows. */
export type ReadTables = OwnTables & {
  readonly identity_organisation: ProvedRow<typeof identity.organisationTable>;
  readonly identity_office: ProvedRow<typeof identity.officeTable>;
  readonly identity_handle: ProvedRow<typeof identity.handleTable>;
  readonly land_level: ProvedRow<typeof land.levelTable>;
  readonly land_office: ProvedRow<typeof land.officeTable>;
  readonly land_district: ProvedRow<typeof land.districtTable>;
  readonly land_parcel: ProvedRow<typeof land.parcelTable>;
  readonly land_title: ProvedRow<typeof land.titleTable>;
  readonly land_right: VersionRow<typeof land.rightTable>;
  readonly land_daybook: ProvedRow<typeof land.daybookTable>;
};
