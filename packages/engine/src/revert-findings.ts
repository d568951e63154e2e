/** What stands in the way of taking a change back, or stays as it is, as findings. */
import type { Finding } from "./model.ts";

const rowsOf = (count: number) => `${count} row${count === 1 ? "" : "s"}`;

function finding(
  code: string,
  table: string,
  columns: readonly string[],
  message: string,
  suggestion: string,
  blocks: boolean,
): Finding {
  return { code, table, column: columns.join(","), message, suggestion, blocks };
}

export function tableGone(table: string): Finding {
  const message = `Table ${table} is not there any more, so its rows cannot be given back.`;
  return finding("table_gone", table, [], message, "Create it again, or give the rest up.", true);
}

export function rowTaken(table: string, count: number): Finding {
  const message = `In the place of ${rowsOf(count)} of ${table} that would come back stand others, with the same key.`;
  return finding("row_taken", table, [], message, "Move those to another key first.", true);
}

export function rowGone(table: string, count: number): Finding {
  const message = `${rowsOf(count)} of ${table} that would get values back are not there any more.`;
  return finding("row_gone", table, [], message, "Nothing is to be done, if they were meant to go.", false);
}

export function valueNewer(table: string, column: string, count: number): Finding {
  const message = `In ${rowsOf(count)} of ${table}, ${column} has been changed in the meantime; the newer value stays.`;
  return finding(
    "value_newer",
    table,
    [column],
    message,
    "Look at these rows, if the newer value was a mistake.",
    false,
  );
}

export function valueTaken(table: string, columns: readonly string[], count: number): Finding {
  const message = `${rowsOf(count)} of ${table} hold by now what may stand in one row only, in ${columns.join(", ")}.`;
  return finding("value_taken", table, columns, message, "Change those rows first.", true);
}

export function nobodyNamed(table: string, columns: readonly string[], of: string, count: number): Finding {
  const message = `${rowsOf(count)} of ${table} say nobody in ${columns.join(", ")} by a value that is the key of a row of ${of}: if it came back they would be taken for theirs.`;
  return finding("nobody_named", table, columns, message, "Let those rows say nobody in another way first.", true);
}

export function parentGone(table: string, columns: readonly string[], parent: string, count: number): Finding {
  const message = `${rowsOf(count)} of ${parent} that rows of ${table} pointed at are not there any more.`;
  return finding("parent_gone", table, columns, message, `Bring the rows of ${parent} back first.`, true);
}

export function notRestored(table: string, column: string, count: number): Finding {
  const message = `In ${rowsOf(count)} of ${table}, the database gave ${column} a value of its own (a trigger).`;
  return finding("value_not_restored", table, [column], message, "Correct it by hand, if it matters.", false);
}
