import { my } from "../../messages/my.js";
import { useLoaded } from "../parts/action.js";
import { type IslandProps, startIsland } from "../parts/island.js";
import { Problem } from "../parts/problem.js";
import { Device } from "./device.js";
import { Enrol } from "./enrol.js";
import { Codes } from "./handles.js";
import { Holdings } from "./holdings.js";
import { Reads } from "./reads.js";
import { Receipts } from "./receipts.js";
import { Secret } from "./secret.js";
import { readThings } from "./things.js";
import { Waiting } from "./waiting.js";

/** A person's own things: from this device and the ledger, of which no account anywhere knows. */
function My({ session }: IslandProps) {
  const { value, error, reload } = useLoaded(() => readThings(session));
  if (value === null) return <Problem error={error} />;
  const { secret, handles, receipts, trust, isOfficial } = value;
  const props = { session, reload };
  return (
    <>
      <Problem error={error} />
      {isOfficial && (
        <p class="cf-caution">
          <span>
            {my.desk.here} <a href="/desk">{my.desk.link}</a>
          </span>
        </p>
      )}
      {secret === null ? (
        <Secret {...props} secret={secret} />
      ) : (
        <>
          <Waiting key={handles.length} session={session} handles={handles} />
          <Holdings {...props} handles={handles} />
          <Codes {...props} handles={handles} />
          <Enrol {...props} />
          <Reads session={session} handles={handles} />
          <Receipts {...props} receipts={receipts} trust={trust} />
          <Secret {...props} secret={secret} />
          <Device session={session} />
        </>
      )}
    </>
  );
}

startIsland(My);
