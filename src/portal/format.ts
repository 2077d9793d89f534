/** Numbers, lists and times of one locale and time zone. Times are ms since 1970. */
export type Format = {
  readonly number: (value: number) => string;
  /** With so many digits after the point. */
  readonly fixed: (value: number, digits: number) => string;
  /** With its sign and one digit: "+0.6 %" of 0.006 */
  readonly percent: (part: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** The same list in pieces, so that what is listed can be marked. */
  readonly listParts: (items: readonly string[]) => { text: string; item: boolean }[];
  /** "9 October 2026" and "9 Oct 2026" */
  readonly date: (ms: number) => string;
  readonly dateShort: (ms: number) => string;
  /** "10:42" and "10:42:06" */
  readonly clock: (ms: number) => string;
  readonly clockSeconds: (ms: number) => string;
  /** For `<time datetime>`, with the offset: "2026-10-09T10:42:07+00:00" */
  readonly iso: (ms: number) => string;
  readonly sameDay: (a: number, b: number) => boolean;
  /** "4 seconds ago"; a time ahead of `nowMs` counts as now, since clocks differ a little. */
  readonly ago: (ms: number, nowMs: number) => string;
};

const units = [
  ["day", 86_400_000, 2],
  ["hour", 3_600_000, 2],
  ["minute", 60_000, 2],
  ["second", 1_000, 0],
] as const;

function isoFormat(timeZone: string): (ms: number) => string {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  return (ms) => {
    const found = new Map(parts.formatToParts(ms).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? "";
    const offset = part("timeZoneName").replace("GMT", "") || "+00:00";
    const date = `${part("year")}-${part("month")}-${part("day")}`;
    return `${date}T${part("hour")}:${part("minute")}:${part("second")}${offset}`;
  };
}

function agoFormat(locale: string): Format["ago"] {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  return (ms, nowMs) => {
    const passed = Math.max(nowMs - ms, 0);
    const [unit, length] = units.find(([, size, from]) => passed >= from * size) ?? units[3];
    return relative.format(-Math.floor(passed / length), unit);
  };
}

function fixed(locale: string, digits: number, value: number): string {
  return value.toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** @throws RangeError for a locale or time zone that the runtime does not know */
export function formatFor(locale: string, timeZone: string): Format {
  const times = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", ...options });
    return (ms: number) => format.format(ms);
  };
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const date = times({ dateStyle: "long" });
  return {
    number: (value) => numbers.format(value),
    fixed: (value, digits) => fixed(locale, digits, value),
    percent: (part) => percents.format(part).replace("-", "\u2212"),
    list: (items) => lists.format(items),
    listParts: (items) =>
      lists
        .formatToParts(items)
        .map(({ type, value }) => ({ text: value, item: type === "element" })),
    date,
    dateShort: times({ day: "numeric", month: "short", year: "numeric" }),
    clock: times({ hour: "2-digit", minute: "2-digit" }),
    clockSeconds: times({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    iso: isoFormat(timeZone),
    sameDay: (a, b) => date(a) === date(b),
    ago: agoFormat(locale),
  };
}
