/** Which values of rows a person can correct on their own page: what tells something of them, and is no key, secret or file. */
import type { CorrectionSchema } from "@kept/contract/requests";
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import { categoryOf } from "@kept/engine/categories";
import type { AccessTable } from "@kept/engine/rights";
import type * as z from "zod";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { NamedRows, TableName } from "../requests/own-rows.ts";
import { type Pick, type Picks, placeOf } from "./picks.ts";

/** Rows that can be corrected at once. */
export const MOST_CORRECTED = 10;
/** Longer texts are corrected by writing, not in a field. */
const LONGEST = 2_000;

export interface CorrectableField {
  readonly key: readonly string[];
  readonly column: string;
  readonly value: string;
}

export function listCorrectable({ plan, rows }: NamedRows): readonly CorrectableField[] {
  return rows.flatMap(({ key, values }) =>
    Object.entries(values).flatMap(([column, value]) => {
      const text = textOf(value);
      return text !== null && isTelling(plan, column) ? [{ key, column, value: text }] : [];
    }),
  );
}

/** By the place of its row among what is ticked, which is sealed: whatever order rows are read in, it stays this row's. */
export function fieldName(
  picked: readonly Pick[],
  { system, table }: TableName,
  { key, column }: CorrectableField,
): string {
  return `c-${placeOf(picked, { system, table, key })}-${column}`;
}

/** What a value was when the page was shown, without telling it. */
export function hashField(keys: Keyring, { key, column }: CorrectableField, value: string): string {
  return keys.blindIndex("centre.correction", JSON.stringify([key, column, value])).slice(0, 16);
}

export interface ReadCorrections {
  readonly corrections: readonly z.infer<typeof CorrectionSchema>[];
  /** A value was taken away and none written. */
  readonly isEmptied: boolean;
}

/** Only fields that were offered, and that differ from what they held when they were shown. */
export function readCorrections(
  keys: Keyring,
  named: readonly NamedRows[],
  { picked, held }: Picks,
  typed: (name: string) => string | null,
): ReadCorrections {
  const corrections: ReadCorrections["corrections"][number][] = [];
  let isEmptied = false;
  for (const table of named) {
    for (const field of listCorrectable(table)) {
      const name = fieldName(picked, table, field);
      // Browsers send the ends of lines as CR LF.
      const value = typed(name)?.replaceAll("\r\n", "\n").trim() ?? null;
      if (value === null || held[name] === undefined || hashField(keys, field, value) === held[name]) continue;
      if (value === "") isEmptied = true;
      else {
        const { system, table: of } = table;
        corrections.push({ system, table: of, column: field.column, key: [...field.key], category: null, value });
      }
    }
  }
  return { corrections, isEmptied };
}

function isTelling({ key = [], masked, holds }: AccessTable, column: string): boolean {
  if (key.includes(column) || masked.includes(column)) return false;
  const holding = holds?.[column];
  if (holding === undefined) return false;
  return (
    holding.provenance !== "structure" && holding.provenance !== "derived" && categoryOf(holding.category).personal
  );
}

/** Null for what is no plain text or number. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return "";
  if (value === ANOTHER_PERSON || !["string", "number", "bigint"].includes(typeof value)) return null;
  const text = String(value).replaceAll("\r\n", "\n").trim();
  return text.length <= LONGEST ? text : null;
}
