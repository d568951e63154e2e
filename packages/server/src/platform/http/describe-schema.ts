/** A JSON schema as lines that people read: name, type, description, indented by depth. */
import type { JsonObject, OpenApiDocument } from "@kept/contract/openapi";

export interface SchemaLine {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  readonly depth: number;
}

/** Deeper than this is better read in an example. */
const MAX_DEPTH = 3;

/** The fields of an object schema, or one line for anything else. */
export function describeSchema(schema: JsonObject | undefined, document: OpenApiDocument): readonly SchemaLine[] {
  if (schema === undefined) return [];
  const lines = describeFields(schema, document, 0);
  if (lines.length > 0) return lines;
  const type = typeName(schema, document);
  return type === "object"
    ? []
    : [{ name: "(the whole)", type, required: true, description: textOf(schema), depth: 0 }];
}

function describeFields(schema: JsonObject, document: OpenApiDocument, depth: number): readonly SchemaLine[] {
  const { properties, required } = resolve(unwrap(schema, document), document) as {
    properties?: Readonly<Record<string, JsonObject>>;
    required?: readonly string[];
  };
  if (properties === undefined || depth > MAX_DEPTH) return [];
  return Object.entries(properties).flatMap(([name, field]) => [
    {
      name,
      type: typeName(field, document),
      required: required?.includes(name) ?? false,
      description: textOf(field) || textOf(resolve(field, document)),
      depth,
    },
    ...describeFields(field, document, depth + 1),
  ]);
}

/** The object inside a list or beside null. */
function unwrap(schema: JsonObject, document: OpenApiDocument): JsonObject {
  const resolved = resolve(schema, document);
  const items = resolved["items"];
  if (isObject(items)) return unwrap(items, document);
  const options = resolved["anyOf"];
  if (Array.isArray(options)) {
    const real = (options as readonly JsonObject[]).filter((option) => option["type"] !== "null");
    if (real.length === 1 && real[0] !== undefined) return unwrap(real[0], document);
  }
  return resolved;
}

function typeName(schema: JsonObject, document: OpenApiDocument): string {
  const resolved = resolve(schema, document);
  if (Array.isArray(resolved["enum"])) return resolved["enum"].map(String).join(" | ");
  if (resolved["const"] !== undefined) return JSON.stringify(resolved["const"]);
  const options = resolved["anyOf"] ?? resolved["oneOf"];
  if (Array.isArray(options)) return options.map((option) => typeName(option as JsonObject, document)).join(" | ");
  const items = resolved["items"];
  if (isObject(items)) return `list of ${typeName(items, document)}`;
  const type = Array.isArray(resolved["type"]) ? resolved["type"].join(" | ") : String(resolved["type"] ?? "any");
  const format = typeof resolved["format"] === "string" ? ` (${resolved["format"]})` : "";
  const fallback = resolved["default"] === undefined ? "" : `, ${JSON.stringify(resolved["default"])} if left out`;
  return `${type}${format}${fallback}`;
}

function resolve(schema: JsonObject, document: OpenApiDocument): JsonObject {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return schema;
  return document.components.schemas[reference.split("/").at(-1) ?? ""] ?? {};
}

function textOf(schema: JsonObject): string {
  return typeof schema["description"] === "string" ? schema["description"] : "";
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
