import { decodeCbor } from "../../codec/cbor-decode.js";
import { decodeCoseKey } from "../../crypto/cose-key.js";
import type { Generators, Scene } from "../../ledger/generator.js";
import type { Reader } from "../../ledger/module.js";
import { agency, network, THIS_NETWORK } from "./schema.js";

export type GeneratorNeeds = {
  /** Key of a governor of the organisation; null where there is none. */
  readonly governor: (reader: Reader, organisation: string) => string | null;
};

/** Renewals that an ordinary run has: each makes the node sign with other keys after its next start. */
const RENEWAL_IN = 40;
const ENOUGH_EPOCHS = 20;

/** Proposals for this module's transactions (`ledger/generator.ts`). */
export const generators = (needs: GeneratorNeeds): Generators => ({
  renew: (scene) => {
    const { chance, reader, size } = scene;
    const { agencies = [], epochs = 0 } = reader.read(network, THIS_NETWORK)?.value ?? {};
    if (chance.below(RENEWAL_IN) > 0 || epochs > ENOUGH_EPOCHS) return null;
    const keys = agencies.map((name) => ({
      name,
      logKey: freshEd25519(scene),
      cosignerKey: freshEd25519(scene),
    }));
    const governors = agencies.flatMap((name) => {
      const organisation = reader.read(agency, name)?.value.organisation;
      return organisation === undefined ? [] : (needs.governor(reader, organisation) ?? []);
    });
    const body = { closing: size, lostTo: size + 1 + chance.below(100), keys };
    return { body, signers: [...new Set(governors)] };
  },
});

function freshEd25519(scene: Scene): Uint8Array {
  for (;;) {
    const key = decodeCoseKey(decodeCbor(scene.freshKey().coseKey));
    if (key.kind === "Ed25519") return key.x;
  }
}
