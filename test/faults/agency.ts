import { fileURLToPath } from "node:url";
import { toHex } from "../../src/base/text.js";
import { joinNetwork } from "../../src/cli/consortium/join.js";
import { makeMember, type NewMember } from "../../src/cli/consortium/member.js";
import type { FoundingFile, MemberFile } from "../../src/cli/consortium/member-file.js";
import { cometBinary } from "../../src/cli/consortium/processes.js";
import { parseCheckpoint } from "../../src/crypto/checkpoint.js";
import { parseNote } from "../../src/crypto/note.js";
import type { StateSyncFrom } from "../../src/node/consortium/comet-home.js";
import type { DataDirectory } from "../../src/node/data-directory.js";
import { chance } from "../../src/node/found.js";
import { Process } from "./process.js";

const program = fileURLToPath(new URL("../../bin/counterfoil", import.meta.url));

/** Where an agency's two processes are reached, and what runs them. */
export type Place = {
  readonly host: string;
  readonly port: number;
  readonly p2p: number;
  readonly rpc: number;
  /** Command that runs each of them: `["ip", "netns", "exec", "court"]`. */
  readonly under: readonly string[];
};

export type Shown = { readonly size: number; readonly root: string; readonly cosigned: number };

/** One agency: its node, and the CometBFT that orders for it. */
export class Agency {
  readonly name: string;
  readonly place: Place;
  readonly data: DataDirectory;
  readonly node: Process;
  readonly engine: Process;
  /** Command between `under` and the programs. */
  wrapper: readonly string[] = [];
  /** CometBFT's program. */
  comet = cometBinary();

  constructor(name: string, place: Place, data: DataDirectory) {
    this.name = name;
    this.place = place;
    this.data = data;
    const { under, port } = place;
    this.node = new Process(() => [
      ...[...under, ...this.wrapper, process.execPath, program, "start", "--data", data.root],
      ...["--port", String(port), "--host", "0.0.0.0"],
    ]);
    this.engine = new Process(() => [
      ...[...under, ...this.wrapper, this.comet, "start", "--home", data.comet],
    ]);
  }

  /** Its keys, in a directory that has none. */
  make(more: Pick<NewMember, "land" | "officers" | "validatorKey">): MemberFile {
    const { host, p2p } = this.place;
    const member = { name: this.name, node: this.address, p2p: `${host}:${p2p}`, ...more };
    return makeMember(this.data, member, chance);
  }

  /** Puts into its directory what it begins with. */
  join(member: MemberFile, founding: FoundingFile, stateSync: StateSyncFrom | null): void {
    const { host, p2p, rpc } = this.place;
    const listen = { p2p: `${host}:${p2p}`, rpc: `127.0.0.1:${rpc}`, stateSync };
    joinNetwork(this.data, member, founding, listen);
  }

  /** Has its CometBFT keep as many blocks as that. */
  keep(keptBlocks: number): void {
    const { consortium, ...config } = this.data.readConfig();
    if (consortium === undefined) throw new Error(`${this.name} has not joined`);
    this.data.writeConfig({ ...config, consortium: { ...consortium, keptBlocks } });
  }

  /** Heights of the oldest block and the newest that its CometBFT has. */
  async blocks(): Promise<{ readonly oldest: number; readonly newest: number }> {
    const answer = await fetch(`http://127.0.0.1:${this.place.rpc}/status`);
    const { earliest_block_height: oldest, latest_block_height: newest } = (await answer.json())
      .result.sync_info;
    return { oldest: Number(oldest), newest: Number(newest) };
  }

  get address(): string {
    return `http://${this.place.host}:${this.place.port}`;
  }

  /** Begins what does not run; resolves once the node is ready. */
  async begin(env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (!this.node.running) this.node.begin(env);
    await this.node.says(/^Counterfoil is ready/m);
    if (!this.engine.running) this.engine.begin(env);
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await Promise.all([this.node.kill(signal), this.engine.kill(signal)]);
  }

  /** CometBFT first: without its application it would not end. */
  async end(): Promise<void> {
    this.resume();
    await this.engine.kill("SIGTERM");
    await this.node.kill("SIGTERM");
  }

  pause(): void {
    this.node.pause();
    this.engine.pause();
  }

  resume(): void {
    this.node.resume();
    this.engine.resume();
  }

  /** A figure of its `/metrics`; fails where it does not answer. */
  async figure(name: string): Promise<number> {
    const answer = await fetch(`${this.address}/metrics`, { signal: AbortSignal.timeout(2000) });
    const lines = (await answer.text()).split("\n");
    return Number(
      lines
        .find((each) => each.startsWith(`counterfoil_${name} `))
        ?.split(" ")
        .at(-1),
    );
  }

  /** What it shows; null where it does not answer, or shows nothing yet. */
  async shown(): Promise<Shown | null> {
    try {
      const response = await fetch(`${this.address}/log/checkpoint`);
      if (!response.ok) return null;
      const { text, signatures } = parseNote(await response.text());
      const { size, root } = parseCheckpoint(text);
      const cosigned = signatures.filter(({ signature }) => signature.length > 64).length;
      return { size, root: toHex(root), cosigned };
    } catch {
      return null;
    }
  }
}
