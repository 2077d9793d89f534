import { cliError } from "../errors.js";

/** Figures of a node's `/metrics`, in the order of their names. @throws CLI_BENCH where one is not there */
export async function metricsOf<const Names extends readonly string[]>(
  address: string,
  names: Names,
): Promise<{ [I in keyof Names]: number }> {
  const lines = (await (await fetch(`${address}/metrics`)).text()).split("\n");
  const read = (name: string) => {
    const line = lines.find((each) => each.startsWith(`${name} `));
    if (line === undefined) throw cliError("CLI_BENCH", { what: name });
    return Number(line.slice(name.length + 1));
  };
  return names.map(read) as { [I in keyof Names]: number };
}
