import { errorFamily } from "../../../base/errors.js";

export const keyStoreError = errorFamily({
  BROWSER_KEYS: "This browser cannot keep a key: it lacks WebCrypto or IndexedDB.",
  BROWSER_SECRET: "This device holds no secret yet.",
  OFFICIAL_KEY: "The file is no key file, or its secret is sealed with a passphrase.",
  ROOM_OTHER: "The node answered with another draft than was asked for.",
  ROOM_DIFFERS: "The words made again differ from those that were read; nothing was signed.",
  ROOM_EXPIRED:
    "The time to sign it is over, so it can no longer be registered; whoever made it can make it anew.",
  ROOM_STRANGER:
    "The transfer neither gives nor takes for your code, so it needs no signature of yours.",
  ROOM_SHARES: "The shares do not add up, or somebody would give more than they hold.",
  ROOM_TYPE: "A person signs only what concerns land here, and this is something else.",
  SELL_TAKER_UNKNOWN: "A taker's code is not on the ledger: no registrar has confirmed it.",
  RECEIPT_REFUSED: "The receipt does not pass the check on this device.",
});
