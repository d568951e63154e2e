/** Which tables a trigger writes, as its text in the catalogue says. */
import type { TableSchema } from "@kept/engine/schema";

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

/** A trigger of a table; `text`: what it does, as SQL. */
export interface TableTrigger {
  readonly name: string;
  readonly text: string;
  /** It fires when rows change or go. */
  readonly onChange: boolean;
  /** It fires when rows come. */
  readonly onInsert: boolean;
}

/**
 * What a schema says of a table's triggers, with the tables that they write as the catalogue calls them; `known` by the lower case of each
 * name that may be written.
 */
export function describeTriggers(
  triggers: readonly TableTrigger[],
  known: ReadonlyMap<string, string>,
): Pick<TableSchema, "triggers" | "triggersWrite" | "insertTriggers" | "insertTriggersWrite"> {
  const changing = triggers.filter(({ onChange }) => onChange);
  const adding = triggers.filter(({ onInsert }) => onInsert);
  const written = (some: readonly TableTrigger[]) => {
    const names = some.flatMap(({ text }) => readTriggerTargets(text)).flatMap((name) => known.get(name) ?? []);
    return [...new Set(names)].sort();
  };
  const namesOf = (some: readonly TableTrigger[]) => [...new Set(some.map(({ name }) => name))];
  const [byChanging, byAdding] = [written(changing), written(adding)];
  return {
    triggers: namesOf(changing),
    ...(byChanging.length > 0 ? { triggersWrite: byChanging } : {}),
    ...(adding.length > 0 ? { insertTriggers: namesOf(adding) } : {}),
    ...(byAdding.length > 0 ? { insertTriggersWrite: byAdding } : {}),
  };
}
