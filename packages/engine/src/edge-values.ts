/** How an edge's columns carry the key of what they point at: plain columns, a natural key, inside a string, inside JSON, in a list. */
import { seeBlindly } from "./blind-text.ts";
import { readList } from "./lists.ts";
import type { Condition, Edge } from "./model.ts";
import type { Key, RowMatch } from "./store.ts";

type Values = readonly (string | null)[];

/** The rows of `edge.from` that point at these values of `edge.toColumns`; where it {@link isLoose}, perhaps more. */
export function matchChildren(edge: Edge, parents: readonly Key[]): RowMatch {
  const { when } = edge;
  const column = edge.columns[0] ?? "";
  if (edge.list !== undefined) {
    return { kind: "list", column, separator: edge.list.separator, in: parents.map(firstText), fold: edge.match, when };
  }
  if (edge.path.length > 0) return { kind: "json", column, path: edge.path, in: parents.map(firstText), when };
  if (edge.pattern === null) return { kind: "key", columns: edge.columns, in: parents, fold: edge.match, when };
  const pattern = edge.pattern;
  if (!isLoose(edge)) {
    const inside = parents.map((key) => [pattern.replace("{}", () => firstText(key))]);
    return { kind: "key", columns: [column], in: inside, fold: false, when };
  }
  const patterns = parents.map((key) =>
    splitPattern(pattern)
      .map((part) => (part === "*" ? "%" : escapeLike(part === "{}" ? firstText(key) : part)))
      .join(""),
  );
  return { kind: "like", column, patterns, when };
}

/** The rows of `edge.to` that these values of `edge.columns` point at. Null when they point at nothing. */
export function matchParents(edge: Edge, values: readonly Values[]): RowMatch | null {
  const keys = values.flatMap((value) => readEdgeKeys(edge, value));
  if (keys.length === 0) return null;
  return { kind: "key", columns: edge.toColumns, in: keys, fold: edge.match, when: {} };
}

/**
 * The keys of the target that a row's edge columns can hold: none or one; those of a list, each once; and more also where a
 * pattern with `*` can be read in several ways (a key is then a run of letters, digits, `_` and `-`).
 */
export function readEdgeKeys(edge: Edge, value: Values): readonly Key[] {
  if (!isFilled(value)) return [];
  const [first = ""] = value;
  if (edge.list !== undefined) {
    const keys = readList(edge.list, first);
    return [...new Set(edge.match ? keys.map(foldText) : keys)].map((key) => [key]);
  }
  if (edge.path.length > 0) return readJsonPath(first, edge.path);
  if (edge.pattern === null) return [comparable(edge, value)];
  if (isLoose(edge)) return readLoosely(edge.pattern, first);
  const [before = "", after = ""] = edge.pattern.split("{}");
  const fits = first.length > before.length + after.length && first.startsWith(before) && first.endsWith(after);
  return fits ? [[first.slice(before.length, first.length - after.length)]] : [];
}

/** A key as others that are held for equal are written too. */
function comparable(edge: Edge, key: Key): Key {
  return edge.match ? key.map(foldText) : seeBlindly(edge.blind, key);
}

/** Things filed under the key that edges point at them by. */
export interface KeyIndex<T> {
  readonly items: Map<string, T[]>;
  /** Lengths of the texts in it: what to look for inside a string. */
  readonly lengths: Set<number>;
}

/** An empty index. */
export function createKeyIndex<T>(): KeyIndex<T> {
  return { items: new Map(), lengths: new Set() };
}

/** Files a thing under its values of `edge.toColumns`; with a NULL among them nothing can point at it. */
export function addToIndex<T>(index: KeyIndex<T>, edge: Edge, values: Values, item: T): void {
  if (!isFilled(values)) return;
  const id = keyId(comparable(edge, values));
  const list = index.items.get(id);
  if (list === undefined) index.items.set(id, [item]);
  else list.push(item);
  index.lengths.add(id.length);
}

