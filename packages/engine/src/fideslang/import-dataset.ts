/** Makes a map of a dataset annotation. What a map cannot say is a finding; nothing is dropped silently. */
import { findCategory } from "../categories.ts";
import type { ColumnMap, DataMap, EdgeMap, TableMap } from "../map.ts";
import type { Finding } from "../model.ts";
import type { Collection, Dataset, DatasetField, ReadDatasets } from "./dataset.ts";
import { readCategory } from "./fideslang-categories.ts";
import { makeNote } from "./import-note.ts";
import { findPrimaryKey, importReferences, type Walks } from "./import-references.ts";

export interface ImportedDataset {
  /** Its `fides_key`, which becomes the name of the system. */
  readonly dataset: string;
  readonly map: DataMap;
  readonly findings: readonly Finding[];
}

/** Imports every dataset that was read: each is a system of its own, with a map of its own. */
export function importDatasets({ datasets, leftOut }: ReadDatasets): readonly ImportedDataset[] {
  return datasets.map((dataset) => {
    const notes = leftOut.filter((one) => one.dataset === dataset.key);
    return importDataset(dataset, describeLeftOut(notes));
  });
}

const NO_COLUMN: ColumnMap = { category: null, hide: null, keep: null, counter: null };

function importDataset(dataset: Dataset, leftOut: readonly Finding[]): ImportedDataset {
  const walks = importReferences(dataset);
  const findings: Finding[] = [...walks.findings];
  const tables: Record<string, TableMap> = {};
  for (const collection of dataset.collections) {
    tables[collection.name] = importCollection(collection, walks, findings);
  }
  findings.push(...describeDataset(dataset), ...leftOut);
  return { dataset: dataset.key, map: { system: dataset.key, naming: [], accepted: {}, tables }, findings };
}

function importCollection(collection: Collection, walks: Walks, findings: Finding[]): TableMap {
  const { name, fields, skip } = collection;
  findings.push(...describeCollection(collection));
  const columns: Record<string, ColumnMap> = {};
  for (const field of fields) {
    const column = importField(name, field, findings);
    if (column !== null) columns[field.name] = column;
  }
  const key = findPrimaryKey(collection);
  const isSubject = walks.people.has(name);
  const identifiers = Object.fromEntries(
    fields.flatMap(({ name: column, identity }) =>
      identity === null ? [] : [[nameIdentity(identity), column] as const],
    ),
  );
  return {
    subject: isSubject && !skip ? true : null,
    public: skip ? true : null,
    key: key.isStated ? key.columns : null,
    identifiers: isSubject && !skip ? identifiers : null,
    retain: null,
    edges: skip ? [] : (walks.edges.get(name) ?? []).map(({ edge }): EdgeMap => edge),
    columns,
  };
}

/** Kinds of identifiers by which people can be asked for, under their usual names in annotations. */
function nameIdentity(identity: string): string {
  const known: Readonly<Record<string, string>> = { phone_number: "phone", user_name: "username", login: "username" };
  return known[identity] ?? identity;
}

function importField(table: string, field: DatasetField, findings: Finding[]): ColumnMap | null {
  const note = (code: string, message: string, suggestion: string) =>
    void findings.push(makeNote(code, table, field.name, message, suggestion));
  const all = [field, ...listNested(field)];
  const said = all.flatMap(({ categories, path }) => categories.map((name) => ({ name, path })));
  const meanings = said.flatMap(({ name, path }) => {
    const meaning = readCategory(name);
    if (meaning === undefined || !meaning.isExact) {
      const taken = meaning?.category == null ? "it is left to inference" : `it is taken as ${meaning.category}`;
      note(
        "category_unmapped",
        `${path.join(".")} has the category ${name}, which has no counterpart: ${taken}.`,
        suggestColumn(table, field.name),
      );
    }
    return meaning?.category == null ? [] : [meaning.category];
  });
  const distinct = [...new Set(meanings)].sort((a, b) => weigh(b) - weigh(a));
  const [category = null] = distinct;
  if (distinct.length > 1) {
    note(
      "category_reduced",
      `A column has one category: ${table}.${field.name} is ${category}, and not also ${distinct.slice(1).join(", ")}.`,
      suggestColumn(table, field.name),
    );
  }
  for (const { identity, path, masking, customRequestField } of all) {
    const where = path.join(".");
    if (identity !== null && path.length > 1)
      note(
        "identity_nested",
        `People cannot be found by ${where}: it stands inside ${field.name}.`,
        "Give the value a column of its own, or name people by --id.",
      );
    if (masking !== null)
      note(
        "masking_not_kept",
        `${where} is to be masked with ${masking}: Kept deletes rows that are the person's, and blanks columns of rows that have to stay with a value that fits.`,
        "Nothing to do, unless a column must stay as it is: `keep`.",
      );
    if (customRequestField !== null)
      note(
        "custom_field_unsupported",
        `${where} is filled from the field ${customRequestField} of a request form, which a map cannot ask for.`,
        "Use an identifier: email, phone or username.",
      );
  }
  const keep = all.some(({ readOnly }) => readOnly) ? true : null;
  return category === null && keep === null ? null : { ...NO_COLUMN, category, keep };
}

