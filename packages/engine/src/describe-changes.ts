/** How a table differs from what its map accepted, in words. */
import type { TableDifference } from "./accepted-tables.ts";

/** One difference in words, without the name of its table. */
export function describeChanges({
  change,
  kind,
  columns,
  edges,
  identifiers,
  isNamed,
}: TableDifference): readonly string[] {
  if (change === "gone") return ["is gone"];
  const list = (title: string, names: readonly string[]) => (names.length > 0 ? [`${title} ${names.join(", ")}`] : []);
  if (change === "new") {
    return [
      KINDS[kind.is ?? "public"],
      ...list("proposed:", edges.added),
      ...list("known by", identifiers.added.map(nameIdentifier)),
    ];
  }
  if (!isNamed) return ["a type, whether NULL is allowed, or something else that the map does not remember by name"];
  return [
    ...(kind.was === kind.is ? [] : [`seemed ${kind.was ?? "unknown"}, now ${kind.is}`]),
    ...list("new columns", columns.added),
    ...list("columns gone", columns.gone),
    ...list("newly proposed:", edges.added),
    ...list("no longer proposed:", edges.withdrawn),
    ...list("another role:", edges.changed),
    ...list("newly known by", identifiers.added.map(nameIdentifier)),
    ...list("no longer known by", identifiers.gone.map(nameIdentifier)),
  ];
}

/** `email=mail` is the column mail, an e-mail address. */
function nameIdentifier(pair: string): string {
  const at = pair.indexOf("=");
  return `${pair.slice(at + 1)} (${pair.slice(0, at)})`;
}

const KINDS = {
  subject: "its rows seem to be people",
  personal: "its rows seem to belong to people",
  unclassified: "it looks personal, and nothing says whose it is",
  lookup: "its rows belong to nobody",
  public: "not personal",
  view: "a view",
} as const;
