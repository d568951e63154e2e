/** Tables that somebody who knows said are of people. */
import { readIdentifiers, readIdentity } from "./identity.ts";
import { works } from "./row-signs.ts";
import type { Facts, Subject, SubjectReading } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";
import { findTableNoun } from "./table-nouns.ts";

/** With the tables that were said to be of people, where the rules see none, or only what continues others. */
export function addStated(
  { subjects, questions }: SubjectReading,
  index: TableIndex,
  facts: Facts,
  stated: ReadonlyMap<string, boolean>,
): SubjectReading {
  const known = new Set(subjects.filter(({ defines }) => defines).map(({ table }) => table.schema.name));
  const added = index.tables.filter(
    ({ schema }) => schema.kind !== "view" && stated.get(schema.name) === true && !known.has(schema.name),
  );
  if (added.length === 0) return { subjects, questions };
  const isAdded = ({ table }: { readonly table: NamedTable }) => added.includes(table);
  const people = added.map((table): Subject => {
    const identity = readIdentity(table, facts.get(table.schema.name) ?? new Map());
    return {
      table,
      side: works(table) ? "staff" : (findTableNoun(table)?.side ?? "customer"),
      strong: true,
      identityOnly: false,
      organisation: false,
      defines: true,
      serves: false,
      capacity: false,
      identifiers: readIdentifiers(table, identity),
      why: "the map says so",
      confidence: 1,
    };
  });
  return {
    subjects: [...subjects.filter((one) => !isAdded(one)), ...people],
    questions: questions.filter((one) => !isAdded(one)),
  };
}
