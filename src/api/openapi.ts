import { z } from "zod";
import type { AnswerType, Route } from "./route.js";
import { errorBody } from "./values.js";

type Schema = Record<string, unknown>;

/** An OpenAPI 3.1 document; operations bear the routes' names. */
export type OpenApi = {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The OpenAPI document of the routes: made from what the server checks, so it cannot say otherwise. */
export function openApi(routes: Readonly<Record<string, Route>>, version: string): OpenApi {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operation(name, route),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Counterfoil",
      version,
      description:
        "What a public ledger holds. Every record carries `key`, the key of the fact that proves it: `/api/v1/receipts?key=…` gives the receipt, which anyone can check without this server. Times are ms since 1970, bytes lower-case hex.",
    },
    paths,
    components: { schemas: { Error: bodySchema(errorBody) } },
  };
}

function operation(name: string, route: Route): Schema {
  const { tag, summary, description, params, query, bodies } = route;
  return {
    operationId: name,
    tags: [tag],
    summary,
    description,
    parameters: [...parameters("path", params), ...parameters("query", query)],
    ...(bodies.length > 0 && { requestBody: requestBody(route) }),
    responses: responses(route),
  };
}

function parameters(place: "path" | "query", shape: z.ZodObject): Schema[] {
  return Object.entries(shape.shape).map(([name, member]) => {
    const { description, ...schema } = schemaOf(member as z.ZodType, "output");
    const required = place === "path" || !z.safeParse(member, undefined).success;
    return { name, in: place, required, schema, ...(description !== undefined && { description }) };
  });
}

function requestBody({ bodies }: Route): Schema {
  const content = bodies.map(({ type, description }) => {
    return [type, { schema: { description, type: "string", format: "binary" } }];
  });
  return { required: true, content: Object.fromEntries(content) };
}

function responses({ answers, errors }: Route): Schema {
  const good = Object.entries(answers).map(([status, answer]) => [status, response(answer)]);
  const error = { $ref: "#/components/schemas/Error" };
  const bad = [...errors.map(String), "default"].map((status) => [
    status,
    {
      description: sentences[status] ?? "An error.",
      content: { "application/json": { schema: error } },
    },
  ]);
  return Object.fromEntries([...bad, ...good]);
}

function response(answer: AnswerType): Schema {
  const schema =
    answer.type === "application/json"
      ? bodySchema(answer.schema)
      : { type: "string", format: "binary" };
  return { description: "The answer.", content: { [answer.type]: { schema } } };
}

const sentences: Readonly<Record<string, string>> = {
  400: "The request is malformed.",
  404: "There is no such thing on record.",
  409: "The question has no one answer.",
  410: "The entry was struck.",
  413: "The body is too long.",
  415: "The body is of another type.",
  422: "Understood, and refused.",
  503: "The node does not take transactions now.",
  default: "Any other error.",
};

/**
 * What a body is. As an input to its readers, since members may be added that they pass over.
 */
function bodySchema(schema: z.ZodType): Schema {
  return schemaOf(schema, "input");
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    ...{ unrepresentable: "any", io },
    override: ({ jsonSchema }) => evenTuple(jsonSchema),
  });
  return rest;
}

/** A tuple whose members are alike is a list of that length: many tools do not know `prefixItems`. */
function evenTuple(schema: z.core.JSONSchema.BaseSchema): void {
  const { prefixItems: [first, ...rest] = [] } = schema;
  const text = JSON.stringify(first);
  if (first === undefined || rest.some((item) => JSON.stringify(item) !== text)) return;
  delete schema.prefixItems;
  schema.items = first;
}
