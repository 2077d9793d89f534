import type { TransactionResult } from "../../../ledger/ledger.js";
import { cliError } from "../../errors.js";
import type { Cast } from "../cast.js";
import type { Estate } from "../estate.js";
import { registrarOf } from "../officials.js";
import type { Pen } from "../pen.js";
import { KNOWN, type Person } from "../people.js";
import type { Act } from "./act.js";

/** Who is in the country's story, what they hold, and what writes it down. */
export class Story {
  readonly pen: Pen;
  readonly cast: Cast;
  readonly people: readonly Person[];
  readonly estates: Estate[] = [];
  /** Who vouches for people at the land registry. */
  readonly registrar = registrarOf("north-gate").signer;

  constructor(pen: Pen, cast: Cast, people: readonly Person[]) {
    this.pen = pen;
    this.cast = cast;
    this.people = people;
  }

  /** Those who do what chance has them do. */
  get others(): readonly Person[] {
    return this.people.slice(KNOWN);
  }

  /** Today, ISO 8601. */
  get date(): string {
    return new Date(this.pen.time).toISOString().slice(0, 10);
  }

  /** @throws CLI_DEMO where the story does not go as it is written */
  expect(code: string, results: readonly TransactionResult[]): void {
    const other = results.find((result) => result.code !== code);
    if (other !== undefined) throw cliError("CLI_DEMO", { expected: code, code: other.code });
  }

  /** Does at once what needs no waiting. @throws CLI_DEMO, or what an envelope is refused for */
  async perform(act: Act): Promise<void> {
    let told: readonly TransactionResult[] = [];
    for (;;) {
      const { value, done } = await act.next(told);
      if (done === true) return;
      told = typeof value === "number" ? [] : await this.pen.block(value);
    }
  }
}
