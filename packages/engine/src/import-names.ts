/** The names of a package's own rows: read before anything else, so that pointers at rows that come later are known. */
import { namesOf } from "./import-places.ts";
import { Strangers, strangerEdge } from "./import-strangers.ts";
import { type GivenRow, readGiven } from "./import-values.ts";
import { MadeUp } from "./made-up-values.ts";
import type { ModelIndex, ModelTable } from "./model.ts";

/** Do declared references point at rows of this table? */
export function isPointedAt(index: ModelIndex, table: ModelTable): boolean {
  return (index.incoming.get(table.name) ?? []).some(({ onDelete }) => onDelete !== null);
}

/** The names under which others may point at a given row; none by values that only the import itself makes up. */
export function namesOfGiven(index: ModelIndex, table: ModelTable, row: GivenRow): readonly string[] {
  const { texts, masked } = readGiven(table, row);
  const strangers = new Strangers(index, new MadeUp());
  for (const column of masked) {
    const edge = strangerEdge(index, table, column, texts);
    const standIn = edge === undefined ? undefined : strangers.standIn(table, column, edge);
    if (standIn !== undefined && standIn.ghost !== null) texts.set(column.name, standIn.text);
  }
  return namesOf(index, table, texts);
}
