import { errorFamily } from "../../base/errors.js";

export const indexError = errorFamily({
  INDEX_LOCKED: "Another process has the state index open.",
  INDEX_OPEN: "The state index cannot be opened, and not because it is damaged.",
  INDEX_FAILED: "The state index could not be written; it takes no more changes.",
  INDEX_CLOSED: "The state index is closed.",
  INDEX_CORRUPT: "The state index is damaged.",
  INDEX_NETWORK: "The state index is another network's.",
  INDEX_FORMAT: "The state index has another format.",
  INDEX_AHEAD: "The state index holds more than the log does.",
});
