import { errorFamily } from "../../base/errors.js";

export const cometError = errorFamily({
  COMET_FRAME: "CometBFT sent what is no ABCI request.",
  COMET_FRAME_SIZE: "CometBFT sent a request of more bytes than one may have.",
  COMET_REQUEST: "CometBFT asked for what this application does not do.",
  COMET_CHAIN: "CometBFT is set up for another network than this data directory holds.",
  COMET_HEIGHT: "CometBFT decided a block that does not follow the last one.",
  COMET_FORK: "CometBFT decided two blocks of one height.",
  COMET_RPC: "CometBFT did not take a bundle.",
  COMET_BUNDLE_KNOWN: "Everything in the bundle is on record already.",
  COMET_BUNDLE_FORM: "The bytes are no bundle of envelopes.",
  COMET_BUNDLE_SIZE: "The bundle holds more envelopes than one may.",
});
