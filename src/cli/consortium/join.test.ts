import { join } from "node:path";
import { expect, it } from "vitest";
import { tempDir } from "../../../test/temp-log.js";
import { DataDirectory } from "../../node/data-directory.js";
import { chance } from "../../node/found.js";
import { agreeOn, joinNetwork } from "./join.js";
import { makeMember } from "./member.js";

function made(name: string, land: boolean) {
  const data = new DataDirectory(join(tempDir(), name));
  const at = { node: `https://${name}.example`, p2p: `${name}.example:26656` };
  const options = { name, land, officers: data.keys, validatorKey: null, ...at };
  return { data, member: makeMember(data, options, chance) };
}

it("lets a founder begin with other keys than at the founding from a snapshot alone", () => {
  const [registry, court] = [made("registry", true), made("court", false)];
  const { founding, id } = agreeOn("two", [registry.member, court.member], 1_700_000_000_000);
  const listen = { p2p: "0.0.0.0:26656", rpc: "127.0.0.1:26657", stateSync: null };
  expect(joinNetwork(court.data, court.member, founding, listen)).toEqual({ id, founder: true });
  const { data, member } = made("court", false);
  expect(() => joinNetwork(data, member, founding, listen)).toThrowError(
    expect.objectContaining({ code: "CLI_MEMBERS" }),
  );
  const trusted = { height: 7, hash: "00".repeat(32) };
  const stateSync = { servers: ["http://a.example", "http://b.example"], trusted };
  const back = joinNetwork(data, member, founding, { ...listen, stateSync });
  expect(back).toEqual({ id, founder: false });
});
