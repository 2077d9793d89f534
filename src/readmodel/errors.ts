import { errorFamily } from "../base/errors.js";

export const readModelError = errorFamily({
  READMODEL_OPEN: "The read model cannot be opened, and not because it is damaged.",
  READMODEL_FAILED: "The read model could not be written or read; it takes nothing more.",
  READMODEL_CORRUPT: "The read model is damaged.",
  READMODEL_FORMAT: "The read model has another format.",
  READMODEL_AHEAD: "The read model holds more than the log does.",
  PLACES_FORM: "The address register is not of its form.",
  READMODEL_OTHER: "The read model is of another log.",
});
