/** Which tables a trigger writes, as its text in the catalogue says. */

/** A name as SQL writes it: quoted in any way or bare, with a schema or without. */
const NAME = String.raw`(?:"(?:[^"]|"")+"|${"`"}[^${"`"}]+${"`"}|\[[^\]]+\]|[\w$]+)`;
const WRITES = new RegExp(
  String.raw`\b(?:insert(?:\s+(?:ignore|or\s+\w+|low_priority|delayed|high_priority))?\s+into|replace\s+into|merge\s+into|update(?:\s+(?:only|ignore|or\s+\w+))?)\s+(${NAME}(?:\s*\.\s*${NAME})?)`,
  "gi",
);
const COMMENTS = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * Names of tables that the text inserts into or updates, in lower case and without quotes, as it writes them (`schema.table`). What it puts
 * together as it runs, and what functions write that it calls, is not known.
 */
export function readTriggerTargets(text: string): readonly string[] {
  const found = [...text.replace(COMMENTS, " ").matchAll(WRITES)].map(([, name = ""]) =>
    [...name.matchAll(new RegExp(NAME, "g"))]
      .map(([part]) => (/^["`[]/.test(part) ? part.slice(1, -1).replaceAll('""', '"') : part).toLowerCase())
      .join("."),
  );
  return [...new Set(found)];
}

/** The tables of these names as the catalogue calls them; `known` by the lower case of each name that may be written. */
export function resolveTargets(
  texts: readonly string[],
  known: ReadonlyMap<string, string>,
): { readonly triggersWrite?: readonly string[] } {
  const names = texts.flatMap(readTriggerTargets).flatMap((name) => known.get(name) ?? []);
  return names.length > 0 ? { triggersWrite: [...new Set(names)].sort() } : {};
}
