/** Types that are keys: Django's `content_type_id` refers to a table that says which model each number is. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex, KeyQuestion } from "./evidence.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { findTypedTable, type PolymorphicPair } from "./polymorphic.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** A table of types, and its columns that say what a type is. */
interface TypeTable {
  readonly table: NamedTable;
  readonly key: ColumnSchema;
  readonly label: ColumnSchema;
  /** In which module the model is, where several have one of that name. */
  readonly module: ColumnSchema | undefined;
}

/** So many values of the label name tables. */
const LEAST_NAMED = 2;
/** Types that are asked about for one pair. */
const MOST_TYPES = 200;

const LABELS = /^(model|model name|name|class|class name|entity|table name|type|code|slug|key|title|label)$/;
const MODULES = /^(app label|app|application|module|namespace|schema name)$/;

/** The table that the type of a pair refers to, by a declared key or by its name, if its labels name tables. */
function findTypeTable({ table, type }: PolymorphicPair, index: TableIndex, evidence: EvidenceIndex): TypeTable | null {
  const declared = table.schema.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === type.name);
  const { base, keyed } = stripKeyWords(splitWords(type.name));
  const target =
    declared === undefined ? (keyed ? index.find(base, table)?.table : undefined) : index.named.get(declared.table);
  const key = target?.key ?? null;
  if (target === undefined || target === table || key === null) return null;
  const text = target.schema.columns.filter(({ kind }) => kind === "text" || kind === "enum");
  const named = (pattern: RegExp) => text.filter(({ name }) => pattern.test(splitWords(name).join(" ")));
  const [module] = named(MODULES);
  const label = named(LABELS).find(
    ({ name }) =>
      evidence.values(target.schema.name, name).filter((value) => findTypedTable(value, table, index) !== undefined)
        .length >= LEAST_NAMED,
  );
  return label === undefined ? null : { table: target, key, label, module };
}

/** Which of the keys that stand as types are which of the labels: one question for each label that names a table. */
export function askTypeTables(
  pairs: readonly PolymorphicPair[],
  index: TableIndex,
  evidence: EvidenceIndex,
): readonly KeyQuestion[] {
  if (!index.uses("type-tables")) return [];
  return pairs.flatMap((pair) => {
    const types = findTypeTable(pair, index, evidence);
    const values = evidence.values(pair.table.schema.name, pair.type.name).slice(0, MOST_TYPES);
    if (types === null || values.length === 0) return [];
    const { table, key, label, module } = types;
    const ask = (column: ColumnSchema, value: string) => ({
      table: table.schema.name,
      column: key.name,
      values,
      where: { column: column.name, value },
    });
    const labels = evidence.values(table.schema.name, label.name).slice(0, MOST_TYPES);
    const modules = module === undefined ? [] : evidence.values(table.schema.name, module.name).slice(0, MOST_TYPES);
    return [
      ...labels
        .filter((value) => findTypedTable(value, pair.table, index) !== undefined)
        .map((value) => ask(label, value)),
      ...modules.map((value) => ask(module as ColumnSchema, value)),
    ];
  });
}

/** The table that each type of a pair means, by the value that stands in the pair. */
export function readTypeTable(
  pair: PolymorphicPair,
  index: TableIndex,
  evidence: EvidenceIndex,
): ReadonlyMap<string, NamedTable> {
  const found = new Map<string, NamedTable>();
  const types = index.uses("type-tables") ? findTypeTable(pair, index, evidence) : null;
  if (types === null) return found;
  const { table, key, label, module } = types;
  const { name } = table.schema;
  const of = (column: ColumnSchema, id: string) =>
    evidence
      .values(name, column.name)
      .find((value) => evidence.isKey(name, key.name, id.toLowerCase(), { column: column.name, value }));
  for (const id of evidence.values(pair.table.schema.name, pair.type.name).slice(0, MOST_TYPES)) {
    const model = of(label, id);
    if (model === undefined) continue;
    const within = module === undefined ? undefined : of(module, id);
    const target =
      (within === undefined ? undefined : index.named.get(`${within}_${model}`)) ??
      findTypedTable(model, pair.table, index);
    if (target !== undefined) found.set(id, target);
  }
  return found;
}
