import { type Logger, pino } from "pino";

/** Structured logs on standard error; standard output belongs to the command's answer. */
export function makeLogger(level = "info"): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
