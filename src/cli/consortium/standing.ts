import { toHex } from "../../base/text.js";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import type { Member } from "./layout.js";

/** How an agency of a local consortium stands; null where it does not answer. */
export type Standing = {
  readonly name: string;
  /** Address for `--node`. */
  readonly node: string;
  /** Of the newest block that it shows. */
  readonly height: number | null;
  readonly size: number | null;
  readonly root: string | null;
  /** Cosignatures under its checkpoint. */
  readonly cosignatures: number;
  /** Code of why it takes nothing in; null while it does. */
  readonly trouble: string | null;
};

export const addressOf = ({ port }: Member): string => `http://localhost:${port}`;

export async function standingOf(member: Member): Promise<Standing> {
  const node = addressOf(member);
  const unknown = { height: null, size: null, root: null, cosignatures: 0, trouble: null };
  const away = { name: member.name, node, ...unknown };
  try {
    const response = await fetch(`${node}/log/checkpoint`);
    if (!response.ok) return away;
    const { text, signatures } = parseNote(await response.text());
    const { size, root } = parseCheckpoint(text);
    const network = await fetch(`${node}/api/v1/network`);
    const { height } = (await network.json()) as { height: number };
    const cosignatures = signatures.filter(({ signature }) => signature.length > 64).length;
    const health = await fetch(`${node}/health`);
    const { code = null } = (await health.json()) as { code?: string };
    return { ...away, height, size, root: toHex(root), cosignatures, trouble: code };
  } catch {
    return away;
  }
}

/** CometBFT's height; 0 where it does not answer. */
export async function cometHeight({ rpc }: Member): Promise<number> {
  try {
    const response = await fetch(`http://127.0.0.1:${rpc}/status`);
    const { result } = (await response.json()) as {
      result: { sync_info: { latest_block_height: string } };
    };
    return Number(result.sync_info.latest_block_height);
  } catch {
    return 0;
  }
}