function listNested({ fields }: DatasetField): readonly DatasetField[] {
  return fields.flatMap((field) => [field, ...listNested(field)]);
}

/** Which of several categories of one column counts: the one that asks for most care. */
function weigh(name: string): number {
  const category = findCategory(name);
  if (category === undefined) return 0;
  if (category.secret) return 4;
  if (name.startsWith("special.")) return 3;
  return category.identifying ? 2 : Number(category.erasable);
}

function describeCollection({
  name,
  after,
  masking,
  skip,
  isPartitioned,
  retention,
  categories,
}: Collection): readonly Finding[] {
  const notes: Finding[] = [];
  const note = (code: string, message: string, suggestion: string) =>
    notes.push(makeNote(code, name, "", message, suggestion));
  if (after.length > 0)
    note(
      "order_computed",
      `${name} is to be handled after ${after.join(", ")}: Kept computes the order from the references.`,
      "Nothing to do.",
    );
  if (masking !== null && masking !== "delete")
    note(
      "masking_not_kept",
      `Rows of ${name} are to be masked with ${masking}: Kept deletes what is the person's, and blanks rows that have to stay.`,
      `If the law keeps them: tables: { ${name}: { retain: { for: <years>, reason: <why> } } }`,
    );
  if (skip)
    note(
      "skip_as_public",
      `${name} is skipped by the annotation: the map says that it holds no personal data.`,
      `If it does, take \`public\` away from ${name}.`,
    );
  if (isPartitioned)
    note("partitioning_left_out", `${name} says how it is partitioned: databases tell Kept.`, "Nothing to do.");
  if (retention !== null)
    note("retention_in_words", `${name} is kept for "${retention}": words that are no period.`, suggestRetain(name));
  if (categories.length > 0)
    note(
      "category_of_whole",
      `The categories of ${name} as a whole (${categories.join(", ")}) say nothing of single columns.`,
      "Look at what `kept discover` proposes for its columns.",
    );
  return notes;
}

function describeDataset({ key, after, namespace, retention, categories }: Dataset): readonly Finding[] {
  const notes: Finding[] = [];
  const note = (code: string, message: string, suggestion: string) =>
    notes.push(makeNote(code, "", "", message, suggestion));
  if (after.length > 0)
    note(
      "order_computed",
      `${key} is to be handled after ${after.join(", ")}: Kept handles each system on its own.`,
      "Nothing to do.",
    );
  if (namespace)
    note(
      "namespace_left_out",
      `${key} names its schema or database.`,
      "Say it with --schema, or with `schemas` of the system in the configuration.",
    );
  if (retention !== null)
    note(
      "retention_in_words",
      `${key} is kept for "${retention}": words that are no period.`,
      suggestRetain("<table>"),
    );
  if (categories.length > 0)
    note(
      "category_of_whole",
      `The categories of ${key} as a whole (${categories.join(", ")}) say nothing of single columns.`,
      "Look at what `kept discover` proposes for its columns.",
    );
  return notes;
}

/** Descriptions and what the schema tells are counted; a word that nobody knows is named with its place. */
function describeLeftOut(leftOut: ReadDatasets["leftOut"]): readonly Finding[] {
  const unknown = leftOut
    .filter(({ kind }) => kind === "unknown")
    .map(({ collection, field, word }) =>
      makeNote(
        "word_unknown",
        collection,
        field,
        `"${word}" is not understood and was left out.`,
        "Say it in the map, if it matters.",
      ),
    );
  const counted = (["description", "schema"] as const).flatMap((kind) => {
    const words = leftOut.filter((one) => one.kind === kind).map(({ word }) => word);
    if (words.length === 0) return [];
    const list = [...new Set(words)]
      .map((word) => `${word} (${words.filter((one) => one === word).length})`)
      .join(", ");
    const message =
      kind === "description"
        ? `Descriptions were left out: ${list}.`
        : `Left to the live schema, which tells it: ${list}.`;
    return [
      makeNote(kind === "description" ? "description_left_out" : "schema_left_out", "", "", message, "Nothing to do."),
    ];
  });
  return [...unknown, ...counted];
}

function suggestColumn(table: string, column: string): string {
  return `tables: { ${table}: { columns: { ${column}: <category> } } } # \`kept categories\``;
}

function suggestRetain(table: string): string {
  return `tables: { ${table}: { retain: { for: <10 years>, from: <date column>, reason: <why> } } }`;
}
