import { sdkError } from "../../sdk/errors.js";

/** The answer's bytes; of one that goes on for ever no more is kept than asked for. @throws REMOTE_ANSWER */
export async function readBody(
  response: Response,
  path: string,
  mostBytes: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > mostBytes) {
      await reader?.cancel();
      throw sdkError("REMOTE_ANSWER", { path, problem: "too long" });
    }
    parts.push(part.value);
  }
  return new Uint8Array(Buffer.concat(parts, length));
}
