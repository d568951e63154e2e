/** Watches where triggers write while statements are carried out, in their own transaction: what is new there is theirs, or nobody's. */
import type { Statements } from "@kept/engine/diff";
import type { ModelIndex } from "@kept/engine/model";
import { matchKeys, type TextScan } from "@kept/engine/store";
import {
  type CopySearch,
  listWatchedRows,
  listWatchedTables,
  type WatchedRows,
  type WatchedTable,
  type WrittenText,
} from "@kept/engine/trigger-copies";

import type { RowReader } from "../connector.ts";

/** Rows up to which a table is gone through before and after. Of a larger one only what comes is seen, by a key that grows. */
const SMALL_TABLE = 5_000;
/** Texts that are kept of a table. */
const MOST_TEXTS = 1_000;

/** Answers, once the statements have been carried out, which texts that hold something of the person were not there before. */
export type Watch = () => Promise<WatchedTexts>;

export interface WatchedTexts {
  readonly texts: readonly WrittenText[];
  /** What was looked for; null: nothing was. */
  readonly search: CopySearch | null;
}

type Texts = ReadonlyMap<string, WrittenText>;

/** Asks nothing where no trigger of what is changed is known to write anywhere; `seek` says what to look for where one does. */
export async function watchTriggers(
  writer: RowReader,
  index: ModelIndex,
  statements: Statements,
  seek: () => Promise<CopySearch | null>,
): Promise<Watch> {
  const tables = listWatchedTables(index, statements);
  const rows = listWatchedRows(index, statements);
  const search = tables.length + rows.length > 0 ? await seek() : null;
  if (search === null) return async () => ({ texts: [], search });
  const scans = await boundScans(writer, tables, search.pattern);
  const look = async (onlyGrown: boolean): Promise<Texts> => {
    const found = new Map(await readRows(writer, rows));
    for (const { scan, isGrowing } of scans) {
      // Before anything is done there is nothing above the greatest key.
      if (isGrowing && !onlyGrown) continue;
      for (const [id, text] of await readTexts(writer, scan)) found.set(id, text);
    }
    return found;
  };
  const before = await look(false);
  return async () => {
    const after = await look(true);
    return { texts: [...after].filter(([id]) => !before.has(id)).map(([, text]) => text), search };
  };
}

interface BoundScan {
  readonly scan: TextScan;
  readonly isGrowing: boolean;
}

async function boundScans(
  writer: RowReader,
  tables: readonly WatchedTable[],
  pattern: string,
): Promise<readonly BoundScan[]> {
  const isSmall = ({ estimatedRows }: WatchedTable) => estimatedRows !== null && estimatedRows <= SMALL_TABLE;
  const growing = tables.filter((one) => one.grows !== null && !isSmall(one));
  const greatest = await writer.readGreatest(
    growing.map(({ scan: { table }, grows }) => ({ table, column: grows ?? "" })),
  );
  const bound = growing.map(({ scan, grows }, at): BoundScan => {
    const value = greatest[at] ?? null;
    const above = value === null ? {} : { above: { column: grows ?? "", value } };
    return { scan: { ...scan, pattern, ...above }, isGrowing: true };
  });
  const others: WatchedTable[] = [];
  for (const one of tables) if (!growing.includes(one) && (await isSmallNow(writer, one))) others.push(one);
  return [...bound, ...others.map(({ scan }): BoundScan => ({ scan: { ...scan, pattern }, isGrowing: false }))];
}

/** What the catalogue does not know is counted, as far as it matters. */
async function isSmallNow(writer: RowReader, { scan, estimatedRows }: WatchedTable): Promise<boolean> {
  if (estimatedRows !== null) return estimatedRows <= SMALL_TABLE;
  let rows = 0;
  for await (const _ of writer.listRows(scan.table, scan.key.length > 0 ? scan.key : scan.columns.slice(0, 1))) {
    rows += 1;
    if (rows > SMALL_TABLE) return false;
  }
  return true;
}

/** Each text that matches by what tells it from the others: its row's key, where there is one. */
async function readTexts(writer: RowReader, scan: TextScan): Promise<Texts> {
  const found = new Map<string, WrittenText>();
  const seen = new Map<string, number>();
  for await (const { key, texts } of writer.scanTexts(scan)) {
    for (const [at, text] of texts.entries()) {
      const column = scan.columns[at] ?? "";
      if (text === null) continue;
      // Without a key, alike rows are told by how many there are.
      const place = JSON.stringify([scan.table, column, key, text]);
      const count = (seen.get(place) ?? 0) + 1;
      seen.set(place, count);
      if (found.size < MOST_TEXTS) found.set(`${place} ${count}`, { table: scan.table, column, text });
    }
  }
  return found;
}

/** The texts of rows that stay, whatever they hold. */
async function readRows(writer: RowReader, rows: readonly WatchedRows[]): Promise<Texts> {
  if (rows.length === 0) return new Map();
  const answers = await writer.findKeys(
    rows.map(({ table, key, keys, columns }) => ({ table, select: [...key, ...columns], any: [matchKeys(key, keys)] })),
  );
  const found = new Map<string, WrittenText>();
  for (const [at, { table, key, columns }] of rows.entries()) {
    for (const row of answers[at] ?? []) {
      for (const [position, column] of columns.entries()) {
        const text = row[key.length + position];
        if (text === null || text === undefined) continue;
        found.set(JSON.stringify([table, column, row.slice(0, key.length), text]), { table, column, text });
      }
    }
  }
  return found;
}
