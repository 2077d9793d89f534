import { useState } from "preact/hooks";
import { officialSigner } from "../keys/official.js";
import type { KeptOfficial } from "../keys/store.js";
import { useLoaded } from "../parts/action.js";
import { type IslandProps, startIsland } from "../parts/island.js";
import { Problem } from "../parts/problem.js";
import { Drafts } from "./drafts.js";
import { Enrolments } from "./enrolments.js";
import { Key } from "./key.js";
import { Lodged } from "./lodged.js";

/** What waits for an official, each list asked for by the official's own key. */
function Desk({ session }: IslandProps) {
  const { value, error } = useLoaded(() => session.store.getAll("officials"));
  const [chosen, setChosen] = useState<KeptOfficial | null>(null);
  if (value === null) return <Problem error={error} />;
  const official = chosen ?? value[0] ?? null;
  const key = <Key session={session} officials={value} chosen={official} onChosen={setChosen} />;
  if (official === null) return key;
  const signer = officialSigner(official);
  const client = session.clientAs(signer);
  return (
    <div key={official.keyId}>
      <Enrolments session={session} client={client} signer={signer} />
      <Drafts client={client} keyId={official.keyId} />
      <Lodged session={session} signer={signer} />
      {key}
    </div>
  );
}

startIsland(Desk);
