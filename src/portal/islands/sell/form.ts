import {
  equalFractions,
  type Fraction,
  fractionText,
  restOf,
  type Share,
  share,
  sumOf,
} from "../../../modules/land/shares.js";
import { sell } from "../../messages/sell.js";

const say = sell.problem;

/** As a person fills it in. */
export type SaleForm = {
  /** What is given, of the whole title: "1/2". */
  readonly give: string;
  readonly takers: readonly { readonly code: string; readonly share: string }[];
  /** "248,500.00"; empty: no price is said. */
  readonly price: string;
  readonly currency: string;
};

export type Price = { readonly amount: number; readonly currency: string };

/** What a form says once it is whole. */
export type Sale = {
  /** Null: all of the right. */
  readonly give: Share | null;
  readonly takers: readonly { readonly handle: string; readonly share: Share }[];
  readonly price: Price | null;
};

/** What is wrong, by field; `sum` is of all shares together. */
export type Problems = Readonly<Record<string, string>>;

/** "1/4" or "1". */
export function parseShare(text: string): Share | null {
  const [, numerator, denominator = "1"] =
    /^\s*(\d{1,9})\s*(?:\/\s*(\d{1,9}))?\s*$/.exec(text) ?? [];
  const parsed = share.safeParse([Number(numerator), Number(denominator)]);
  return parsed.success ? parsed.data : null;
}

/** Minor units; null for what is no amount with two decimals at most. */
export function parseAmount(text: string): number | null {
  const [, whole, cents = ""] =
    /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[\s,]/g, "")) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}

/** What is given, in equal parts. */
export const equalParts = (given: string, takers: number): string => {
  const whole = parseShare(given);
  if (whole === null || takers === 0) return "";
  const [numerator, denominator] = whole;
  return fractionText(sumOf([[numerator, denominator * takers]]));
};

/** @param held the share of the right that gives */
export function checkForm(
  form: SaleForm,
  held: Share,
): { readonly sale: Sale | null; readonly problems: Problems } {
  const problems: Record<string, string> = {};
  const give = parseShare(form.give);
  const takers = form.takers.map(({ code, share: text }, i) => {
    const handle = code.trim().toLowerCase();
    if (!/^[0-9a-f]{32}$/.test(handle)) problems[`code${i}`] = say.code;
    const taken = parseShare(text);
    if (taken === null) problems[`share${i}`] = say.share;
    return { handle, share: taken };
  });
  const price = priceOf(form, problems);
  if (new Set(takers.map(({ handle }) => handle)).size < takers.length) problems["sum"] = say.twice;
  if (give === null) problems["give"] = say.share;
  else if (restOf(held, give).numerator < 0n) {
    problems["give"] = say.tooMuch(fractionText(sumOf([held])));
  }
  const whole = takers.flatMap(({ handle, share }) => (share === null ? [] : [{ handle, share }]));
  const shares = whole.map((taker) => taker.share);
  if (give !== null && shares.length === takers.length) {
    const [given, taken] = [sumOf([give]), sumOf(shares)];
    if (!equalFractions(given, taken)) problems["sum"] = sumProblem(given, taken);
  }
  if (give === null || Object.keys(problems).length > 0) return { sale: null, problems };
  const isAll = restOf(held, give).numerator === 0n;
  return { sale: { give: isAll ? null : give, takers: whole, price }, problems };
}

function sumProblem(given: Fraction, taken: Fraction): string {
  return say.sum(fractionText(given), fractionText(taken));
}

function priceOf({ price, currency }: SaleForm, problems: Record<string, string>): Price | null {
  if (price.trim() === "") return null;
  const amount = parseAmount(price);
  if (amount === null) problems["price"] = say.price;
  return amount === null ? null : { amount, currency };
}
