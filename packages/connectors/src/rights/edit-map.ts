/** Changes a map's file where the map has changed: comments, order and how the rest is written stay its author's. */
import { isDeepStrictEqual } from "node:util";
import type { DataMap } from "@kept/engine/map";
import { parseMap } from "@kept/engine/parse-map";
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type ToStringOptions,
  visit,
  type YAMLMap,
} from "yaml";
import { type PlainMap, plainMap, readMap, writeMap } from "./map-file.ts";
import { layOut } from "./map-layout.ts";
import { mergeLines } from "./merge-lines.ts";

/** The text of the file with this map in it. Rejects with MapInvalid when the text is no map. */
export function editMap(text: string, map: DataMap): string {
  if (text.includes("\r\n")) {
    const plain = text.replaceAll("\r\n", "\n");
    const edited = editMap(plain, map);
    return edited === plain ? text : edited.replaceAll("\n", "\r\n");
  }
  const before = plainMap(readMap(text));
  const after = plainMap(map);
  if (isSame(before, after)) return text;
  return (
    editDocument(text, parseDocument(text), before, after) ??
    editDocument(text, spellOut(parseDocument(text)), before, after) ??
    writeMap(map)
  );
}

/** Null: this document cannot be changed without saying something else, or without leaving an alias of what is gone. */
function editDocument(text: string, document: Document, before: PlainMap, after: PlainMap): string | null {
  if (!isMap(document.contents)) return null;
  changeMap(document, document.contents, before, after, []);
  const layout = readLayout(text);
  let edited: string;
  try {
    edited = document.toString(layout);
  } catch {
    return null;
  }
  // The library lays the whole document out anew; lines that did not change are taken as they stand.
  const merged = mergeLines(text, parseDocument(text).toString(layout), edited);
  return [merged, edited].find((candidate) => isMapOf(candidate, after)) ?? null;
}

/** The same without anchors: what stood for something else says it itself, so that each place can be changed alone. */
function spellOut(document: Document): Document {
  visit(document, {
    Alias(_, alias) {
      const copy = alias.resolve(document)?.clone() as Scalar | YAMLMap | undefined;
      if (copy === undefined) return;
      visit(copy, {
        Node(_key, node) {
          node.comment = null;
          node.commentBefore = null;
        },
      });
      return keepWords(alias, copy);
    },
  });
  visit(document, {
    Value(_, node) {
      delete node.anchor;
    },
  });
  return document;
}

/** What was written beside a value stays beside the one that takes its place. */
function keepWords<T extends Node>(old: unknown, next: T): T {
  if (!isNode(old)) return next;
  const words = [old.commentBefore, old.comment].filter((one) => typeof one === "string").join("\n");
  if (words === "") return next;
  if (isScalar(next)) next.comment = words;
  else next.commentBefore = words;
  return next;
}

/**
 * What was changed from one text to another, taken back in a third that came of the second. Null where one of these places holds
 * something else by now.
 */
export function takeBack(text: string, before: string, after: string): string | null {
  if (text === after) return before;
  const plain = plainMap(readMap(text));
  let reverted: PlainMap = plain;
  for (const { path, was, is } of compareMaps(readMap(before), readMap(after))) {
    if (!isDeepStrictEqual(readPath(plain, path), is)) return null;
    reverted = writePath(reverted, path, was);
  }
  return editMap(text, parseMap(reverted).map);
}

/** Where two maps differ, in the smallest places. */
export function compareMaps(before: DataMap, after: DataMap): readonly MapChange[] {
  return listChanges(plainMap(before), plainMap(after), []);
}

/** The order of lines says something under `naming`, and nowhere else. */
function isSame(one: unknown, other: unknown): boolean {
  const order = (value: unknown) =>
    isRecord(value) ? Object.keys(isRecord(value["naming"]) ? value["naming"] : {}) : [];
  return isDeepStrictEqual(one, other) && isDeepStrictEqual(order(one), order(other));
}

