/** Builds the OpenAPI 3.1 document from the endpoints. Nothing in it is written by hand. */
import * as z from "zod";
import { type Endpoint, successStatus } from "./endpoint.ts";
import { type ErrorCode, errors } from "./errors.ts";
import { permissions } from "./permissions.ts";
import { commonErrorCodes, ProblemSchema } from "./problems.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonObject>>;
    readonly securitySchemes: Readonly<Record<string, JsonObject>>;
  };
}

export type JsonObject = { readonly [name: string]: unknown };

/** Every code that an endpoint may answer with: its own, those of its access, and those of all. */
export function errorCodesOf(endpoint: Endpoint): readonly ErrorCode[] {
  const guarded = endpoint.access !== "public" && endpoint.access !== "person-link";
  const codes = [
    ...endpoint.errors,
    ...(guarded ? ["unauthenticated", "forbidden"] : []),
    ...(endpoint.access === "person-link" ? ["link_invalid", "link_expired"] : []),
    ...(endpoint.body === undefined ? [] : ["invalid_json", "unsupported_media_type", "body_too_large"]),
    ...(endpoint.method === "get" ? [] : ["cross_site_blocked"]),
    ...commonErrorCodes,
  ];
  return [...new Set(codes)].filter((code): code is ErrorCode => Object.hasOwn(errors, code));
}

/** `requests.list` stands under `requests`. */
export function tagOf(endpoint: Endpoint): string {
  return endpoint.id.split(".")[0] ?? endpoint.id;
}

/** The document for a server at `url`. */
export function buildOpenApi(
  endpoints: readonly Endpoint[],
  server: { url: string; version: string },
): OpenApiDocument {
  const schemas = new Map<string, JsonObject>();
  const toSchema = (schema: z.ZodType, io: "input" | "output"): JsonObject => {
    const rename = componentNames(io);
    const { $defs, ...rest } = z.toJSONSchema(schema, {
      io,
      target: "draft-2020-12",
      unrepresentable: "any",
    }) as JsonObject & { $defs?: Record<string, JsonObject> };
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const { id: _name, ...body } = stripDialect(relocate(definition, rename));
      schemas.set(rename(name), body);
    }
    return liftNamed(stripDialect(relocate(rest, rename)), schemas, rename);
  };
  const problemSchema = toSchema(ProblemSchema, "output");
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const endpoint of endpoints) {
    const operations = paths[endpoint.path] ?? {};
    operations[endpoint.method] = describeOperation(endpoint, toSchema, problemSchema);
    paths[endpoint.path] = operations;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kept",
      version: server.version,
      description: "The interface of a Kept server: requests, systems, the ledger, and who may do what.",
    },
    servers: [{ url: server.url }],
    tags: [...new Set(endpoints.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key" },
        session: { type: "apiKey", in: "cookie", name: "kept.session_token", description: "An operator's session" },
      },
    },
  };
}

function describeOperation(
  endpoint: Endpoint,
  toSchema: (schema: z.ZodType, io: "input" | "output") => JsonObject,
  problemSchema: JsonObject,
): JsonObject {
  const guarded = endpoint.access !== "public" && endpoint.access !== "person-link";
  return {
    operationId: endpoint.id,
    tags: [tagOf(endpoint)],
    summary: endpoint.summary,
    description: endpoint.description,
    ...(guarded ? { security: [{ apiKey: [] }, { session: [] }] } : { security: [] }),
    "x-access": endpoint.access,
    ...(guarded ? { "x-permission-title": permissions[endpoint.access as keyof typeof permissions] } : {}),
    ...(endpoint.ledger === undefined ? {} : { "x-ledger-entry": endpoint.ledger }),
    parameters: [...parametersIn(endpoint, "path", toSchema), ...parametersIn(endpoint, "query", toSchema)],
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: toSchema(endpoint.body, "input"),
                ...(endpoint.example.body === undefined ? {} : { example: endpoint.example.body }),
              },
            },
          },
        }),
    responses: {
      [String(successStatus(endpoint))]: describeSuccess(endpoint, toSchema),
      ...describeProblems(endpoint, problemSchema),
    },
  };
}

function parametersIn(
  endpoint: Endpoint,
  place: "path" | "query",
  toSchema: (schema: z.ZodType, io: "input" | "output") => JsonObject,
): readonly JsonObject[] {
  const object = place === "path" ? endpoint.params : endpoint.query;
  const examples = place === "path" ? endpoint.example.params : endpoint.example.query;
  return Object.entries(object?.shape ?? {}).map(([name, field]) => {
    const schema = field as z.ZodType;
    const { description, ...rest } = toSchema(schema, "output");
    return {
      name,
      in: place,
      required: place === "path" || !schema.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(examples?.[name] === undefined ? {} : { example: examples[name] }),
    };
  });
}

function describeSuccess(
  endpoint: Endpoint,
  toSchema: (schema: z.ZodType, io: "input" | "output") => JsonObject,
): JsonObject {
  const status = successStatus(endpoint);
  if (status === 204) return { description: "Done." };
  if (endpoint.file !== undefined) return { description: "The file.", content: { [endpoint.file]: {} } };
  const schema = endpoint.responses[status];
  const content = {
    ...(schema === undefined ? {} : { schema: toSchema(schema, "output") }),
    ...(endpoint.example.response === undefined ? {} : { example: endpoint.example.response }),
  };
  return endpoint.stream === true
    ? {
        description: "A stream of events; the schema is that of one event's data.",
        content: { "text/event-stream": content },
      }
    : { description: "Done.", content: { "application/json": content } };
}

function describeProblems(endpoint: Endpoint, schema: JsonObject): JsonObject {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorCodesOf(endpoint)) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.map((code) => `\`${code}\`: ${errors[code].title}. ${errors[code].action}`).join("\n\n"),
          content: { "application/problem+json": { schema } },
        },
      ]),
  );
}

/**
 * What a caller may leave out (a default), an answer always has: the two directions are two schemas, and each has its
 * own name.
 */
function componentNames(io: "input" | "output"): (name: string) => string {
  return (name) => (io === "input" ? `${name}Input` : name);
}

/** A schema with a name of its own becomes a reference, whether it stands at the top or inside. */
function liftNamed(schema: JsonObject, schemas: Map<string, JsonObject>, rename: (name: string) => string): JsonObject {
  const { id, ...rest } = schema;
  if (typeof id !== "string") return schema;
  schemas.set(rename(id), rest);
  return { $ref: `#/components/schemas/${rename(id)}` };
}

/** Definitions inside a schema move to the components; their references follow. */
function relocate<T>(value: T, rename: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((inner) => relocate(inner as unknown, rename)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      name === "$ref" && typeof inner === "string"
        ? [name, `#/components/schemas/${rename(inner.replace("#/$defs/", ""))}`]
        : [name, relocate(inner as unknown, rename)],
    ),
  ) as T;
}

function stripDialect(schema: JsonObject): JsonObject {
  const { $schema: _dialect, $id: _address, ...rest } = schema;
  return rest;
}
