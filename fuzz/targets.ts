import type { Target } from "./target.js";
import { bundleTargets } from "./targets/bundle.js";
import { codecTargets } from "./targets/codec.js";
import { consortiumTargets } from "./targets/consortium.js";
import { cryptoTargets } from "./targets/crypto.js";
import { executionTargets } from "./targets/execution.js";
import { fileTargets } from "./targets/files.js";
import { httpTargets } from "./targets/http.js";
import { ledgerTargets } from "./targets/ledger.js";
import { peopleTargets } from "./targets/people.js";
import { servedLogTargets } from "./targets/served-log.js";
import { signatureTargets } from "./targets/signature.js";
import { signedEnvelopeTargets } from "./targets/signed-envelope.js";
import { storageTargets } from "./targets/storage.js";

/** Everything that is fuzzed; `test/tidy/fuzz.test.ts` finds the decoder that is missing here. */
export const allTargets: readonly Target[] = [
  ...codecTargets,
  ...cryptoTargets,
  ...ledgerTargets,
  ...bundleTargets,
  ...signatureTargets,
  ...signedEnvelopeTargets,
  ...storageTargets,
  ...fileTargets,
  ...servedLogTargets,
  ...consortiumTargets,
  ...peopleTargets,
  ...executionTargets,
  ...httpTargets,
];
