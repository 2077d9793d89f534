import type { DraftOpening } from "../../api/routes/drafts.js";
import { toHex, utf8Encode } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import type { MemorySigner } from "../../crypto/signer.js";
import {
  commitmentPaths,
  deedSource,
  determineBody,
  lodgeBody,
  priceCommitment,
  type SaleTerms,
  transferBody,
} from "../../sdk/sale.js";
import { REGISTRY } from "./agencies.js";
import type { Cast } from "./cast.js";
import { type Estate, holderOf, type Owner, type Party, signerOf } from "./estate.js";
import { registrarOf } from "./officials.js";
import { drawnBytes } from "./seed.js";
import { equal, less, type Share } from "./share.js";

export type Gives = { readonly owner: Owner; readonly share: Share };
export type Takes = { readonly parties: readonly Party[]; readonly share: Share };

/** Somebody gives a share of a title, or all of it, to others. */
export class Sale {
  readonly estate: Estate;
  readonly gives: readonly Gives[];
  readonly takes: readonly Takes[];
  /** Names it in what is drawn for it. */
  readonly name: string;

  constructor(estate: Estate, gives: readonly Gives[], takes: readonly Takes[]) {
    this.estate = estate;
    this.gives = gives;
    this.takes = takes;
    const takers = takes.flatMap(({ parties }) => parties.map((party) => holderOf(party).id));
    this.name = [estate.title, estate.made, ...takers].join("/");
  }

  get terms(): SaleTerms {
    return {
      title: this.estate.title,
      from: this.gives.map(({ owner, share }) => ({
        right: owner.right,
        share: equal(owner.share, share) ? null : [...share],
      })),
      to: this.takes.map(({ parties, share }) => ({
        holders: parties.map(holderOf),
        share: [...share],
      })),
    };
  }

  /** Who gives must sign what is lodged. */
  get givers(): MemorySigner[] {
    return this.gives.flatMap(({ owner }) => owner.parties.map(signerOf));
  }

  get everyone(): MemorySigner[] {
    const takers = this.takes.flatMap(({ parties }) => parties.map(signerOf));
    return [...this.givers, ...takers];
  }

  get registrar(): MemorySigner {
    return registrarOf(this.estate.district).signer;
  }

  get lodging(): Cbor {
    return lodgeBody(this.terms);
  }

  /** @param date of the deed, ISO 8601 @param entry under which it was lodged, if it was */
  async transfer(cast: Cast, date: string, entry: string | null): Promise<Cbor> {
    const sources = await this.#sources(cast, "deed", date);
    const price = priceCommitment(drawnBytes(`price/${this.name}`), this.#price);
    return transferBody(this.terms, { sources, price, entry });
  }

  /** That those who take held it all along. @param date of the order, ISO 8601 */
  async determination(cast: Cast, date: string): Promise<Cbor> {
    const { title, from, to } = this.terms;
    const sources = await this.#sources(cast, "order", date);
    return determineBody({ title, right: from[0]?.right ?? "", to, sources });
  }

  /** What a transfer's commitments hide, as the signing room tells those who sign. */
  async openings(cast: Cast): Promise<DraftOpening[]> {
    const salt = toHex(drawnBytes(`price/${this.name}`));
    const price = { of: null, path: commitmentPaths.price, salt, value: this.#price };
    return [price, ...(await this.#sourceOpenings(cast))];
  }

  async #sourceOpenings(cast: Cast): Promise<DraftOpening[]> {
    const value = { sha256: toHex(sha256(utf8Encode(`deed of ${this.name}`))) };
    const path = commitmentPaths.source;
    return Promise.all(
      this.takes.map(async (takes, i) => {
        const [first] = takes.parties;
        const of = first === undefined ? null : holderOf(first).id;
        return { of, path, salt: toHex(await this.#salt(cast, takes, i)), value };
      }),
    );
  }

  /** The story goes on with what the register now says. */
  done(): void {
    const { estate } = this;
    const kept = estate.owners.flatMap((owner): Owner[] => {
      const given = this.gives.find((gives) => gives.owner === owner);
      if (given === undefined) return [owner];
      if (equal(owner.share, given.share)) return [];
      return [{ ...owner, share: less(owner.share, given.share) }];
    });
    const made = this.takes.map(
      ({ parties, share }, i): Owner => ({
        right: `${estate.title}.${estate.made + i + 1}`,
        share,
        parties,
      }),
    );
    estate.owners = [...kept, ...made];
    estate.made += made.length;
  }

  async #sources(cast: Cast, kind: "deed" | "order", date: string) {
    const digest = sha256(utf8Encode(`${kind} of ${this.name}`));
    const deed = { kind, date, digest, validatedBy: REGISTRY } as const;
    const salts = await Promise.all(this.takes.map((takes, i) => this.#salt(cast, takes, i)));
    return salts.map((salt) => [deedSource(deed, salt)]);
  }

  /** Whoever takes alone can find the salt again from their secret. */
  async #salt(cast: Cast, { parties: [first] }: Takes, i: number): Promise<Uint8Array> {
    if (first?.kind === "person") return cast.salt(first.holding, commitmentPaths.source);
    return drawnBytes(`deed/${this.name}/${i}`);
  }

  get #price() {
    const [thousands = 0, hundreds = 0] = drawnBytes(`sum/${this.name}`);
    return { amount: (90_000 + thousands * 1500 + hundreds * 100) * 100, currency: "EUR" };
  }
}
