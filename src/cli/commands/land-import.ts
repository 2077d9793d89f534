import { apiLimits } from "../../api/values.js";
import { toHex } from "../../base/text.js";
import type { Signer } from "../../crypto/signer.js";
import { decodeShape } from "../../modules/land/geometry/decode-shape.js";
import type { Parcel } from "../../sdk/geojson/parcel.js";
import { fileLimit } from "../../sdk/geojson/read-parcels.js";
import { writeParcels } from "../../sdk/geojson/write-parcels.js";
import { clientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { exit } from "../exit.js";
import { readBytes, writeOut } from "../files.js";
import { bodyFromJson } from "../json-body.js";
import { signingKey } from "../keys.js";
import { type ImportResult, importParcels } from "../land/import.js";
import { type ParcelOnRecord, parcelsOnRecord } from "../land/on-record.js";
import { networkId } from "../network.js";
import { type Answer, printable } from "../output.js";

type ImportOptions = Common & {
  readonly office?: string;
  readonly district?: string;
  readonly level: string;
  readonly date?: string;
};

export function landImportCommand() {
  return command(
    "import",
    "register parcels in bulk, by the registrar's key",
    "land import commune.geojson",
  )
    .argument("<file>", "a GeoJSON FeatureCollection of parcels")
    .option(
      "--office <id>",
      "office whose daybook takes them; by default the only one that the key serves",
    )
    .option(
      "--district <id>",
      "district where they lie; by default the only one that the key serves",
    )
    .option("--level <id>", "level of the parcels", "surface")
    .option("--date <date>", "date of the file's state, ISO 8601; today by default")
    .action(runs<ImportOptions, [string]>(importFile));
}

async function importFile(options: ImportOptions, file: string): Promise<Answer> {
  const bytes = readBytes(file, fileLimit);
  const { signer } = await signingKey(options, "registrar");
  const client = clientOf(options);
  const { office, organisation, district } = await placeOf(options, signer);
  const result = await importParcels(bytes, {
    client,
    network: await networkId(options),
    registrar: signer,
    place: { office, district, level: options.level },
    validatedBy: organisation,
    date: options.date ?? new Date().toISOString().slice(0, 10),
  });
  const done = result.refused.length === 0 ? exit.done : exit.no;
  return { json: result, text: textOf(result), exit: done };
}

/** Where the parcels go: whatever is not said must follow from the key. @throws CLI_CHOICE */
async function placeOf(options: ImportOptions, signer: Signer) {
  const { items } = (await clientOf(options).landOffices({ limit: apiLimits.page })).body;
  const serves = await reachOf(options, signer);
  const offices = items
    .map(({ id, value: { organisation, districts } }) => ({
      id,
      organisation,
      districts: districts.filter((district) => serves(organisation, district)),
    }))
    .filter(({ id, districts }) =>
      options.office === undefined ? districts.length > 0 : id === options.office,
    );
  const [office, another] = offices;
  if (office === undefined || another !== undefined) {
    throw cliError("CLI_CHOICE", { choose: "--office", of: items.map(({ id }) => id).join(" ") });
  }
  const districts = options.district === undefined ? office.districts : [options.district];
  const [district, second] = districts;
  if (district === undefined || second !== undefined) {
    throw cliError("CLI_CHOICE", { choose: "--district", of: districts.join(" ") });
  }
  return { office: office.id, organisation: office.organisation, district };
}

/** Whether the key signs as a registrar for a district of an organisation. */
async function reachOf(options: ImportOptions, { thumbprint }: Signer) {
  const keyId = toHex(thumbprint);
  const registrars = { role: "registrar", limit: apiLimits.page } as const;
  const { items } = (await clientOf(options).officers(registrars)).body;
  const held = items.filter(({ keyIds }) => keyIds.includes(keyId));
  return (organisation: string, district: string): boolean =>
    held.some(
      ({ value: { organisation: of, within } }) =>
        of === organisation && (within === null || within.includes(district)),
    );
}

function textOf({ features, registered, flagged, refused, seconds }: ImportResult): string {
  const lines = refused.map(({ feature, code, facts }) =>
    printable(`  ${feature}: ${code} ${JSON.stringify(facts)}`),
  );
  const summary = `${registered} of ${features} parcels on record, ${flagged} with a flag, ${refused.length} refused, in ${seconds} s.`;
  return [summary, ...lines].join("\n");
}

export function landExportCommand() {
  return command(
    "export",
    "write the parcels on record as GeoJSON",
    "land export -o parcels.geojson",
  )
    .requiredOption("-o, --output <file>")
    .option("--level <id>", "level of the parcels", "surface")
    .action(
      runs<Common & { readonly output: string; readonly level: string }, []>(async (options) => {
        const all = [...(await parcelsOnRecord(clientOf(options))).values()];
        const parcels = all.filter(({ level }) => level === options.level);
        writeOut(options.output, writeParcels(parcels.map(parcelOf)));
        return {
          json: { file: options.output, parcels: parcels.length },
          text: `${options.output}: ${parcels.length} parcels.`,
        };
      }),
    );
}

/** What the register knows of a parcel; what the source said besides did not go on record. */
function parcelOf({ id, reference, legalAreaM2, shape }: ParcelOnRecord): Parcel {
  const unknown = { commune: null, prefix: null, section: null, number: null };
  const times = { surveyed: null, created: null, updated: null };
  const figure = decodeShape(bodyFromJson(JSON.parse(shape)));
  return { id, reference, legalAreaM2, shape: figure, ...unknown, ...times };
}
