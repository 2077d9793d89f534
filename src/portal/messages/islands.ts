import { desk } from "./desk.js";
import { determine } from "./determine.js";
import { my } from "./my.js";
import { sell } from "./sell.js";
import { sign } from "./sign.js";

/** What each of these pages says before its program runs. */
export const shells = { my, sell, sign, desk, determine } as const;
