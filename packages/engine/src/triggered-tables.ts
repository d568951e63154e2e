/** In which tables triggers may write while statements are carried out, as far as the catalogue tells. */
import type { Statements } from "./diff.ts";
import type { ModelIndex } from "./model.ts";

/** Tables that triggers of the changed tables write, and those that triggers of these write. */
export function writtenTables(index: ModelIndex, statements: Statements): ReadonlySet<string> {
  const written = new Set<string>();
  for (const [name, { changes, adds }] of changedTables(statements)) {
    const schema = index.table.get(name)?.schema;
    for (const one of changes ? (schema?.triggersWrite ?? []) : []) written.add(one);
    for (const one of adds ? (schema?.insertTriggersWrite ?? []) : []) written.add(one);
  }
  // What is added while a set is gone through is gone through as well.
  for (const name of written) {
    const schema = index.table.get(name)?.schema;
    for (const one of [...(schema?.triggersWrite ?? []), ...(schema?.insertTriggersWrite ?? [])]) written.add(one);
  }
  return written;
}

/** Tables whose rows may hold afterwards what no statement has written: their own triggers fire, or those of others write there. */
export function triggeredTables(index: ModelIndex, statements: Statements): ReadonlySet<string> {
  const found = new Set(writtenTables(index, statements));
  for (const [name, { changes, adds }] of changedTables(statements)) {
    const schema = index.table.get(name)?.schema;
    const fires = (changes && (schema?.triggers.length ?? 0) > 0) || (adds && schema?.insertTriggers !== undefined);
    if (fires) found.add(name);
  }
  return found;
}

interface Deeds {
  changes: boolean;
  adds: boolean;
}

function changedTables({ operations, exact = [] }: Statements): ReadonlyMap<string, Deeds> {
  const tables = new Map<string, Deeds>();
  for (const { op, table } of [...exact, ...operations]) {
    const deeds = tables.get(table) ?? { changes: false, adds: false };
    tables.set(table, deeds);
    if (op === "insert" || op === "put-back") deeds.adds = true;
    else deeds.changes = true;
  }
  return tables;
}
