import type {
  DetermineBody,
  FoundLevelBody,
  LodgeBody,
  OpenOfficeBody,
  RefuseBody,
  RegisterBody,
  TransferBody,
  WithdrawBody,
} from "./bodies.js";
import { equalFractions, fractionText, sumOf } from "./shares.js";

/** One sentence for people a transaction, from its body alone. */
export const sentences = {
  foundLevel: ({ level, grid }: FoundLevelBody): string =>
    `Set up the level ${level}, measured in ${grid.crs}`,
  openOffice: ({ office, districts }: OpenOfficeBody): string =>
    `Opened the office ${office} for ${districts.length === 1 ? "the district" : "the districts"} ${districts.join(", ")}`,
  register: ({ parcel, title, office, legacy }: RegisterBody): string => {
    const what = `parcel ${parcel} and ${title === parcel ? "its title" : `the title ${title}`}`;
    return legacy
      ? `Took over ${what} from an earlier register, at the office ${office}`
      : `Registered ${what} at the office ${office}`;
  },
  lodge: ({ title, to }: LodgeBody): string =>
    `Lodged the transfer of ${partOf(title, to)} to ${takersOf(to)}`,
  withdraw: ({ entry }: WithdrawBody): string => `Withdrew what was lodged as entry ${entry}`,
  refuse: ({ entry }: RefuseBody): string => `Refused what was lodged as entry ${entry}`,
  transfer: ({ title, to, price }: TransferBody): string =>
    `${price === null ? "Transferred" : "Sold"} ${partOf(title, to)} to ${takersOf(to)}`,
  determine: ({ title, to }: DetermineBody): string =>
    `Found out who holds ${partOf(title, to)}: ${takersOf(to)}`,
} as const;

type Takings = LodgeBody["to"];

function partOf(title: string, to: Takings): string {
  const part = fractionText(sumOf(to.map(({ share }) => share)));
  return part === "1" ? `title ${title}` : `${part} of title ${title}`;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const numberWord = (count: number): string => NUMBERS[count] ?? String(count);

function takersOf(to: Takings): string {
  const [only] = to;
  if (only !== undefined && to.length === 1) return takerOf(only);
  const shares = to.map(({ share }) => sumOf([share]));
  const [first] = shares;
  const equal = first !== undefined && shares.every((share) => equalFractions(share, first));
  const parts = equal ? `${fractionText(first)} each` : list(shares.map(fractionText));
  const jointly = to.some(({ holders }) => holders.length > 1);
  return `${numberWord(to.length)} new ${jointly ? "parties" : "holders"}, ${parts}`;
}

function takerOf({ holders }: Takings[number]): string {
  const [only] = holders;
  if (only === undefined || holders.length > 1) {
    return `${numberWord(holders.length)} new holders jointly`;
  }
  if (only.kind === "state") return "the state";
  return only.kind === "person" ? "a new holder" : `the organisation ${only.id}`;
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
