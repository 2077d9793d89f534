import { describe, expect, it } from "vitest";
import { fromHex } from "../base/text.js";
import { formatCheckpoint, originOf, parseCheckpoint } from "./checkpoint.js";

const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");

describe("checkpoints", () => {
  it.each(["0", "1", "20852163", "9007199254740991"])("reads and writes size %s", (size) => {
    const checkpoint = parseCheckpoint(text("origin", size, root));
    expect(checkpoint.size).toBe(Number(size));
    expect(formatCheckpoint(checkpoint)).toBe(text("origin", size, root));
  });

  it("names the log by network and genesis", () => {
    const genesis = fromHex(`bb5cc219${"00".repeat(28)}`);
    expect(originOf("demo", genesis)).toBe("counterfoil/demo/bb5cc219");
  });

  it.each([
    ["CHECKPOINT_LINES", ""],
    ["CHECKPOINT_LINES", text("origin", "1")],
    ["CHECKPOINT_LINES", text("origin", "1", root, "extension")],
    ["CHECKPOINT_LINES", text("origin", "1", root, "")],
    ["CHECKPOINT_LINES", text("", "1", root)],
    ["CHECKPOINT_LINES", text("origin", "", root)],
    ["CHECKPOINT_LINES", text("origin", "1", root).slice(0, -1)],
    ["CHECKPOINT_SIZE", text("origin", "01", root)],
    ["CHECKPOINT_SIZE", text("origin", "+1", root)],
    ["CHECKPOINT_SIZE", text("origin", "-1", root)],
    ["CHECKPOINT_SIZE", text("origin", "1 ", root)],
    ["CHECKPOINT_SIZE", text("origin", "1e3", root)],
    ["CHECKPOINT_SIZE", text("origin", "0x1", root)],
    ["CHECKPOINT_SIZE", text("origin", "٣", root)],
    ["CHECKPOINT_SIZE", text("origin", "9007199254740992", root)],
    ["CHECKPOINT_SIZE", text("origin", "99999999999999999999", root)],
    ["CHECKPOINT_ROOT", text("origin", "1", "AAAA")],
    ["CHECKPOINT_ROOT", text("origin", "1", root.slice(0, -1))],
    ["CHECKPOINT_ROOT", text("origin", "1", root.replace("2I=", "2J="))],
    ["CHECKPOINT_ROOT", text("origin", "1", `${root} `)],
    ["CHECKPOINT_ROOT", text("origin", "1", root.replaceAll("/", "_"))],
  ])("%s: %j", (code, broken) => {
    expect(() => parseCheckpoint(broken)).toThrowError(expect.objectContaining({ code }));
  });

  it.each([
    ["CHECKPOINT_LINES", { origin: "a\nb", size: 1, root: new Uint8Array(32) }],
    ["CHECKPOINT_SIZE", { origin: "a", size: -1, root: new Uint8Array(32) }],
    ["CHECKPOINT_SIZE", { origin: "a", size: 1.5, root: new Uint8Array(32) }],
    ["CHECKPOINT_ROOT", { origin: "a", size: 1, root: new Uint8Array(31) }],
  ])("%s: does not write what it would not read", (code, broken) => {
    expect(() => formatCheckpoint(broken)).toThrowError(expect.objectContaining({ code }));
  });
});
