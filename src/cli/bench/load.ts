import { compareBytes } from "../../base/bytes.js";
import { toHex, utf8Encode } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { encodeCoseKey } from "../../crypto/cose-key.js";
import { sha256 } from "../../crypto/hash.js";
import { type MemorySigner, seedSigner } from "../../crypto/signer.js";
import {
  algorithms,
  encodeEnvelope,
  encodePayload,
  protectedHeader,
  sigStructure,
} from "../../ledger/envelope.js";
import type { RegistrationHolders } from "../../sdk/land.js";
import { registrationOf } from "../../sdk/land.js";
import { deedSource, saleTerms, transferBody } from "../../sdk/sale.js";
import type { Lot } from "./lots.js";

export const AGENCY = "registry";
export const DISTRICT = "main";

const PLACE = { office: AGENCY, district: DISTRICT, level: "surface" } as const;
const SURVEY = "2026-01-05";
const VALID_MS = 24 * 3_600_000;

/** A person in one holding: the handle and the key of it are drawn from their number. */
export type Owner = { readonly handle: string; readonly signer: MemorySigner };

/** 32 bytes that stand for chance: a bench's keys and salts are nobody's. */
export const drawn = (purpose: string): Uint8Array =>
  sha256(utf8Encode(`counterfoil/bench/${purpose}`));

export function owner(number: number): Owner {
  const handle = toHex(drawn(`handle/${number}`).subarray(0, 16));
  return { handle, signer: seedSigner(drawn(`key/${number}`)) };
}

/** Makes and signs what a land registry's day consists of, the same bytes each time. */
export class Load {
  readonly #network: Uint8Array;
  readonly #registrar: MemorySigner;
  readonly #validUntil: number;

  /** @param now ms since 1970 */
  constructor(network: Uint8Array, registrar: MemorySigner, now: number) {
    this.#network = network;
    this.#registrar = registrar;
    this.#validUntil = now + VALID_MS;
  }

  /** `identity.enrol`, signed by the person and the registrar: 3 facts. */
  enrolment({ handle, signer }: Owner): Uint8Array {
    const coseKey = encodeCoseKey(signer.publicKey);
    const body = {
      handle,
      key: { coseKey, algorithm: algorithms.EdDSA, webauthn: null },
      name: drawn(`name/${handle}`),
      number: drawn(`number/${handle}`),
      birthDate: drawn(`birthDate/${handle}`),
      assurance: "substantial",
      organisation: AGENCY,
    };
    return this.#signed("identity.enrol", body, [signer]);
  }

  /** `land.register` of a lot, signed by the registrar, and by the owner where one is named: 6 facts. */
  registration(lot: Lot, holder: Owner | null): Uint8Array {
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

  /** `land.transfer` of a whole title, signed by who gives, who takes, and the registrar: 6 facts. */
  transfer(title: string, right: number, gives: Owner, takes: Owner): Uint8Array {
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

  /** In one pass, where the SDK adds signature after signature of people who wait for each other. */
  #signed(type: string, body: Cbor, others: readonly MemorySigner[]): Uint8Array {
    const signers = [...others, this.#registrar].sort((a, b) =>
      compareBytes(a.thumbprint, b.thumbprint),
    );
    const payload = encodePayload({
      network: this.#network,
      type,
      body,
      // The bodies differ, so that this need not.
      nonce: new Uint8Array(16),
      validUntil: this.#validUntil,
      signers: signers.map(({ thumbprint }) => thumbprint),
    });
    const signatures = signers.map((signer) => {
      const { publicKey, thumbprint } = signer;
      const header = protectedHeader(algorithms.EdDSA, publicKey);
      const signature = signer.sign(sigStructure(header, payload));
      const algorithm = algorithms.EdDSA;
      return { algorithm, key: publicKey, thumbprint, header, unprotected: {}, signature };
    });
    return encodeEnvelope(payload, signatures);
  }
}
