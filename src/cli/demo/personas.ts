import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { toHex } from "../../base/text.js";
import { handle as handleRecord } from "../../modules/identity/schema.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { keyFileText } from "../../node/key-file.js";
import type { Persona, Personas } from "../../portal/demo/personas.js";
import { paperCode } from "../../sdk/paper-code.js";
import { REGISTRY } from "./agencies.js";
import type { Taken } from "./cast.js";
import { registrarOf } from "./officials.js";
import { KNOWN, type Person } from "./people.js";
import { type District, districts } from "./town/plan.js";
import type { Town } from "./town/town.js";
import type { Story } from "./year/story.js";

const roles = ["seller", "coOwner", "buyer", "buyer"] as const;

/** Who can be tried at one click, as they stand when the year ends. Durable when it returns. */
export async function writePersonas(data: DataDirectory, story: Story, town: Town): Promise<void> {
  const file: Personas = {
    version: 1,
    personas: [
      ...(await Promise.all(
        story.people.slice(0, KNOWN).map((person, i) => personOf(story, town, person, i)),
      )),
      ...(Object.keys(districts) as District[]).map(officialOf),
    ],
  };
  const temporary = `${data.personas}.new`;
  mkdirSync(dirname(temporary), { recursive: true, mode: 0o700 });
  writeFileSync(temporary, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(temporary, data.personas);
}

async function personOf(story: Story, town: Town, person: Person, i: number): Promise<Persona> {
  const taken = story.cast.taken.filter((one) => one.person === person);
  const handles = await Promise.all(taken.map((one) => handleOf(story, one)));
  return {
    id: `person-${i + 1}`,
    role: roles[i] ?? "buyer",
    name: person.name,
    holds: handles.flatMap(({ title }) =>
      title === null ? [] : { title, address: addressOf(town, title) },
    ),
    district: null,
    person: { paperCode: paperCode(person.secret), handles },
    keyFile: null,
  };
}

async function handleOf(story: Story, taken: Taken) {
  const { handle, number } = taken;
  const holding = await story.cast.at(taken, 0);
  const { openings } = await story.cast.enrolment(holding, story.pen.time);
  const holds = story.estates.find(({ owners }) =>
    owners.some(({ parties }) =>
      parties.some((party) => party.kind === "person" && party.holding.handle === handle),
    ),
  );
  return {
    handle,
    number,
    version: 0,
    openings: openings.map(({ salt, path, value }) => ({ salt: toHex(salt), path, value })),
    made: story.pen.node.reader.read(handleRecord, handle)?.value.made ?? 0,
    title: holds?.title ?? null,
  };
}

function officialOf(district: District): Persona {
  const { secret } = registrarOf(district);
  const { locality, registrar } = districts[district];
  const use = { agency: REGISTRY, role: "registrar" };
  return {
    id: `registrar-${district}`,
    role: "registrar",
    name: registrar,
    holds: [],
    district: locality,
    person: null,
    keyFile: keyFileText({ algorithm: "Ed25519", secret, use }, null),
  };
}

function addressOf({ lots, streets }: Town, title: string): string {
  const lot = lots.find(({ id }) => id === title);
  const street = streets.find(({ id }) => id === lot?.street);
  return `${lot?.number} ${street?.name}, ${street?.locality}`;
}
