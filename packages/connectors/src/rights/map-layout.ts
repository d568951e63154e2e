/** Which parts of a map stand on one line: a review reads an edge, a period or a key at a glance. */
import { type Document, isCollection, isMap, isScalar, type ParsedNode } from "yaml";

type Node = Document["contents"] | ParsedNode;

const DETAILS: ReadonlySet<string> = new Set(["key", "identifiers", "retain", "restrict"]);
const LINES: ReadonlySet<string> = new Set(["edges", "columns"]);

/** `tables: { <table>: { key } }`, and each line of `edges` and `columns`. */
function isLine([root, , entry = "", ...more]: readonly string[]): boolean {
  return root === "tables" && (more.length === 0 ? DETAILS.has(entry) : LINES.has(entry));
}

/** Sets what was made anew on one line where that is how maps are written. `path`: where it stands in the map. */
export function layOut(node: Node, path: readonly string[]): void {
  if (!isCollection(node)) return;
  if (isLine(path)) node.flow = true;
  else if (isMap(node))
    for (const { key, value } of node.items) layOut(value as Node, [...path, String(isScalar(key) ? key.value : key)]);
}
