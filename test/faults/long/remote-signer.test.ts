import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "../../../src/base/text.js";
import { ed25519KeyPair } from "../../../src/crypto/ed25519.js";
import { writeCometKeys } from "../../../src/node/consortium/comet-home.js";
import { newSecret } from "../../../src/node/key-file.js";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasSigner, localPlaces, signerProgram } from "../places.js";
import { Process } from "../process.js";

/** Has CometBFT wait for the signer, and say when it does. */
function leaveKeyTo(address: string, { data }: Agency): void {
  const path = join(data.comet, "config/config.toml");
  const text = readFileSync(path, "utf8");
  const heard = text.replace('log_level = "error"', 'log_level = "privval:info,*:error"');
  writeFileSync(path, `priv_validator_laddr = "${address}"\n${heard}`);
}

/** With the key, in a directory of its own. */
function signerOf(vault: string, address: string, { data }: Agency): Process {
  const genesis = readFileSync(join(data.comet, "config/genesis.json"), "utf8");
  return new Process(() => [
    ...[signerProgram, "-addr", address, "-chain-id", JSON.parse(genesis).chain_id],
    ...["-priv-key", join(vault, "config/priv_validator_key.json")],
    ...["-priv-state", join(vault, "data/priv_validator_state.json")],
  ]);
}

describe.runIf(hasSigner)("four agencies, of which one has its validator's key elsewhere", () => {
  let four: Consortium;
  let court: Agency;
  let signer: Process;
  const seed = newSecret();
  const key = ed25519KeyPair(seed).publicKey;
  /** It gives up where CometBFT does not listen yet, and CometBFT where nobody comes. */
  async function begin(): Promise<void> {
    await court.begin();
    await court.engine.says(/Blocking for connection/);
    signer.begin();
  }
  beforeAll(async () => {
    const [dir, vault] = [workDir(), workDir()];
    writeCometKeys(vault, { validator: seed, node: newSecret() });
    const options = { late: ["court"], validatorKeys: { court: key } };
    four = await Consortium.begin(dir, localPlaces(4), options);
    court = four.of("court");
    const address = `tcp://127.0.0.1:${court.place.rpc + 50}`;
    leaveKeyTo(address, court);
    signer = signerOf(vault, address, court);
    await begin();
    four.load.begin(court);
    await four.load.goesOn(four.agencies);
  });
  afterAll(async () => {
    await four.end();
    await signer.kill();
  });

  it("decide by its vote where another one is away, with no key on its machine", async () => {
    // CometBFT draws one for which nobody takes its votes.
    const there = readFileSync(join(court.data.comet, "config/priv_validator_key.json"), "utf8");
    expect(JSON.parse(there).pub_key.value).not.toBe(toBase64(key));
    await four.goesOnWithout(four.of("treasury"));
  });

  it("go on while the signer is away, its agency says so, and votes again when it is back", async () => {
    await signer.kill();
    await four.load.goesOn(four.without(court));
    await court.node.says(/ENGINE_QUORUM/);
    signer.begin();
    await four.load.goesOn(four.agencies);
  });

  it("stop while the signer and another agency are away, and go on when it is back", async () => {
    const treasury = four.of("treasury");
    await treasury.kill();
    await four.load.goesOn(four.without(treasury));
    await signer.kill();
    await four.of("registry").node.says(/ENGINE_QUORUM/);
    signer.begin();
    await four.load.goesOn(four.without(treasury));
    await treasury.begin();
    await four.load.goesOn(four.agencies);
  });

  it("go on while its CometBFT is killed, and both come back", async () => {
    await court.engine.kill();
    await signer.kill();
    await four.load.goesOn(four.without(court));
    await begin();
    await four.load.goesOn(four.agencies);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
