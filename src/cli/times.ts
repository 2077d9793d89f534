import { isTime } from "../base/time.js";
import { cliError } from "./errors.js";

/** ms since 1970 from ISO 8601 or from digits. @throws CLI_TIME */
export function readTime(text: string): number {
  const time = /^[0-9]{1,16}$/.test(text) ? Number(text) : isoTime(text);
  if (!Number.isSafeInteger(time)) throw cliError("CLI_TIME", { text });
  return time;
}

function isoTime(text: string): number {
  // Date.parse takes much more than ISO 8601, and means local time where no offset stands.
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  return iso.test(text) ? Date.parse(text) : Number.NaN;
}

export function showTime(time: number): string {
  return isTime(time) ? new Date(time).toISOString() : `${time} ms after 1970`;
}

/** A length of time in whole minutes, up to a month: ms. @throws CLI_USAGE */
export function readMinutes(text: string): number {
  const minutes = /^[1-9][0-9]{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(minutes <= 44_640)) throw cliError("CLI_USAGE", { minutes: text, needs: "1 to 44640" });
  return minutes * 60_000;
}
