import { isCoded } from "../base/errors.js";
import type { Module } from "../ledger/module.js";
import { accreditedDigest } from "./governance/accreditations.js";
import { frozenSince } from "./governance/freezes.js";
import { governanceModule } from "./governance/index.js";
import { identityModule } from "./identity/index.js";
import {
  requireNoOrganisation,
  requireOfficer,
  requireOrganisation,
  requirePerson,
  requireSigned,
} from "./identity/view.js";
import { titleNamed } from "./land/entries.js";
import { landModule } from "./land/index.js";

/**
 * Every version of every module that this program has; a network's genesis says which it runs.
 * The one place where modules meet: what each needs is cut out of another's view here.
 */
export const availableModules: readonly Module[] = [
  identityModule({ accredited: accreditedDigest }),
  governanceModule({
    governs: (reader, signatories, organisation, time) => {
      try {
        const need = { role: "governor", organisation, district: null } as const;
        requireOfficer(reader, signatories, need, time);
        return true;
      } catch (error) {
        if (isCoded(error)) return false;
        throw error;
      }
    },
    organisation: requireOrganisation,
    noOrganisation: requireNoOrganisation,
    title: (reader, id) => void titleNamed(reader, id),
  }),
  landModule({
    registrar: (reader, signatories, district, time, preferred) => {
      const need = { role: "registrar", district, ...(preferred && { preferred }) } as const;
      return requireOfficer(reader, signatories, need, time);
    },
    organisation: requireOrganisation,
    person: requirePerson,
    frozenSince,
    signed: requireSigned,
    signedFor: (reader, signatories, organisation, time) => {
      const need = { role: "representative", organisation, district: null } as const;
      requireOfficer(reader, signatories, need, time);
    },
  }),
];
