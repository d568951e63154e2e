/** How a package shows a text or JSON value inside which somebody else's key stands: what it says beside the key is shown. */
import { ANOTHER_PERSON } from "./access-columns.ts";
import { escapeExpression, isLoose, readEdgeKeys } from "./edge-values.ts";
import type { Edge } from "./model.ts";

/** The value without the keys of others; `isMine` tells which keys these are not. */
export function maskInside(edge: Edge, value: unknown, isMine: (key: string) => boolean): unknown {
  const isText = typeof value === "string";
  const text = isText ? value : JSON.stringify(value);
  const others = readEdgeKeys(edge, [text]).flatMap(([key = ""]) => (isMine(key) ? [] : [key]));
  if (others.length === 0) return value;
  if (edge.path.length > 0) return isText ? maskPath(text, edge.path) : maskIn(value, edge.path);
  if (edge.pattern === null || !isLoose(edge)) return ANOTHER_PERSON;
  const before = /([^*]*)\{\}/.exec(edge.pattern)?.[1] ?? "";
  const ends = others.map((key) => `${escapeExpression(before + key)}(?![\\p{L}\\p{N}_-])`);
  return text.replace(new RegExp(ends.join("|"), "gu"), () => before + ANOTHER_PERSON);
}

/** JSON in a text: its numbers keep every digit. */
function maskPath(text: string, path: readonly string[]): string {
  const exact = JSON as unknown as { rawJSON(source: string): object };
  const parsed: unknown = JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" && context?.source !== undefined ? exact.rawJSON(context.source) : value,
  );
  return JSON.stringify(maskIn(parsed, path));
}

/** The value with another person at the end of the path, which is known to lead somewhere. */
function maskIn(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return ANOTHER_PERSON;
  const inside = (value as Readonly<Record<string, unknown>>)[step];
  if (Array.isArray(value)) return value.with(Number(step), maskIn(inside, rest));
  return { ...(value as object), [step]: maskIn(inside, rest) };
}
