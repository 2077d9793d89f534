import { expect } from "vitest";
import { toHex } from "../src/base/text.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import type { MemorySigner } from "../src/crypto/signer.js";
import { decodeEnvelope } from "../src/ledger/envelope.js";
import { DataDirectory } from "../src/node/data-directory.js";
import { found } from "../src/node/found.js";
import { Served } from "./served.js";
import { tempDir } from "./temp-log.js";

const HOUR_MS = 3_600_000;

/** A node of four agencies whose governors' keys are all here. */
export class Governed {
  static readonly agencies = ["registry", "court", "treasury", "audit"] as const;
  readonly served: Served;

  private constructor(served: Served) {
    this.served = served;
  }

  static async start(): Promise<Governed> {
    const data = new DataDirectory(tempDir());
    const officer = (role: "governor" | "registrar") => ({ role, within: null });
    found(data, {
      network: "four",
      demo: true,
      time: Date.now(),
      agencies: Governed.agencies.map((name) => ({
        name,
        title: name,
        officers: [officer("governor"), officer("registrar")],
      })),
      land: { levels: [], offices: [] },
    });
    return new Governed(await Served.start({ data }));
  }

  propose(action: Cbor) {
    const deadline = Date.now() + HOUR_MS;
    return this.#send("governance.propose", { agency: "registry", deadline, action }, "registry");
  }

  vote(proposal: string, agency: string, approve = true) {
    return this.#send("governance.vote", { proposal, agency, approve }, agency);
  }

  async #send(type: string, body: Cbor, agency: string) {
    const bytes = this.served.envelope(type, body, this.#governor(agency));
    const { code } = await this.served.node.submit(bytes);
    return { id: toHex(decodeEnvelope(bytes).id), code };
  }

  #governor(agency: string): MemorySigner {
    const keys = this.served.node.opened.data.readKeys();
    const key = keys.find(({ use }) => use?.agency === agency && use.role === "governor");
    if (key === undefined) expect.unreachable();
    return key.signer;
  }
}
