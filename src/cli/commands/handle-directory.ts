import { join } from "node:path";
import { ENROLMENT_BYTES, purposes } from "../../api/routes/directory.js";
import { limits } from "../../base/limits.js";
import { fromHex, toHex, utf8Encode } from "../../base/text.js";
import { isCborObject } from "../../codec/cbor-value.js";
import { checkRead } from "../../ledger/read-tree.js";
import { askingOf } from "../../sdk/asking.js";
import type { Client } from "../../sdk/client.js";
import { openPerson } from "../../sdk/person.js";
import { makeDirectory } from "../../storage/disk.js";
import { clientOf, signedClientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { readBytes, writeOut } from "../files.js";
import { openKey, signingKey } from "../keys.js";
import { networkId } from "../network.js";
import { decodeOpenings, readOpenings } from "../openings-file.js";
import { type Answer, printable } from "../output.js";
import { fetchReceipt } from "../proved.js";
import { showTime } from "../times.js";

/** What the directory of persons is asked (docs/concepts/directory.md). */
export function directoryCommands() {
  return [
    command(
      "ask",
      "send an enrolment to the directory, where its registrar finds it",
      "handle ask ana.tx --openings ana.openings.json",
    )
      .argument("<file>")
      .requiredOption("--openings <file>", "what opens its commitments")
      .action(runs<Common & { readonly openings: string }, [string]>(ask)),
    command(
      "waiting",
      "the enrolments that wait for a registrar's signature",
      "handle waiting -o requests --as registrar.key",
    )
      .option("-o, --output <dir>", "write the drafts there, to be signed and submitted")
      .action(runs<Common & { readonly output?: string }, []>(waiting)),
    command(
      "decline",
      "decline an enrolment that waits for you; it is erased at once",
      "handle decline 5f0c6d3e2b1a49788776655443322110 --as registrar.key",
    )
      .argument("<handle>")
      .action(runs<Common, [string]>(decline)),
    command(
      "who",
      "who has a handle; the person can see that you asked",
      "handle who 5f0c6d3e2b1a49788776655443322110 --purpose registration --as registrar.key",
    )
      .argument("<handle>")
      .requiredOption("--purpose <purpose>", purposes.join(", "))
      .action(runs<Common & { readonly purpose: string }, [string]>(who)),
    command(
      "reads",
      "who looked you up, when, in what capacity, why",
      "handle reads --as ana.key",
    ).action(runs<Common, []>(reads)),
  ];
}

async function ask(options: Common & { readonly openings: string }, file: string): Promise<Answer> {
  const envelope = toHex(readBytes(file, limits.envelopeBytes));
  const body = { envelope, openings: readOpenings(options.openings) };
  const bytes = utf8Encode(JSON.stringify(body));
  if (bytes.length > ENROLMENT_BYTES) throw cliError("CLI_USAGE", { file, needs: "an enrolment" });
  const type = "application/json";
  const { body: json } = await clientOf(options).requestEnrolment({}, { type, bytes });
  const until = showTime(json.validUntil);
  return { json, text: `The registrar can see it until ${until}: transaction ${json.id}` };
}

async function decline(options: Common, handle: string): Promise<Answer> {
  const { signer } = await signingKey(options, "registrar");
  const client = await signedClientOf(options, signer);
  const { body: json } = await client.declineEnrolment({ handle });
  return { json, text: `Declined ${handle}: what was asked for is erased.` };
}

async function waiting(options: Common & { readonly output?: string }): Promise<Answer> {
  const { signer } = await signingKey(options, "registrar");
  const client = await signedClientOf(options, signer);
  const { items } = (await client.waitingEnrolments({ purpose: "enrolment" })).body;
  const network = await networkId(options);
  // Not the directory's word: what a signature on the draft would confirm.
  const asking = items.flatMap((item) => {
    const made = askingOf(item, network);
    return made === null ? [] : [{ ...item, ...made }];
  });
  const refused = items.map(({ id }) => id).filter((id) => !asking.some((item) => item.id === id));
  const { output } = options;
  if (output !== undefined) makeDirectory(output);
  for (const { id, envelope } of asking) {
    if (output !== undefined) writeOut(join(output, `${id}.tx`), fromHex(envelope));
  }
  const lines = asking.map(({ id, handle, person, known }) => {
    const differs = known === null ? "" : `, known: ${known.differs.join(", ") || "the same"}`;
    return `${id}  ${handle}  ${Object.values(person).join(", ")}${differs}`;
  });
  const wrong = refused.map(
    (id) => `${id}  is no enrolment of whom the directory shows: not to be signed`,
  );
  return { json: { items: asking, refused }, text: [...lines, ...wrong].map(printable).join("\n") };
}

async function who(
  options: Common & { readonly purpose: string },
  handle: string,
): Promise<Answer> {
  const purpose = purposes.find((known) => known === options.purpose);
  if (purpose === undefined) throw cliError("CLI_USAGE", { needs: purposes.join(", ") });
  const role = purpose === "courtOrder" ? "governor" : "registrar";
  const { signer } = await signingKey(options, role);
  const client = await signedClientOf(options, signer);
  const { body } = await client.personOfHandle({ handle, purpose });
  const { receipt } = await fetchReceipt(options, { key: `identity/handle/${handle}` });
  // Not the directory's word: what the handle's record on the ledger commits to.
  const person = openPerson(receipt.fact.value ?? null, decodeOpenings(body.openings));
  const { assurance, vouchedBy } = body;
  const lines = [
    Object.values(person).join(", "),
    `assurance ${assurance}, vouched for by ${vouchedBy}`,
  ];
  const text = lines.map(printable).join("\n");
  return { json: { handle, person, assurance, vouchedBy }, text };
}

async function reads(options: Common): Promise<Answer> {
  if (options.as === undefined) throw cliError("CLI_USAGE", { needs: "--as" });
  const { signer } = await openKey(options.as, options);
  const { handle, items } = await allReads(await signedClientOf(options, signer));
  const roots = new Map<string, Uint8Array>();
  const shown = [];
  for (const { opening, proof } of items) {
    if (proof !== null) {
      const root = roots.get(proof.key) ?? (await rootOf(options, proof.key));
      roots.set(proof.key, root);
      const place = { index: proof.index, path: proof.path.map(fromHex) };
      checkRead({ ...opening, salt: fromHex(opening.salt) }, place, root);
    }
    shown.push({ ...opening.value, proved: proof?.key ?? null });
  }
  const lines = shown.map(({ time, by, capacity, organisation, purpose, proved }) => {
    const whom = organisation === null ? capacity : `${capacity} of ${organisation}`;
    return `${showTime(time)}  ${purpose}  ${whom} (${by})  ${proved ?? "under no root yet"}`;
  });
  return { json: { handle, items: shown }, text: lines.map(printable).join("\n") };
}

async function allReads(client: Client) {
  const first = (await client.ownReads({})).body;
  const items = [...first.items];
  for (let { next } = first; next !== null; ) {
    const { body } = await client.ownReads({ cursor: next });
    items.push(...body.items);
    next = body.next;
  }
  return { handle: first.handle, items };
}

/** Of a fact whose own proof was checked. */
async function rootOf(options: Common, key: string): Promise<Uint8Array> {
  const { value } = (await fetchReceipt(options, { key })).receipt.fact;
  const root = isCborObject(value) ? value["root"] : undefined;
  return root instanceof Uint8Array ? root : new Uint8Array(0);
}
