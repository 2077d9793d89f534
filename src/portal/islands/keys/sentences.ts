import { envelopeError } from "../../../ledger/errors.js";
import { moduleError } from "../../../ledger/module.js";
import { identityError } from "../../../modules/identity/errors.js";
import { landError } from "../../../modules/land/errors.js";
import { common } from "../../messages/common.js";

const sentences: Readonly<Record<string, string>> = {
  ...moduleError.sentences,
  ...envelopeError.sentences,
  ...identityError.sentences,
  ...landError.sentences,
};

/** What a code says, for people: a refusal on record holds the code alone. */
export const sentenceOf = (code: string): string => sentences[code] ?? common.unexpected;
