/** How an edge's columns carry the key of what they point at: plain columns, a natural key, inside a string, inside JSON. */
import type { Condition, Edge } from "./model.ts";
import type { Key, RowMatch } from "./store.ts";

/** The rows of `edge.from` that point at these values of `edge.toColumns`. */
export function matchChildren(edge: Edge, parents: readonly Key[]): RowMatch {
  const { when } = edge;
  const column = edge.columns[0] ?? "";
  if (edge.path.length > 0) return { kind: "json", column, path: edge.path, in: parents.map(firstText), when };
  if (edge.pattern === null) return { kind: "key", columns: edge.columns, in: parents, fold: edge.match, when };
  const pattern = edge.pattern;
  if (!pattern.includes("*")) {
    const inside = parents.map((key) => [pattern.replace("{}", firstText(key))]);
    return { kind: "key", columns: [column], in: inside, fold: false, when };
  }
  const patterns = parents.map((key) =>
    pattern
      .split(/(\{\}|\*)/)
      .map((part) => (part === "*" ? "%" : escapeLike(part === "{}" ? firstText(key) : part)))
      .join(""),
  );
  return { kind: "like", column, patterns, when };
}

/** The rows of `edge.to` that these values of `edge.columns` point at. Null where the direction cannot be followed. */
export function matchParents(edge: Edge, values: readonly (readonly (string | null)[])[]): RowMatch | null {
  const keys = values.map((value) => readEdgeValue(edge, value)).filter((key) => key !== null);
  if (keys.length === 0) return null;
  return { kind: "key", columns: edge.toColumns, in: keys, fold: edge.match, when: {} };
}

/** The key of the target that a row's edge columns hold, or null when they hold none. */
export function readEdgeValue(edge: Edge, value: readonly (string | null)[]): Key | null {
  if (value.some((part) => part === null)) return null;
  const [first = ""] = value as readonly string[];
  if (edge.path.length > 0) return readJsonPath(first, edge.path);
  if (edge.pattern === null) return edge.match ? value.map((part) => foldText(part ?? "")) : (value as Key);
  const expression = edge.pattern
    .split(/(\{\}|\*)/)
    .map((part) => (part === "{}" ? "(.+?)" : part === "*" ? ".*" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  const found = new RegExp(`^${expression}$`, "s").exec(first)?.[1];
  return found === undefined ? null : [found];
}

/** The same text for natural keys that differ in case or surrounding blanks only. */
export function foldText(text: string): string {
  return text.trim().toLowerCase();
}

/** Does a row satisfy an equality condition? `read` gives its value of a column. */
export function holds(when: Condition, read: (column: string) => string | null): boolean {
  return Object.entries(when).every(([column, values]) => values.includes(read(column)));
}

function readJsonPath(text: string, path: readonly string[]): Key | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  for (const step of path) {
    if (value === null || typeof value !== "object") return null;
    value = (value as Record<string, unknown>)[step];
  }
  return typeof value === "string" || typeof value === "number" ? [String(value)] : null;
}

function firstText(key: Key): string {
  return key[0] ?? "";
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
