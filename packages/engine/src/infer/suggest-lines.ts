/** Writes the lines of a map that findings suggest. */
import { SEPARATOR } from "../lists.ts";
import type { Edge } from "../model.ts";
import type { Habit } from "./habits.ts";

const PLAIN = /^[A-Za-z_][\w.-]*$/;

/** A YAML scalar: bare where that is safe. */
export function quoteYaml(text: string): string {
  return PLAIN.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}

/** `tables: { <table>: { <line> } }`, as block YAML. */
export function suggestTable(table: string, line: string): string {
  return `tables:\n  ${quoteYaml(table)}:\n    ${line}`;
}

/** `naming: { "<column> -> <table>": <role> }`: a line for all columns of that name. */
export function suggestNaming({ column, to, toColumn }: Habit, role: string): string {
  const target = toColumn === null ? to : `${to}(${toColumn})`;
  return `naming:\n  ${JSON.stringify(`${column} -> ${target}`)}: ${role}`;
}

type SuggestedEdge = Pick<
  Edge,
  "from" | "columns" | "to" | "toColumns" | "role" | "when" | "match" | "pattern" | "path" | "same"
> & { readonly list?: { readonly separator: string } };

/** An edge in a map, whole: without its condition or pattern it would mean other rows. */
export function suggestEdge(edge: SuggestedEdge): string {
  const name = `${edge.columns.join(", ")} -> ${edge.to}(${edge.toColumns.join(", ")})`;
  const when = Object.entries(edge.when).map(([column, values]) => `${quoteYaml(column)}: ${writeValues(values)}`);
  const more = [
    ...(when.length === 0 ? [] : [`when: { ${when.join(", ")} }`]),
    ...(edge.match ? ["match: true"] : []),
    ...(edge.pattern === null ? [] : [`pattern: ${JSON.stringify(edge.pattern)}`]),
    ...(edge.path.length === 0 ? [] : [`path: [${edge.path.map(quoteYaml).join(", ")}]`]),
    ...(edge.list === undefined
      ? []
      : [`list: ${edge.list.separator === SEPARATOR ? "true" : JSON.stringify(edge.list.separator)}`]),
    ...(edge.same ? ["same: true"] : []),
  ];
  const value = more.length === 0 ? edge.role : `{ ${[`role: ${edge.role}`, ...more].join(", ")} }`;
  return suggestTable(edge.from, `edges:\n      ${JSON.stringify(name)}: ${value}`);
}

function writeValues(values: readonly (string | null)[]): string {
  const written = values.map((value) => (value === null ? "null" : quoteYaml(value)));
  return written.length === 1 ? (written[0] ?? "null") : `[${written.join(", ")}]`;
}
