import { cliError } from "./errors.js";

/** 0 … 65,535; 0 takes any free one. @throws CLI_USAGE */
export function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw cliError("CLI_USAGE", { port: text, needs: "0 to 65535" });
  return port;
}