function isMapOf(text: string, plain: PlainMap): boolean {
  try {
    return isSame(plainMap(readMap(text)), plain);
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Makes a map of the document say `after`, where it said `before`. */
function changeMap(
  document: Document,
  node: YAMLMap,
  before: PlainMap,
  after: PlainMap,
  path: readonly string[],
): void {
  const pairs = indexPairs(node, path);
  // `{}` was written for want of anything to say.
  if (pairs.size === 0) node.flow = false;
  for (const name of Object.keys(before)) {
    const pair = pairs.get(name);
    if (!(name in after) && pair !== undefined) node.items.splice(node.items.indexOf(pair), 1);
  }
  const names = Object.keys(after);
  const isNaming = path.join() === "naming";
  for (const [at, name] of names.entries()) {
    const [was, is, pair] = [before[name], after[name], pairs.get(name)];
    if (path.length === 0 && name === "naming" ? isSame({ naming: was }, { naming: is }) : isDeepStrictEqual(was, is))
      continue;
    if (pair === undefined) {
      const next = names.slice(at + 1).flatMap((one) => pairs.get(one) ?? []);
      const place = next.length === 0 ? node.items.length : node.items.indexOf(next[0] as Pair);
      const added = document.createPair(name, is);
      layOut(added.value as Node, [...path, name]);
      node.items.splice(place, 0, added);
      pairs.set(name, added);
    } else if (isMap(pair.value) && isRecord(was) && isRecord(is)) {
      changeMap(document, pair.value, was, is, [...path, name]);
    } else if (isScalar(pair.value) && pair.value.value !== null && !isRecord(is) && !Array.isArray(is)) {
      pair.value.value = is;
    } else {
      const changed = document.createNode(is);
      layOut(changed, [...path, name]);
      pair.value = keepWords(pair.value, changed);
    }
  }
  if (!isNaming) return;
  const rank = new Map(names.map((name, at) => [pairs.get(name), at]));
  node.items.sort((one, other) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0));
}

/** The entries of a map of the document by the one way in which {@link plainMap} writes their names. */
function indexPairs(node: YAMLMap, path: readonly string[]): Map<string, Pair> {
  const place = path.length === 1 && path[0] === "naming" ? "naming" : path.length === 3 ? path[2] : "";
  return new Map(
    node.items.map((pair) => {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      return [place === "naming" ? plainNaming(name) : place === "edges" ? plainEdge(name) : name, pair];
    }),
  );
}

function plainNaming(name: string): string {
  const role = name.includes("->") ? "inferred" : "context";
  return Object.keys((plainMap(parseMap({ naming: { [name]: role } }).map)["naming"] as PlainMap) ?? {})[0] ?? name;
}

function plainEdge(name: string): string {
  const { tables } = plainMap(parseMap({ tables: { any: { edges: { [name]: "none" } } } }).map) as {
    readonly tables?: { readonly any?: { readonly edges?: PlainMap } };
  };
  return Object.keys(tables?.any?.edges ?? {})[0] ?? name;
}

/** As its author indents and sets braces, as far as that shows. */
function readLayout(text: string): ToStringOptions {
  const indents = [...text.matchAll(/^( +)[^\s#]/gm)].map(([, spaces = ""]) => spaces.length);
  const indent = indents.length === 0 ? 2 : Math.min(...indents);
  return { lineWidth: 0, indent: Math.min(indent, 8), flowCollectionPadding: !/[{[][^\s}\]]/.test(text) };
}

/** One place in which two maps differ. */
export interface MapChange {
  readonly path: readonly string[];
  /** Undefined: nothing stood there. */
  readonly was: unknown;
  readonly is: unknown;
}

function listChanges(before: PlainMap, after: PlainMap, path: readonly string[]): readonly MapChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): readonly MapChange[] => {
    const [was, is, here] = [before[name], after[name], [...path, name]];
    if (isDeepStrictEqual(was, is)) return [];
    if (isRecord(was ?? {}) && isRecord(is ?? {}) && here.length < 5)
      return listChanges((was ?? {}) as PlainMap, (is ?? {}) as PlainMap, here);
    return [{ path: here, was, is }];
  });
}

function readPath(plain: PlainMap, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), plain);
}

/** The same with another value there; undefined takes the place away, and what is empty without it. */
function writePath(plain: PlainMap, [name = "", ...rest]: readonly string[], value: unknown): PlainMap {
  const inner = plain[name];
  const next = rest.length === 0 ? value : writePath(isRecord(inner) ? inner : {}, rest, value);
  const isEmpty = next === undefined || (rest.length > 0 && Object.keys(next as PlainMap).length === 0);
  const { [name]: _, ...others } = plain;
  return isEmpty ? others : { ...plain, [name]: next };
}
