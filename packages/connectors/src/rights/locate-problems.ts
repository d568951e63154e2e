/** Finds the lines of a map's file that its problems are about. */
import type { MapProblem } from "@kept/engine/map-values";
import { type Document, isMap, isNode, isScalar, LineCounter, type Pair } from "yaml";

/** The problems with the line of the last word on their path that the file has. */
export function locateProblems(text: string, document: Document, problems: readonly MapProblem[]): MapProblem[] {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return problems.map((problem) => {
    const offset = findPlace(document.contents, problem.path);
    return offset === null ? problem : { ...problem, line: lines.linePos(offset).line };
  });
}

/** Names may hold dots: of the words that a path could go on with, the longest is meant. */
function findPlace(contents: unknown, path: string): number | null {
  let node = contents;
  let rest = path;
  let place: number | null = null;
  while (isMap(node) && rest !== "") {
    const found = node.items
      .map((pair) => ({ pair, length: matchLength(rest, nameOf(pair)) }))
      .sort((one, other) => other.length - one.length)[0];
    if (found === undefined || found.length === 0) break;
    const { key, value } = found.pair;
    if (isNode(key) && key.range) place = key.range[0];
    rest = rest.slice(found.length).replace(/^\./, "");
    node = value;
  }
  return place;
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** How much of the path says this name. */
function matchLength(path: string, name: string): number {
  const quoted = `["${name}"]`;
  if (path.startsWith(quoted)) return quoted.length;
  const next = path[name.length];
  return path.startsWith(name) && (next === undefined || next === "." || next === "[") ? name.length : 0;
}
