import { createServer, type Server } from "node:http";
import { concatBytes } from "#src/base/bytes.js";
import { utf8Encode } from "#src/base/text.js";
import { readRemoteCheckpoint } from "#src/node/copy/remote-checkpoint.js";
import { RemoteLog } from "#src/node/copy/remote-log.js";
import { fuzzError } from "../errors.js";
import { mutateBytes } from "../make/bytes.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertTrue } from "./same.js";

const leaves = bytes("fact").slice(0, 6);
/** As C2SP tlog-tiles has an entry bundle: length u16, bytes. */
const bundle = new Uint8Array(
  Buffer.concat(leaves.flatMap((leaf) => [Uint8Array.of(leaf.length >> 8, leaf.length), leaf])),
);
const answers = [
  [bundle],
  [new Uint8Array(6 * 32), new Uint8Array(256 * 32)],
  texts("note").slice(0, 3).map(utf8Encode),
];

/** Answers whatever it is asked with the input of the moment. */
class Liar {
  readonly #server: Server;
  answer: Uint8Array = new Uint8Array(0);

  constructor() {
    this.#server = createServer((_, response) => response.end(this.answer));
  }

  async open(): Promise<string> {
    await new Promise<void>((done) => void this.#server.listen(0, "127.0.0.1", done));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw fuzzError("FUZZ_USAGE");
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

const liar = new Liar();
let remote: RemoteLog | null = null;

/** What another node serves to a replica: a bundle, a tile or a checkpoint, by the first byte. */
const servedLog: Target = {
  name: "served-log",
  kind: "decoders",
  weight: 0.02,
  open: async () => {
    remote ??= new RemoteLog({ from: await liar.open() });
  },
  make: (chance) => {
    const kind = chance.below(3);
    const answer = chance.pick(answers[kind] ?? []);
    const changed = chance.oneIn(4) ? answer : mutateBytes(chance, answer, answers.flat());
    return concatBytes(Uint8Array.of(kind), changed);
  },
  run: async (input) => {
    liar.answer = input.subarray(1);
    if (remote === null) throw fuzzError("FUZZ_USAGE");
    const asked = (input[0] ?? 0) % 3;
    if (asked === 0) {
      const read = await remote.bundle(0, leaves.length);
      assertTrue(read.length === leaves.length, "entries");
      return "bundle";
    }
    if (asked === 1) return `${(await remote.tile(0, 0, 6)).length} bytes`;
    return `size ${(await readRemoteCheckpoint(remote)).checkpoint.size > 0}`;
  },
  refusals: /^REMOTE_ANSWER$/,
  close: async () => {
    if (remote === null) return;
    remote = null;
    await liar.close();
  },
};

export const servedLogTargets: readonly Target[] = [servedLog];
