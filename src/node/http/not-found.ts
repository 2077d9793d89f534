import { apiError } from "../../api/errors.js";
import type { Refusal } from "./replies.js";

const SHOWN = 200;

/** @param url as it was asked for; a long one is shown in part */
export function noAddress(url: string): Refusal {
  return { status: 404, error: apiError("API_ADDRESS", { address: url.slice(0, SHOWN) }) };
}
