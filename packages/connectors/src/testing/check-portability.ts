/** C15 on a real store: what a person is given goes into an empty database of the same shape as the same rows. */
import { type AccessRow, EVERYTHING, type RowRef } from "@kept/engine/rights";
import { compareImported, hasMaskedTarget, type OwnTable, ownTables } from "@kept/engine/testing/portability-law";
import type { RowRights } from "../rights/row-rights.ts";

/**
 * Imports what the person is given into `empty`, exports it again, and says everything that is not as it was; null where the
 * import was refused with a finding, or where the package itself does not tell which rows belong together.
 */
export async function checkPortability(
  rights: RowRights,
  empty: RowRights,
  person: RowRef,
): Promise<readonly string[] | null> {
  const before = await readOwn(rights, person);
  const dry = await empty.importRows(before, true);
  if (dry.findings.length > 0)
    return dry.findings.every(({ code }) => /^import_(value|row|somebody)_missing$/.test(code))
      ? null
      : dry.findings.map(({ code, table, column }) => `C15 ${code} ${table}.${column}`);
  const plan = await empty.importRows(before, false);
  const { index } = await rights.discover();
  if (hasMaskedTarget(index, before)) return null;
  const again = await empty.importRows(before, true);
  return [
    ...compareImported(before, await readOwn(empty, person), plan),
    ...(again.findings.some(({ code }) => code === "import_row_exists") ? [] : ["C15 it could be imported twice"]),
  ];
}

async function readOwn(rights: RowRights, person: RowRef): Promise<readonly OwnTable[]> {
  const rows: AccessRow[] = [];
  const query = { identifiers: [], keys: [person] };
  for await (const row of rights.readAccess(query, EVERYTHING, { today: "2030-06-15" }, () => undefined))
    rows.push(row);
  return ownTables(rows);
}
