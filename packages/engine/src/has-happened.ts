/** Tells from the rows of a diff, as they are now, whether its change happened. */
import { type Diff, type ExactAnswers, type ExactAsk, isSame } from "./diff.ts";
import { keyId } from "./edge-values.ts";

/**
 * Did the change of this diff happen? A transaction leaves all of it or nothing; rows that others changed since are outvoted
 * by those that they did not. A diff that was never completed was taken by a transaction that never ended.
 */
export function hasHappened(diff: Diff, now: ExactAnswers, added: ExactAnswers): boolean {
  if (!diff.complete) return false;
  let votes = 0;
  diff.tables.forEach(({ rows }, position) => {
    const found = new Map((now[position] ?? []).map(({ key, values }) => [keyId(key), values]));
    for (const { key, before, after } of rows) {
      const values = found.get(keyId(key));
      if (values === undefined) votes += after === null ? 1 : 0;
      else if (after !== null && isSame(values, after)) votes += 1;
      else if (isSame(values, before)) votes -= 1;
    }
  });
  diff.added.forEach(({ keys }, position) => {
    const found = (added[position] ?? []).length;
    votes += found > 0 ? found : -keys.length;
  });
  return votes > 0;
}

/** What to read to see how the rows of a diff are now; answered in the order of its tables. */
export function askNow(diff: Diff): readonly ExactAsk[] {
  return diff.tables.map(({ name, keyColumns, columns, rows }) => ({
    table: name,
    keyColumns,
    plainColumns: [],
    columns,
    by: keyColumns,
    in: rows.map(({ key }) => key),
  }));
}

/** Rows of {@link Diff.added} that are there, as questions. */
export function askAdded(diff: Diff): readonly ExactAsk[] {
  return diff.added.map(({ table, keyColumns, keys }) => ({
    table,
    keyColumns,
    plainColumns: [],
    columns: [],
    by: keyColumns,
    in: keys,
  }));
}
