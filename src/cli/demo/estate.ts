import type { MemorySigner } from "../../crypto/signer.js";
import type { Holding } from "./cast.js";
import type { Share } from "./share.js";
import type { District } from "./town/plan.js";

/** Who can hold a right and give it away again. */
export type Party =
  | { readonly kind: "person"; readonly holding: Holding }
  | { readonly kind: "organisation"; readonly id: string; readonly signer: MemorySigner };

/** A share of a title that its parties hold, jointly where they are several. */
export type Owner = {
  readonly right: string;
  readonly share: Share;
  readonly parties: readonly Party[];
};

/** A title as the story knows it. */
export type Estate = {
  readonly title: string;
  readonly district: District;
  /** Rights numbered so far. */
  made: number;
  /** None where nobody knows who holds it, or where the state does. */
  owners: readonly Owner[];
  /** Whether something is under way with it, or it is kept for those who try the country out. */
  busy: boolean;
};

export const holderOf = (party: Party) =>
  party.kind === "person"
    ? ({ kind: "person", id: party.holding.handle } as const)
    : ({ kind: "organisation", id: party.id } as const);

export const signerOf = (party: Party): MemorySigner =>
  party.kind === "person" ? party.holding.signer : party.signer;

export const personal = (holding: Holding): Party => ({ kind: "person", holding });
