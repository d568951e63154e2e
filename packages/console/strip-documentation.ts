/**
 * Leaves out of the bundle what the contract says to readers: summaries, descriptions, examples and lists of refusals of
 * endpoints, and the words at fields. The console calls endpoints and checks their answers; it shows none of these.
 */
import { type ESTree, type Plugin, parseSync, Visitor } from "vite";

/** What the console never reads of an endpoint. */
const UNREAD = new Set(["summary", "description", "errors", "ledger", "example"]);

interface Range {
  readonly start: number;
  readonly end: number;
}

export function stripDocumentation(): Plugin {
  return {
    name: "kept:strip-documentation",
    // Before types are taken out: it reads the sources as they are written.
    enforce: "pre",
    transform: {
      filter: { id: /\/contract\/src\/[\w-]+\.ts$/ },
      handler: (code, id) => ({ code: stripText(code, id), map: null }),
    },
  };
}

/** Writes JSON Schema: what only the reference and OpenAPI are made with, on the server. */
const WRITERS = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

/** The schema library refers to its writers of JSON Schema whether or not anybody asks for one; here they write nothing. */
export function stripSchemaWriters(): Plugin {
  return {
    name: "kept:strip-schema-writers",
    enforce: "pre",
    transform: { filter: { id: WRITERS }, handler: (code, id) => ({ code: emptyFunctions(code, id), map: null }) },
  };
}

/** A module with the same exports, all of them functions that do nothing. */
export function emptyFunctions(code: string, file: string): string {
  const names: string[] = [];
  new Visitor({
    ExportNamedDeclaration({ declaration, specifiers }) {
      for (const { exported } of specifiers) if (exported.type === "Identifier") names.push(exported.name);
      if (declaration?.type === "FunctionDeclaration" && declaration.id !== null) names.push(declaration.id.name);
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) if (id.type === "Identifier") names.push(id.name);
      }
    },
  }).visit(parseSync(file, code).program);
  return names.map((name) => `export const ${name} = () => {};\n`).join("");
}

/** The text of a module of the contract without its documentation. */
export function stripText(code: string, file: string): string {
  const ranges: Range[] = [];
  new Visitor({
    CallExpression(call) {
      const { callee } = call;
      if (callee.type === "Identifier" && callee.name === "endpoint") ranges.push(...unreadOf(call, code));
      // `schema.meta({ description })` is the schema as it was before.
      if (callee.type === "MemberExpression" && !callee.computed && callee.property.name === "meta")
        ranges.push({ start: callee.object.end, end: call.end });
    },
  }).visit(parseSync(file, code).program);
  let kept = "";
  let position = 0;
  for (const { start, end } of ranges.sort((one, other) => one.start - other.start)) {
    // What stands inside of something that is left out is left out with it.
    if (start < position) continue;
    kept += code.slice(position, start);
    position = end;
  }
  return kept + code.slice(position);
}

/** Properties of an endpoint's literal that nobody reads, each with the comma behind it. */
function unreadOf(call: ESTree.CallExpression, code: string): readonly Range[] {
  const [literal] = call.arguments;
  if (literal?.type !== "ObjectExpression") return [];
  return literal.properties.flatMap((property) => {
    if (property.type !== "Property" || property.key.type !== "Identifier" || !UNREAD.has(property.key.name)) return [];
    const comma = /^\s*,/.exec(code.slice(property.end))?.[0] ?? "";
    return [{ start: property.start, end: property.end + comma.length }];
  });
}
