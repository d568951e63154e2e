/** A small feed in which one member wrote a tenth of everything; their part of it can be put back after each erasure. */
import type { BenchDatabase } from "../bench-database.ts";

const feedSchema = `
CREATE TABLE accounts (id bigint PRIMARY KEY, email varchar(254) NOT NULL, full_name varchar(120) NOT NULL);
CREATE TABLE entries (
  id bigint PRIMARY KEY, author_id bigint REFERENCES accounts (id) ON DELETE SET NULL,
  reply_to bigint REFERENCES entries (id) ON DELETE SET NULL, body text, written_at timestamptz NOT NULL);
CREATE TABLE entry_attachments (
  id bigint PRIMARY KEY, entry_id bigint NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  file_name varchar(120) NOT NULL, bytes integer NOT NULL);
CREATE TABLE bookmarks (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  entry_id bigint NOT NULL REFERENCES entries (id) ON DELETE CASCADE, PRIMARY KEY (account_id, entry_id));
CREATE UNIQUE INDEX ON accounts (email);
CREATE INDEX ON accounts (lower(email));
CREATE INDEX ON entries (author_id);
CREATE INDEX ON entries (reply_to);
CREATE INDEX ON entry_attachments (entry_id);
CREATE INDEX ON bookmarks (entry_id);
`;

/** The member who wrote so much. */
export const HEAVY_EMAIL = "heavy.writer@example.org";

/** Of the heavy member's entries, one in so many is answered by others, and one in so many is bookmarked. */
const TOUCHED = 20;
const OTHERS = 200;

const words = "repeat('words that somebody wrote ', 6) || n";
const moment = "timestamptz '2025-01-01 08:00:00+00' + (n % 5000) * interval '1 hour'";

/** How many of the entries are the heavy member's. */
export function heavyRows(rows: number): number {
  return Math.floor(rows / 10);
}

/** Tables with everything but the heavy member's part. Their entries have the numbers up to `heavyRows`. */
export async function fillFeed(database: BenchDatabase, rows: number): Promise<void> {
  const heavy = heavyRows(rows);
  await database.execute(feedSchema);
  await database.execute(
    `INSERT INTO accounts SELECT n + 1, 'member.' || n || '@example.org', 'Member ' || n FROM generate_series(1, ${OTHERS}) AS n`,
  );
  await database.execute(
    `INSERT INTO entries SELECT n, n % ${OTHERS} + 2, NULL, ${words}, ${moment} FROM generate_series(${heavy + 1}, ${rows}) AS n`,
  );
  await database.execute(
    `INSERT INTO entry_attachments SELECT n, n, 'file-' || n, n % 4000 FROM generate_series(${heavy + 1}, ${rows}, 5) AS n`,
  );
}

/** The heavy member with all that is theirs, and what others did to it; for the first time or again. */
export async function putHeavyBack(database: BenchDatabase, rows: number): Promise<void> {
  const heavy = heavyRows(rows);
  // What an erasure leaves of the member: entries that stayed because others bookmarked them.
  await database.execute(`DELETE FROM bookmarks; DELETE FROM entries WHERE id <= ${heavy}`);
  await database.execute(`INSERT INTO accounts VALUES (1, '${HEAVY_EMAIL}', 'Heavy Writer')`);
  await database.execute(
    `INSERT INTO entries SELECT n, 1, NULL, ${words}, ${moment} FROM generate_series(1, ${heavy}) AS n`,
  );
  await database.execute(
    `INSERT INTO entry_attachments SELECT n, n, 'file-' || n, n % 4000 FROM generate_series(1, ${heavy}) AS n`,
  );
  await database.execute(
    `INSERT INTO bookmarks SELECT n % ${OTHERS} + 2, n FROM generate_series(${TOUCHED}, ${heavy}, ${TOUCHED}) AS n`,
  );
  await database.execute(
    `UPDATE entries SET reply_to = (id - ${heavy}) * ${TOUCHED} + 1 WHERE id BETWEEN ${heavy + 1} AND ${heavy + Math.floor((heavy - 1) / TOUCHED)}`,
  );
  await database.execute("VACUUM ANALYZE");
}
