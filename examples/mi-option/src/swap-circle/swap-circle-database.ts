/** What Swap Circle was sent, as it came: sorting it into an account is its own matter. */
import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS items (
    key TEXT PRIMARY KEY,
    import TEXT NOT NULL,
    vertical TEXT NOT NULL,
    type TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at TEXT NOT NULL
  ) STRICT;
`;

export interface Item {
  /** The same key again is the same item. */
  readonly key: string;
  readonly import: string;
  readonly vertical: string;
  /** Media type of `content`. */
  readonly type: string;
  readonly content: Uint8Array;
}

export interface ItemCount {
  readonly import: string;
  readonly vertical: string;
  readonly items: number;
  readonly bytes: number;
}

export function createItems(path: string): void {
  using database = new DatabaseSync(path);
  database.exec(SCHEMA);
}

export function keepItem(path: string, item: Item): void {
  using database = new DatabaseSync(path);
  database
    .prepare(
      "INSERT OR IGNORE INTO items (key, import, vertical, type, content, received_at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(item.key, item.import, item.vertical, item.type, item.content, new Date().toISOString());
}

/** Newest import first. */
export function countItems(path: string): readonly ItemCount[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database
    .prepare(
      `SELECT import, vertical, count(*) AS items, sum(length(content)) AS bytes FROM items
       GROUP BY import, vertical ORDER BY max(max(received_at)) OVER (PARTITION BY import) DESC, vertical`,
    )
    .all()
    .map((row) => ({
      import: String(row["import"]),
      vertical: String(row["vertical"]),
      items: Number(row["items"]),
      bytes: Number(row["bytes"]),
    }));
}
