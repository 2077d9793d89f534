import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { agreeOn, idOf } from "../../src/cli/consortium/join.js";
import type { FoundingFile } from "../../src/cli/consortium/member-file.js";
import { chainIdOf } from "../../src/engines/cometbft/chain-id.js";
import { trustedBlock } from "../../src/node/consortium/trusted-block.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { readKeyFile } from "../../src/node/key-file.js";
import { createClient } from "../../src/sdk/client.js";
import { lotsFor, registration } from "../kill/grow.js";
import { Agency, type Place } from "./agency.js";
import { Load } from "./load.js";
import { Officers } from "./officers.js";

const NAMES = ["registry", "treasury", "court", "elections"];
/** Facts for which there are lots: more than a run comes to. */
const FACTS = 100_000;
/** A clock that is wrong by less does not stand before the founding. */
const FOUNDED_MS_AGO = 86_400_000;

export type Beginning = {
  /** Names of agencies that are not begun yet. */
  readonly late?: readonly string[];
  /** Public half of the key that votes, by the agency's name, where it lies elsewhere. */
  readonly validatorKeys?: Readonly<Record<string, Uint8Array>>;
  /** Blocks that each CometBFT keeps. */
  readonly keptBlocks?: number;
};

/** Agencies on real processes, with a load that goes on whatever becomes of them. */
export class Consortium {
  readonly agencies: readonly Agency[];
  readonly load: Load;
  readonly officers: Officers;
  readonly founding: FoundingFile;

  private constructor(parts: Pick<Consortium, "agencies" | "load" | "officers" | "founding">) {
    this.agencies = parts.agencies;
    this.load = parts.load;
    this.officers = parts.officers;
    this.founding = parts.founding;
  }

  /** Founds as many as there are places, and begins them; resolves once the load goes on through each. */
  static async begin(
    dir: string,
    places: readonly Place[],
    { late = [], validatorKeys = {}, keptBlocks }: Beginning = {},
  ): Promise<Consortium> {
    const { agencies, founding, id } = found(dir, places, validatorKeys);
    if (keptBlocks !== undefined) for (const agency of agencies) agency.keep(keptBlocks);
    const keys = join(dir, "keys");
    const key = readKeyFile(join(keys, "registry-registrar.key"));
    const lots = lotsFor(FACTS).values();
    const load = new Load(async () => {
      const { value } = lots.next();
      if (value === undefined) throw new Error("there are no lots left");
      return registration(id, key.signer, value);
    });
    const officers = new Officers(id, keys);
    const consortium = new Consortium({ agencies, load, officers, founding });
    const first = agencies.filter(({ name }) => !late.includes(name));
    try {
      await Promise.all(first.map((agency) => agency.begin()));
      for (const agency of first) load.begin(agency);
      await load.goesOn(first);
      return consortium;
    } catch (error) {
      await consortium.end();
      throw error;
    }
  }

  of(name: string): Agency {
    const agency = this.agencies.find((each) => each.name === name);
    if (agency === undefined) throw new Error(`there is no ${name}`);
    return agency;
  }

  without(...gone: readonly Agency[]): Agency[] {
    return this.agencies.filter((agency) => !gone.includes(agency));
  }

  /** One goes and comes back: of four, nothing is decided meanwhile but by the votes of all the others. */
  async goesOnWithout(gone: Agency): Promise<void> {
    await gone.kill();
    await this.load.goesOn(this.without(gone));
    await gone.begin();
    await this.load.goesOn(this.agencies);
  }

  /** One whose directory is gone begins from a snapshot, with other keys that the rest vote for. */
  async beginAnew(gone: Agency): Promise<void> {
    const others = this.without(gone);
    const member = gone.make({ land: false, officers: gone.data.keys, validatorKey: null });
    const servers = others.map(({ place }) => `http://127.0.0.1:${place.rpc}`);
    const trusted = await trustedBlock(servers, chainIdOf(idOf(this.founding)));
    gone.join(member, this.founding, { servers, trusted });
    await gone.begin();
    await gone.node.says(/began from a snapshot/);
    const { logKey, cosignerKey, validatorKey } = member.governance;
    const keys = { logKey, cosignerKey, validatorKey, compromised: true };
    await this.officers.decide({ kind: "rotate", agency: gone.name, ...keys }, others);
  }

  /**
   * Ends the load, and resolves once all of these show the same checkpoint under the signatures of all.
   * Every transaction that was ever acknowledged must then be on each of them as it was.
   */
  async agree(agencies: readonly Agency[] = this.agencies): Promise<void> {
    await this.load.end();
    await expect
      .poll(() => Promise.all(agencies.map((agency) => agency.shown())), {
        timeout: 60_000,
        interval: 200,
      })
      .toSatisfy((shown: Awaited<ReturnType<Agency["shown"]>>[]) =>
        shown.every((each) => {
          return each?.root === shown[0]?.root && each?.cosigned === agencies.length;
        }),
      );
    expect(this.load.contradictions).toEqual([]);
    expect(this.load.acknowledged.size).toBeGreaterThan(0);
    for (const agency of agencies)
      expect([agency.name, await this.#lostBy(agency)]).toEqual([agency.name, []]);
  }

  async end(): Promise<void> {
    await Promise.all(this.agencies.map((agency) => agency.kill()));
    await this.load.end();
  }

  async #lostBy(agency: Agency): Promise<string[]> {
    const client = createClient(agency.address);
    const lost: string[] = [];
    for (const [id, { index, code }] of this.load.acknowledged) {
      const { body } = await client.transaction({ id });
      if (body.index !== index || body.code !== code) lost.push(id);
    }
    return lost;
  }
}

function found(
  dir: string,
  places: readonly Place[],
  validatorKeys: Readonly<Record<string, Uint8Array>>,
) {
  const keys = join(dir, "keys");
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const made = places.map((place, i) => {
    const name = NAMES[i] ?? `agency-${i}`;
    const agency = new Agency(name, place, new DataDirectory(join(dir, name)));
    const validatorKey = validatorKeys[name] ?? null;
    return { agency, member: agency.make({ land: i === 0, officers: keys, validatorKey }) };
  });
  const members = made.map(({ member }) => member);
  const { founding, id } = agreeOn("faults", members, Date.now() - FOUNDED_MS_AGO);
  for (const { agency, member } of made) agency.join(member, founding, null);
  return { agencies: made.map(({ agency }) => agency), founding, id };
}
