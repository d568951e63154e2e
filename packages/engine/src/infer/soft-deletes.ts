/** Finds by what an application marks rows as deleted that are still there: they are still somebody's. */
import { readColumnWords } from "./column-words.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { splitWords } from "./names.ts";
import type { NamedTable } from "./table-index.ts";

/** A column, and the value that says so; null: that it holds anything does. */
export interface SoftDelete {
  readonly column: string;
  readonly value: string | null;
}

const WHEN = "( (at|on|date|time|am|le|el|il|op|em|timestamp))?$";
/** Deleted before merely removed: whoever moderates removes, and whoever wrote deletes. */
const GONE: readonly RegExp[] = [
  "(is |was )?(soft )?(deleted|geloscht|supprime|efface|eliminado|borrado|eliminato|cancellato|verwijderd|excluido|usuniety|smazano|slettet|raderad)",
  "(is |was )?(removed|trashed|discarded)",
].map((words) => new RegExp(`^${words}${WHEN}`));
const FLAGS: ReadonlySet<string> = new Set(["boolean", "integer", "text", "enum"]);
const TIMES: ReadonlySet<string> = new Set(["timestamp", "date", "integer"]);
const YES = /^(y|yes|j|ja|s|si|sim|o|oui|t|true|1)$/i;
const STATE = /^(status|state|statut|estado|stato|zustand)$/;
const VALUE =
  /^(deleted|removed|trash|trashed|soft[-_ ]?deleted|geloescht|gelöscht|supprime|supprimé|eliminado|verwijderd)$/i;

const TELLS = /^(audit|tombstone|deletion)$/;

/** The mark of a table, or null when it has none. Whoever removed a row (`deleted_by`) is no mark. */
export function findSoftDelete(table: NamedTable, evidence: EvidenceIndex): SoftDelete | null {
  // A line of a log that tells when another row went is not gone itself.
  if (TELLS.test(table.head)) return null;
  for (const [gone, column] of GONE.flatMap((each) => table.schema.columns.map((one) => [each, one] as const))) {
    const words = readColumnWords(table, column.name).join(" ");
    if (!gone.test(words)) continue;
    const isTime = /(at|on|date|time|am|le|el|il|op|em|timestamp)$/.test(words);
    if (isTime ? !TIMES.has(column.kind) : !FLAGS.has(column.kind) && column.kind !== "timestamp") continue;
    if (isTime || column.kind === "timestamp") return { column: column.name, value: null };
    const said = evidence.values(table.schema.name, column.name).find((value) => YES.test(value));
    return { column: column.name, value: column.kind === "text" ? (said ?? "true") : "true" };
  }
  for (const column of table.schema.columns) {
    if (!STATE.test(splitWords(column.name).at(-1) ?? "")) continue;
    const known = [...evidence.values(table.schema.name, column.name), ...column.enumValues];
    const value = known.find((each) => VALUE.test(each));
    if (value !== undefined) return { column: column.name, value };
  }
  return null;
}
