import { decodeCbor } from "../../codec/cbor-decode.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { decodeCoseKey } from "../../crypto/cose-key.js";
import { algorithms } from "../../ledger/envelope.js";
import { type Generators, pick, type Scene } from "../../ledger/generator.js";
import type { Reader } from "../../ledger/module.js";
import { accreditation } from "./accreditations.js";
import { freeze } from "./freezes.js";
import { openProposals } from "./queries.js";
import { agency, network, THIS_NETWORK } from "./schema.js";

export type GeneratorNeeds = {
  /** Some organisation, agency or not. */
  readonly someOrganisation: (scene: Scene) => string | null;
  /** An organisation that could come on record, with the digest of what registers it. */
  readonly newOrganisation: (scene: Scene) => { organisation: string; digest: Uint8Array };
  /** Some title of land. */
  readonly someTitle: (scene: Scene) => string | null;
  /** Key of a governor of the organisation; null where there is none. */
  readonly governor: (reader: Reader, organisation: string) => string | null;
};

/** Renewals that an ordinary run has: each makes the node sign with other keys after its next start. */
const RENEWAL_IN = 15;
const ENOUGH_EPOCHS = 20;
/** Of these, what is left to proposals that change who the agencies are. */
const ENOUGH_CHANGES = 10;
const HOUR_MS = 3_600_000;
/** A height that no run comes to: there every node would stop for want of the version. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Proposals for this module's transactions (`ledger/generator.ts`). */
export const generators = (needs: GeneratorNeeds): Generators => ({
  propose: (scene) => {
    const { chance, reader, time } = scene;
    const { agencies = [], epochs = 0 } = reader.read(network, THIS_NETWORK)?.value ?? {};
    const by = pick(chance, agencies);
    if (by === undefined || chance.below(4) > 0) return null;
    // First of all, so that every run has organisations that come later.
    const accredits = scene.count(accreditation) === 0 || epochs > ENOUGH_CHANGES;
    const action = accredits ? accrediting(scene, needs) : someAction(scene, needs, agencies);
    const deadline = time + 1 + chance.below(4 * HOUR_MS);
    return { body: { agency: by, deadline, action }, signers: governors(needs, reader, [by]) };
  },

  vote: (scene) => {
    const { chance, reader } = scene;
    const voted = pick(chance, openProposals(reader));
    const by = pick(chance, reader.read(network, THIS_NETWORK)?.value.agencies ?? []);
    if (voted === undefined || by === undefined) return null;
    const body = { proposal: voted.id, agency: by, approve: chance.below(5) > 0 };
    return { body, signers: governors(needs, reader, [by]) };
  },

  withdraw: (scene) => {
    const { chance, reader } = scene;
    const open = pick(chance, openProposals(reader));
    if (open === undefined || chance.below(3) > 0) return null;
    return {
      body: { proposal: open.id },
      signers: governors(needs, reader, [open.value.agency]),
    };
  },

  renew: (scene) => {
    const { chance, reader, size } = scene;
    const { agencies = [], epochs = 0 } = reader.read(network, THIS_NETWORK)?.value ?? {};
    if (chance.below(RENEWAL_IN) > 0 || epochs > ENOUGH_EPOCHS) return null;
    const keys = agencies.map((name) => ({
      name,
      logKey: freshEd25519(scene),
      cosignerKey: freshEd25519(scene),
    }));
    const body = { closing: size, lostTo: size + 1 + chance.below(100), keys };
    return { body, signers: governors(needs, reader, agencies) };
  },
});

/** A governor's key of each of the agencies. */
function governors(needs: GeneratorNeeds, reader: Reader, agencies: readonly string[]): string[] {
  const keyIds = agencies.flatMap((name) => {
    const organisation = reader.read(agency, name)?.value.organisation;
    return organisation === undefined ? [] : (needs.governor(reader, organisation) ?? []);
  });
  return [...new Set(keyIds)];
}

function someAction(scene: Scene, needs: GeneratorNeeds, agencies: readonly string[]): Cbor {
  const { chance } = scene;
  const some = pick(chance, agencies) ?? "";
  const organisation = needs.someOrganisation(scene) ?? "";
  const compromised = chance.below(2) === 0;
  const keys = () => ({
    logKey: freshEd25519(scene),
    cosignerKey: freshEd25519(scene),
    validatorKey: chance.below(2) === 0 ? null : freshEd25519(scene),
  });
  switch (chance.below(13)) {
    case 0:
      return { kind: "admit", agency: organisation, organisation, ...keys(), replaces: null };
    case 1:
      return { kind: "admit", agency: organisation, organisation, ...keys(), replaces: some };
    case 2:
      return { kind: "remove", agency: some, compromised };
    case 3:
      return { kind: "raise-threshold", threshold: 1 + chance.below(agencies.length) };
    case 4: {
      const value = 1_048_576 + chance.below(20_000_000);
      return { kind: "set-parameter", parameter: "engine.blockBytes", value };
    }
    case 5: {
      // Digests either way, so that nothing is refused for it.
      const publicity = compromised ? "closed" : "open";
      return { kind: "set-publicity", field: "identity/reads.root", publicity };
    }
    case 6: {
      // None of these simulated signers uses it.
      const from = chance.below(1000);
      return { kind: "set-algorithm", algorithm: algorithms.WebAuthn, from, to: null };
    }
    case 7: {
      const version = 2 + chance.below(9);
      return { kind: "activate", module: "governance", version, height: NEVER };
    }
    case 8:
      return { kind: "strike", index: chance.below(scene.size + 9), leafHash: chance.bytes(32) };
    case 9:
      return freezing(scene, needs);
    case 10:
      return accrediting(scene, needs);
    default:
      return { kind: "rotate", agency: some, ...keys(), compromised };
  }
}

/** What changes no agencies, and so may be decided as often as a run likes. */
const accrediting = (scene: Scene, needs: GeneratorNeeds): Cbor => ({
  kind: "accredit",
  ...needs.newOrganisation(scene),
});

/** A freeze of some title, for minutes, or the end of one. */
function freezing(scene: Scene, needs: GeneratorNeeds): Cbor {
  const { chance, time } = scene;
  const order = chance.bytes(32);
  const frozen = scene.some(freeze);
  if (frozen !== null) return { kind: "unfreeze", title: frozen, order };
  const title = needs.someTitle(scene) ?? "none";
  return { kind: "freeze", title, order, until: time + 60_000 + chance.below(HOUR_MS) };
}

function freshEd25519(scene: Scene): Uint8Array {
  for (;;) {
    const key = decodeCoseKey(decodeCbor(scene.freshKey().coseKey));
    if (key.kind === "Ed25519") return key.x;
  }
}
