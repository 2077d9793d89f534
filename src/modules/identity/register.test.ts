import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { Consortium, keyOf } from "../../../test/consortium.js";
import { binding, signer } from "../../../test/network.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import { algorithms } from "../../ledger/envelope.js";
import { exportGenesis } from "./genesis.js";
import { organisationDigest } from "./organisation-digest.js";
import { office, official, organisation, roles } from "./schema.js";
import type { RegisterBody } from "./transactions.js";

/** A governor of an agency, and somebody who is nowhere on the ledger. */
const [governor, stranger] = [signer(1), signer(79)];
const terms = { within: null, upTo: null, until: null };
const chief = {
  handle: "archive-chief",
  key: binding(signer(70)),
  offices: [
    { role: "administrator" as const, ...terms },
    { role: "governor" as const, ...terms },
  ],
};
const archive: RegisterBody = {
  id: "archive",
  name: "State archive",
  reference: new Uint8Array(32).fill(9),
  officials: [chief],
};

let consortium: Consortium;
beforeEach(() => {
  consortium = new Consortium();
});
const accredit = (body: RegisterBody) =>
  consortium.decide({ kind: "accredit", organisation: body.id, digest: organisationDigest(body) });
const register = (body: Cbor, by = governor) => consortium.run("identity.register", body, by);

describe("an organisation that was not there at the founding", () => {
  it("comes on record with its officials, who act for it from then on", () => {
    expect(accredit(archive)).toBe("ok");
    expect(register(archive)).toBe("ok");
    const { id, officials: _, ...rest } = archive;
    expect(consortium.reader.read(organisation, id)?.value).toEqual(rest);
    const clerk = { organisation: id, handle: "clerk-2", key: binding(signer(71)) };
    const appoint = { ...clerk, office: { role: "registrar", ...terms } };
    expect(consortium.run("identity.appoint", appoint, signer(70))).toBe("ok");
    expect(consortium.broken()).toEqual([]);
  });

  it("can become an agency, and then votes", () => {
    accredit(archive);
    register(archive);
    const keys = { logKey: keyOf(72), cosignerKey: keyOf(73), validatorKey: keyOf(74) };
    const admit = { kind: "admit", agency: "archive", organisation: "archive", ...keys };
    expect(consortium.decide({ ...admit, replaces: null })).toBe("ok");
    consortium.block();
    expect(consortium.agencies).toContain("archive");
    const { transaction, id } = consortium.proposal({ kind: "raise-threshold", threshold: 5 });
    consortium.block(transaction);
    const ballot = { proposal: id, agency: "archive", approve: true };
    expect(consortium.run("governance.vote", ballot, signer(70))).toBe("ok");
    expect(consortium.broken()).toEqual([]);
  });

  it("is registered by whoever sends what was accredited", () => {
    accredit(archive);
    expect(register(archive, stranger)).toBe("ok");
  });

  it("is what was decided on last", () => {
    const renamed = { ...archive, name: "National archive" };
    accredit(archive);
    accredit(renamed);
    expect(register(archive)).toBe("IDENTITY_NOT_ACCREDITED");
    expect(register(renamed)).toBe("ok");
    expect(register(renamed)).toBe("IDENTITY_ORGANISATION_TAKEN");
    expect(accredit(archive)).toBe("IDENTITY_ORGANISATION_TAKEN");
  });

  it("needs agencies that decide", () => {
    expect(register(archive)).toBe("IDENTITY_NOT_ACCREDITED");
  });

  it.each<[string, RegisterBody]>([
    ["IDENTITY_ORGANISATION_TAKEN", { ...archive, id: "court" }],
    ["IDENTITY_HANDLE_TAKEN", { ...archive, officials: [{ ...chief, handle: "governor0" }] }],
    ["IDENTITY_HANDLE_TAKEN", { ...archive, officials: [chief, chief] }],
    ["IDENTITY_KEY_TAKEN", { ...archive, officials: [{ ...chief, key: binding(governor) }] }],
    [
      "IDENTITY_KEY_ALGORITHM",
      {
        ...archive,
        officials: [{ ...chief, key: { ...chief.key, algorithm: algorithms.ES256 } }],
      },
    ],
    [
      "IDENTITY_OFFICE_TAKEN",
      { ...archive, officials: [{ ...chief, offices: [...chief.offices, ...chief.offices] }] },
    ],
    [
      "IDENTITY_OFFICE_PAST",
      {
        ...archive,
        officials: [{ ...chief, offices: [{ role: "governor", ...terms, until: 1 }] }],
      },
    ],
  ])("is refused with %s, and leaves nothing", (code, body) => {
    accredit(body);
    const before = exportGenesis(consortium.records);
    expect(register(body)).toBe(code);
    expect(exportGenesis(consortium.records)).toEqual(before);
    expect(consortium.broken()).toEqual([]);
  });
});

const anOffice = fc.record({
  role: fc.constantFrom(...roles),
  within: fc.option(fc.array(fc.constant("main"), { minLength: 1, maxLength: 2 })),
  upTo: fc.option(fc.nat()),
  until: fc.constantFrom(null, Number.MAX_SAFE_INTEGER),
});
const anOfficial = fc.record({
  seed: fc.integer({ min: 70, max: 89 }),
  offices: fc.uniqueArray(anOffice, { selector: ({ role }) => role, maxLength: 3 }),
});
const anOrganisation: fc.Arbitrary<RegisterBody> = fc.record({
  id: fc.constantFrom("archive", "weather"),
  name: fc.string({ minLength: 1, maxLength: 20 }),
  reference: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })),
  officials: fc
    .uniqueArray(anOfficial, { selector: ({ seed }) => seed, maxLength: 3 })
    .map((officials) =>
      officials.map(({ seed, offices }) => ({
        handle: `o-${seed}`,
        key: binding(signer(seed)),
        offices,
      })),
    ),
});

it("registers exactly what was accredited, whatever else is sent", () => {
  fc.assert(
    fc.property(anOrganisation, anOrganisation, (accredited, sent) => {
      consortium = new Consortium();
      accredit(accredited);
      const same = sha256(encodeCbor(accredited)).join() === sha256(encodeCbor(sent)).join();
      expect(register(sent)).toBe(same ? "ok" : "IDENTITY_NOT_ACCREDITED");
      if (!same) expect(register(accredited)).toBe("ok");
      const registered = exportGenesis(consortium.records).organisations.filter(
        ({ id }) => id === accredited.id,
      );
      expect(registered.map(({ name, reference }) => ({ name, reference }))).toEqual([
        { name: accredited.name, reference: accredited.reference },
      ]);
      for (const { handle, offices } of accredited.officials) {
        expect(consortium.reader.read(official, handle)?.value.organisation).toBe(accredited.id);
        for (const each of offices) {
          const held = consortium.reader.read(office, `${handle}~${each.role}`)?.value;
          expect(held).toEqual({ organisation: accredited.id, ...each });
        }
      }
      expect(consortium.broken()).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
