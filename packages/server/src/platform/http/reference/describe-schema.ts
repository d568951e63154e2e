/** A JSON schema as lines that people read: name, type, description, indented by depth. */
import type { JsonObject, OpenApiDocument } from "@kept/contract/openapi";

/** A piece of a type: words, or an object that has a name and stands elsewhere. */
export type TypePart = string | { readonly shape: string };

export interface SchemaLine {
  readonly name: string;
  readonly type: readonly TypePart[];
  readonly required: boolean;
  readonly description: string;
  readonly depth: number;
}

export interface SchemaText {
  /** The whole in one line. */
  readonly type: readonly TypePart[];
  readonly description: string;
  /** Its fields; none where it is no object, or one with a name of its own. */
  readonly lines: readonly SchemaLine[];
}

/** Deeper than this is better read in an example. */
const MAX_DEPTH = 3;

/** A body or an answer. Objects with names are not unfolded: they stand once, and lines lead to them. */
export function describeSchema(schema: JsonObject, document: OpenApiDocument): SchemaText {
  return {
    type: typeOf(schema, document),
    description: textOf(schema) || textOf(resolve(schema, document)),
    lines: describeFields(schema, document, 0),
  };
}

/** An object with a name, unfolded. */
export function describeShape(name: string, document: OpenApiDocument): SchemaText {
  return describeSchema(document.components.schemas[name] ?? {}, document);
}

/** Names of the objects that a text leads to. */
export function shapesIn({ type, lines }: SchemaText): readonly string[] {
  const parts = [...type, ...lines.flatMap((line) => line.type)];
  return parts.flatMap((part) => (typeof part === "string" ? [] : [part.shape]));
}

function describeFields(schema: JsonObject, document: OpenApiDocument, depth: number): readonly SchemaLine[] {
  const object = unwrap(schema, document);
  if (object === null || depth > MAX_DEPTH) return [];
  const { properties = {}, required = [] } = object as {
    properties?: Readonly<Record<string, JsonObject>>;
    required?: readonly string[];
  };
  return Object.entries(properties).flatMap(([name, field]) => [
    {
      name,
      type: typeOf(field, document),
      required: required.includes(name),
      description: textOf(field) || textOf(resolve(field, document)),
      depth,
    },
    ...describeFields(field, document, depth + 1),
  ]);
}

/** The object inside a list or beside null; null where it has a name and stands elsewhere. */
function unwrap(schema: JsonObject, document: OpenApiDocument): JsonObject | null {
  if (shapeName(schema, document) !== null) return null;
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

function typeOf(schema: JsonObject, document: OpenApiDocument): readonly TypePart[] {
  const shape = shapeName(schema, document);
  if (shape !== null) return [{ shape }];
  const resolved = resolve(schema, document);
  if (Array.isArray(resolved["enum"])) return [resolved["enum"].map(String).join(" | ")];
  if (resolved["const"] !== undefined) return [JSON.stringify(resolved["const"])];
  const options = resolved["anyOf"] ?? resolved["oneOf"];
  if (Array.isArray(options))
    return options.flatMap((option, at) => [...(at === 0 ? [] : [" | "]), ...typeOf(option as JsonObject, document)]);
  const items = resolved["items"];
  if (isObject(items)) return ["list of ", ...typeOf(items, document)];
  const type = Array.isArray(resolved["type"]) ? resolved["type"].join(" | ") : String(resolved["type"] ?? "any");
  const format = typeof resolved["format"] === "string" ? ` (${resolved["format"]})` : "";
  const fallback = resolved["default"] === undefined ? "" : `, ${JSON.stringify(resolved["default"])} if left out`;
  return [`${type}${format}${fallback}`];
}

/** The name of an object that has one. Lists of words have names for programs, and are read where they stand. */
function shapeName(schema: JsonObject, document: OpenApiDocument): string | null {
  const reference = schema["$ref"];
  if (typeof reference !== "string") return null;
  const name = reference.split("/").at(-1) ?? "";
  return document.components.schemas[name]?.["properties"] === undefined ? null : name;
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
