import { errorFamily } from "../base/errors.js";

export const storageError = errorFamily({
  LOG_CORRUPT: "The log is damaged where it was recorded as durable; it is never repaired.",
  LOG_NETWORK: "The log belongs to another network.",
  LOG_VERSION: "The log was written in a format version that this program does not know.",
  LOG_BEHIND: "The log is shorter than its durable record; a replica must bring the rest.",
  LOG_READ_ONLY: "The log was opened for reading only.",
  LOG_POISONED: "A write to the log failed before; nothing more is appended until it is reopened.",
  LOG_CLOSED: "The log was closed.",
  LOG_RANGE: "An index or range that the log does not hold.",
  LOG_LEAF_BYTES: "A leaf is longer than its 16 bits of length can say.",
  LOG_CHECKPOINT: "A text that is no checkpoint of this log, or is too long for one.",
  RECORD_DAMAGED: "Both halves of the durable record are damaged.",
  RECORD_ROLLBACK: "The durable record never returns to a smaller size or changes a root.",
  DATA_LOCKED: "Another process is at work in this data directory.",
  DISK_FULL: "The disk is full.",
  DISK_READ_ONLY: "The file system is read-only.",
  DISK_PERMISSION: "The operating system does not permit it.",
  DISK_IO: "The disk or file system failed.",
});
