import { apiLimits } from "../../api/values.js";
import type { Client } from "../../sdk/client.js";

export type ParcelOnRecord = {
  readonly id: string;
  readonly level: string;
  readonly reference: string;
  readonly legalAreaM2: number | null;
  /** JSON of its encoded form, fit to be compared. */
  readonly shape: string;
  readonly flags: readonly string[];
};

/** Every parcel on record, by id, page by page. */
export async function parcelsOnRecord(client: Client): Promise<Map<string, ParcelOnRecord>> {
  const parcels = new Map<string, ParcelOnRecord>();
  let cursor: string | null = null;
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor };
    const { body } = await client.landParcels({ limit: apiLimits.page, ...more });
    for (const { id, value } of body.items) {
      const { level, flags, legalAreaM2, nationalCadastralReference: reference } = value;
      const shape = JSON.stringify(value.shape);
      parcels.set(id, { id, level, reference, legalAreaM2, shape, flags });
    }
    cursor = body.next;
  } while (cursor !== null);
  return parcels;
}
