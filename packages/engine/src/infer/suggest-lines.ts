/** Writes the lines of a map that findings suggest. */
import type { Edge } from "../model.ts";

const PLAIN = /^[A-Za-z_][\w.-]*$/;

/** A YAML scalar: bare where that is safe. */
export function quoteYaml(text: string): string {
  return PLAIN.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}

/** `tables: { <table>: { <line> } }`, as block YAML. */
export function suggestTable(table: string, line: string): string {
  return `tables:\n  ${quoteYaml(table)}:\n    ${line}`;
}

/** An edge in a map: `"user_id -> users": owner`. */
export function suggestEdge(edge: Pick<Edge, "from" | "columns" | "to" | "role">): string {
  return suggestTable(
    edge.from,
    `edges:\n      ${JSON.stringify(`${edge.columns.join(", ")} -> ${edge.to}`)}: ${edge.role}`,
  );
}
