/** How declared types of SQLite fold into the kinds of value that the engine tells apart. */
import type { ColumnKind } from "@kept/engine/schema";

/** What SQLite makes of values that are stored in a column (datatype3.html of its documentation, section 3.1). */
export type Affinity = "integer" | "text" | "blob" | "real" | "numeric";

export interface SqliteNative {
  readonly affinity: Affinity;
}

/** The affinity of a declared type, by SQLite's own five rules in their order. */
export function affinityOf(declared: string): Affinity {
  const type = declared.toUpperCase();
  if (type.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(type)) return "text";
  if (type === "" || type.includes("BLOB")) return "blob";
  if (/REAL|FLOA|DOUB/.test(type)) return "real";
  return "numeric";
}

/** Names of types that people declare; the first that matches tells the kind. */
const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^TINYINT ?\( ?1 ?\)|^BOOL/, "boolean"],
  [/UUID|GUID/, "uuid"],
  [/JSON/, "json"],
  [/DATETIME|TIMESTAMP/, "timestamp"],
  [/^DATE/, "date"],
  [/^TIME/, "time"],
  [/BLOB|BINARY/, "binary"],
  [/CHAR|CLOB|TEXT|STRING|ENUM/, "text"],
  [/INT|SERIAL/, "integer"],
  [/REAL|FLOA|DOUB|DEC|NUM|MONEY/, "decimal"],
];

/** The kind of a declared type. */
export function kindOf(declared: string): ColumnKind {
  const type = declared.toUpperCase().trim();
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

/** The length in `varchar(255)`; SQLite does not enforce it, the application may. */
export function maxLengthOf(declared: string): number | null {
  const match = /CHAR\w*\s*\(\s*(\d+)\s*\)/i.exec(declared);
  return match === null ? null : Number(match[1]);
}
