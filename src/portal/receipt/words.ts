import type { Format } from "../format.js";
import type { VerifyWords } from "../messages/verify.js";

/** What a part of a receipt speaks with. */
export type Spoken = { readonly say: VerifyWords; readonly as: Format };
