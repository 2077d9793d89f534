import { fromHex } from "../../../base/text.js";
import { type Persona, personasFile } from "../../demo/personas.js";
import { demo } from "../../messages/demo.js";
import { takeOfficialKey } from "../keys/official.js";
import { restoreSecret } from "../keys/secret.js";
import { type KeyStore, openKeyStore } from "../keys/store.js";

/** Makes this browser a persona's: their secret or official key in the place of whatever was there. */
async function become(store: KeyStore, { person, keyFile }: Persona): Promise<string> {
  for (const kept of ["secret", "handles", "officials"] as const) await store.clear(kept);
  if (keyFile !== null) {
    await takeOfficialKey(store, keyFile);
    return "/desk";
  }
  if (person === null) return "/";
  await restoreSecret(store, person.paperCode);
  for (const { title: _, openings, ...handle } of person.handles) {
    const kept = openings.map(({ salt, ...opening }) => ({ salt: fromHex(salt), ...opening }));
    await store.put("handles", { ...handle, openings: kept });
  }
  return "/my";
}

async function take(button: HTMLButtonElement, said: Element): Promise<void> {
  said.textContent = demo.taking;
  const response = await fetch("/demo/personas.json");
  const { personas } = personasFile.parse(await response.json());
  const persona = personas.find(({ id }) => id === button.dataset["persona"]);
  if (persona === undefined) throw new Error(demo.failed);
  const store = await openKeyStore();
  const next = await become(store, persona);
  store.close();
  said.textContent = demo.taken(persona.name);
  location.assign(next);
}

const said = document.querySelector("#taken");
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-persona]")) {
  if (said === null) break;
  button.addEventListener("click", () => {
    take(button, said).catch(() => {
      said.textContent = demo.failed;
    });
  });
  button.disabled = false;
}
