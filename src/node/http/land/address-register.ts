import type { ReadDb } from "../../../readmodel/proved.js";
import { allAddresses, allStreets, type Street } from "../../../readmodel/queries/places.js";

export type { Street };
export type Address = { readonly street: Street; readonly number: string };

/** How long it is believed, ms: the register changes when somebody replaces its file. */
const KEEP_MS = 10_000;

/** Streets and house numbers by parcel, as the read model has them. */
export class AddressRegister {
  readonly streets: readonly Street[];
  readonly #addresses: ReadonlyMap<string, Address>;

  private constructor(streets: readonly Street[], addresses: ReadonlyMap<string, Address>) {
    this.streets = streets;
    this.#addresses = addresses;
  }

  static async read(db: ReadDb): Promise<AddressRegister> {
    const streets = await allStreets(db);
    const byId = new Map(streets.map((street) => [street.id, street]));
    const addresses = new Map<string, Address>();
    for (const { parcel, street: id, number } of await allAddresses(db)) {
      const street = byId.get(id);
      if (street !== undefined && !addresses.has(parcel)) addresses.set(parcel, { street, number });
    }
    return new AddressRegister(streets, addresses);
  }

  /** The first one, where a parcel has several. */
  addressOf(parcel: string): Address | null {
    return this.#addresses.get(parcel) ?? null;
  }
}

/** The register for as long as it is believed: a page shows many addresses, and people turn pages. */
export class RegisterReader {
  readonly #db: ReadDb;
  readonly #now: () => number;
  #kept: { readonly register: AddressRegister; readonly readMs: number } | null = null;

  constructor(db: ReadDb, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async get(): Promise<AddressRegister> {
    const now = this.#now();
    if (this.#kept === null || now - this.#kept.readMs > KEEP_MS) {
      this.#kept = { register: await AddressRegister.read(this.#db), readMs: now };
    }
    return this.#kept.register;
  }
}
