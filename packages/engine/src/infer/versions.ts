/** Earlier versions of a row that are kept beside it: a key into the same table, where rows are valid until some day. */
import type { Candidate } from "./candidates.ts";
import { freeColumns } from "./key-columns.ts";
import { compareKinds, stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

const UNTIL =
  /^(validity (to|end)|valid (to|until|till|thru|through|end)|effective (to|until|end|end date|thru)|end of validity|gultig bis|fin validite|valido hasta|valido ate)$/;
/** In so many tables a key of one name, which names none of them, is of the row's own kind. */
const HABIT = 2;
/** By its name alone it is nothing: its values have to be keys of its own table. */
const BY_VALUES = 0.44;

/** Whether rows of this table end, and others take their place. */
export function keepsVersions(table: NamedTable): boolean {
  return table.schema.columns.some(({ name }) => UNTIL.test(splitWords(name).join(" ")));
}

/** Keys that name no table, in several tables that keep versions: each may point at another version of its row. */
export function listVersions(index: TableIndex, named: readonly Candidate[]): readonly Candidate[] {
  if (!index.uses("versions")) return [];
  const known = new Set(named.map(({ column }) => column));
  const open = [...freeColumns(index)].flatMap(([table, column]) => {
    const { base, keyed } = stripKeyWords(splitWords(column.name));
    const { key } = table;
    const isOpen = !known.has(column) && keyed && base.length > 0 && column !== key && keepsVersions(table);
    return isOpen && key !== null && compareKinds(column.kind, key.kind) && column.nullable
      ? [{ table, column, key }]
      : [];
  });
  const habits = Map.groupBy(open, ({ column }) => column.name.toLowerCase());
  return [...habits.values()]
    .filter((all) => all.length >= HABIT)
    .flatMap((all) =>
      all.map(({ table, column, key }) => ({
        table,
        column,
        target: table,
        key,
        within: [],
        words: [],
        byRole: false,
        confidence: BY_VALUES,
        why: "rows end here, and others take their place",
      })),
    );
}
