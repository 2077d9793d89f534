import { toHex, utf8Encode } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import { type MemorySigner, type Signer, seedSigner } from "../../crypto/signer.js";
import type { RegistrationHolders } from "../../sdk/land.js";
import { registrationOf } from "../../sdk/land.js";
import { enrolmentOf } from "../../sdk/person.js";
import { deedSource, saleTerms, transferBody } from "../../sdk/sale.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import type { Lot } from "./lots.js";

export const AGENCY = "registry";
export const DISTRICT = "main";

const PLACE = { office: AGENCY, district: DISTRICT, level: "surface" } as const;
const SURVEY = "2026-01-05";
const VALID_MS = 24 * 3_600_000;

/** A person in one holding: the handle and the key of it are drawn from their number. */
export type Owner = { readonly handle: string; readonly signer: MemorySigner };

/** 32 bytes that stand for chance: a bench's keys and salts are nobody's. */
const drawn = (purpose: string): Uint8Array => sha256(utf8Encode(`counterfoil/bench/${purpose}`));

export function owner(number: number): Owner {
  const handle = toHex(drawn(`handle/${number}`).subarray(0, 16));
  return { handle, signer: seedSigner(drawn(`key/${number}`)) };
}

/** Makes and signs what a land registry's day consists of, the same each time. */
export class Load {
  readonly #network: Uint8Array;
  readonly #registrar: Signer;
  readonly #validUntil: number;

  /** @param now ms since 1970 */
  constructor(network: Uint8Array, registrar: Signer, now: number) {
    this.#network = network;
    this.#registrar = registrar;
    this.#validUntil = now + VALID_MS;
  }

  /** `identity.enrol`, signed by the person and the registrar. */
  async enrolment({ handle, signer }: Owner): Promise<Uint8Array> {
    const { draft } = await enrolmentOf(
      {
        network: this.#network,
        handle,
        person: { name: `Person ${handle}`, number: handle, birthDate: "1980-01-01" },
        assurance: "substantial",
        organisation: AGENCY,
        registrar: this.#registrar.thumbprint,
        validUntil: this.#validUntil,
      },
      signer,
      async (path) => drawn(`salt/${handle}${path}`),
    );
    return signTransaction(draft, this.#registrar);
  }

  /** `land.register` of a lot: signed by the registrar, and by the owner where one is named. */
  registration(lot: Lot, holder: Owner | null): Promise<Uint8Array> {
    const source = {
      kind: "survey",
      date: SURVEY,
      commitment: drawn(`survey/${lot.id}`),
      validatedBy: AGENCY,
    };
    const held: RegistrationHolders | undefined =
      holder === null
        ? undefined
        : { holders: [{ kind: "person", id: holder.handle }], inLaw: null };
    const body = registrationOf({ ...lot, reference: lot.id }, PLACE, source, false, held);
    return this.#signed("land.register", body, holder === null ? [] : [holder.signer]);
  }

  /** `land.transfer` of a whole title: signed by who gives, who takes, and the registrar. */
  transfer(title: string, right: number, gives: Owner, takes: Owner): Promise<Uint8Array> {
    const terms = saleTerms(
      title,
      [{ right: `${title}.${right}`, share: null }],
      [{ handles: [takes.handle], share: [1, 1] }],
    );
    const digest = drawn(`deed/${title}/${right}`);
    const deed = { kind: "deed", date: SURVEY, digest, validatedBy: AGENCY } as const;
    const sources = [[deedSource(deed, drawn(`deed-salt/${title}/${right}`))]];
    const body = transferBody(terms, { sources, price: drawn(`price/${title}/${right}`) });
    return this.#signed("land.transfer", body, [gives.signer, takes.signer]);
  }

  async #signed(type: string, body: Cbor, others: readonly Signer[]): Promise<Uint8Array> {
    const signers = [...others, this.#registrar];
    const unsigned = newTransaction({
      network: this.#network,
      type,
      body,
      validUntil: this.#validUntil,
      signers: signers.map(({ thumbprint }) => thumbprint),
    });
    let draft = unsigned;
    for (const signer of signers) draft = await signTransaction(draft, signer);
    return draft;
  }
}