/** What a row with these values of `edge.columns` points at. Exact also where {@link matchChildren} is not. */
export function findPointedAt<T>(index: KeyIndex<T>, edge: Edge, value: Values): readonly T[] {
  if (index.items.size === 0) return NOTHING;
  if (edge.pattern !== null && isLoose(edge)) return findInside(index, edge.pattern, value[0] ?? null);
  const [key, ...more] = readEdgeKeys(edge, value);
  if (key === undefined) return NOTHING;
  const found: readonly T[] = index.items.get(keyId(key)) ?? NOTHING;
  if (more.length === 0) return found;
  return more.reduce((all, other) => all.concat(index.items.get(keyId(other)) ?? NOTHING), found);
}

const NOTHING: readonly never[] = [];

/** Does more stand around the key, so that a store's answer has to be looked at again? */
export function isLoose(edge: Edge): boolean {
  return edge.list !== undefined || (edge.pattern?.includes("*") ?? false);
}

/** The same text for natural keys that differ in case or surrounding blanks only. */
export function foldText(text: string): string {
  return text.trim().toLowerCase();
}

/** Does a row satisfy an equality condition? `read` gives its value of a column. */
export function holds(when: Condition, read: (column: string) => string | null): boolean {
  for (const column in when) if (!(when[column] ?? []).includes(read(column))) return false;
  return true;
}

/** One text for a key: equal for equal keys of one set of columns. */
export function keyId(key: Values): string {
  return key.length === 1 && typeof key[0] === "string" ? key[0] : JSON.stringify(key);
}

/** Are all parts there? A key with a NULL in it points at nothing. */
export function isFilled(values: Values): values is Key {
  return !values.includes(null);
}

function findInside<T>(index: KeyIndex<T>, pattern: string, text: string | null): readonly T[] {
  if (text === null) return NOTHING;
  const found = new Set<T>();
  for (const length of index.lengths) {
    for (let start = 0; start + length <= text.length; start++) {
      const key = text.slice(start, start + length);
      const items = index.items.get(key);
      if (items === undefined || !expressionOf(pattern, escapeExpression(key)).test(text)) continue;
      for (const item of items) found.add(item);
    }
  }
  return [...found];
}

function readLoosely(pattern: string, text: string): readonly Key[] {
  const before = /([^*]*)\{\}/.exec(pattern)?.[1] ?? "";
  const run = new RegExp(`${escapeExpression(before)}([\\p{L}\\p{N}_-]+)`, "gu");
  const keys = new Set<string>();
  for (const [, key = ""] of text.matchAll(run)) {
    if (expressionOf(pattern, escapeExpression(key)).test(text)) keys.add(key);
  }
  return [...keys].map((key) => [key]);
}

/**
 * The pattern with a key in it, as an expression. Where `*` stands next to the key, the key must end there as a word
 * does: `user:1` is not found in `user:12`.
 */
function expressionOf(pattern: string, key: string): RegExp {
  const parts = splitPattern(pattern);
  const source = parts.map((part, position) => {
    if (part === "*") return "[^]*";
    if (part !== "{}") return escapeExpression(part);
    const open = parts[position - 1] === "*" ? "(?<![\\p{L}\\p{N}_])" : "";
    return `${open}${key}${parts[position + 1] === "*" ? "(?![\\p{L}\\p{N}_])" : ""}`;
  });
  return new RegExp(`^${source.join("")}$`, "u");
}

function splitPattern(pattern: string): readonly string[] {
  return pattern.split(/(\{\}|\*)/).filter((part) => part !== "");
}

/** Numbers keep every digit that was written: an id may be larger than JavaScript can count. */
function readJsonPath(text: string, path: readonly string[]): readonly Key[] {
  const keepDigits = (_name: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value;
  let value: unknown;
  try {
    value = JSON.parse(text, keepDigits);
  } catch {
    return [];
  }
  for (const step of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return [];
    value = (value as Record<string, unknown>)[step];
  }
  return typeof value === "string" ? [[value]] : [];
}

function firstText(key: Key): string {
  return key[0] ?? "";
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A text as a part of an expression that finds it. */
export function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
