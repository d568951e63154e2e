/** How questions for keys are put into statements, and what their answers have in common. */
import type { RowMatch } from "@kept/engine/store";
import type { CatalogueTable } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import { type Fragment, join, raw, sql } from "./fragment.ts";

/** One statement's share of a key query. */
export interface KeyPart {
  readonly query: number;
  readonly table: CatalogueTable<unknown>;
  readonly select: readonly Fragment[];
  readonly where: Fragment;
  readonly distinct: boolean;
  /** For how many keys it asks. */
  readonly keys: number;
}

/** Keys that questions of one statement ask for together. */
const KEYS_PER_WAVE = 1_000;

/** Matches of so many keys as a statement can name; what names more comes in parts. */
export function splitMatches(matches: readonly RowMatch[], keysPerStatement: number): readonly (readonly RowMatch[])[] {
  const small: RowMatch[] = [];
  const large: (readonly RowMatch[])[] = [];
  for (const match of matches) {
    if (match.kind === "key" && match.in.length > keysPerStatement) {
      large.push(...chunk(match.in, keysPerStatement).map((keys) => [{ ...match, in: keys }]));
    } else {
      small.push(match);
    }
  }
  return small.length === 0 ? large : [small, ...large];
}

/**
 * Which questions share a statement: few, so that one answer serves all; each of many keys has its own, so that the database
 * works on it while the answer before it is read.
 */
export function wavesOf(parts: readonly KeyPart[], size: number): readonly (readonly KeyPart[])[] {
  const waves: KeyPart[][] = [];
  let keys = 0;
  for (const part of parts) {
    const wave = waves.at(-1);
    keys += part.keys;
    if (wave !== undefined && wave.length < size && keys <= KEYS_PER_WAVE) wave.push(part);
    else {
      waves.push([part]);
      keys = part.keys;
    }
  }
  return waves;
}

/** One statement for all questions of a wave: `width` columns, and after them the number of the question. */
export function keyStatement(wave: readonly KeyPart[], width: number): Fragment {
  const selects = wave.map((part) => {
    const padding = Array.from({ length: width - part.select.length }, () => raw("NULL"));
    const columns = join([...part.select, ...padding, raw(String(part.query))], ", ");
    const verb = raw(part.distinct ? "SELECT DISTINCT " : "SELECT ");
    return sql`${verb}${columns} FROM ${raw(part.table.quotedName)} WHERE ${part.where}`;
  });
  return join(selects, " UNION ALL ");
}

/** No two rows are alike in what is selected of them. */
export function tellsRowsApart(table: CatalogueTable<unknown>, select: readonly string[]): boolean {
  const key = table.schema.primaryKey;
  return key.length > 0 && key.every((column) => select.includes(column));
}

/** Each answer once, as it came first. */
export function distinctRows(rows: (string | null)[][]): (string | null)[][] {
  const distinct = new Map<string | null, (string | null)[]>();
  for (const row of rows) {
    const id = row.length === 1 ? (row[0] ?? null) : JSON.stringify(row);
    if (!distinct.has(id)) distinct.set(id, row);
  }
  return distinct.size === rows.length ? rows : [...distinct.values()];
}
