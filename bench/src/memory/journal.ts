/** A journal whose writers wrote few or very many rows: in a table on which nothing hangs, and in one whose rows have parts. */

const schema = `
CREATE TABLE accounts (id bigint PRIMARY KEY, email varchar(254) NOT NULL, full_name varchar(120) NOT NULL);
CREATE TABLE journal_lines (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  body text NOT NULL, written_at timestamptz NOT NULL);
CREATE TABLE journal_pages (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  body text NOT NULL, written_at timestamptz NOT NULL);
CREATE TABLE page_pictures (
  id bigint PRIMARY KEY, page_id bigint NOT NULL REFERENCES journal_pages (id) ON DELETE CASCADE,
  file_name varchar(80) NOT NULL);
CREATE UNIQUE INDEX ON accounts (email);
`;

const indexes = `
CREATE INDEX ON journal_lines (account_id);
CREATE INDEX ON journal_pages (account_id);
CREATE INDEX ON page_pictures (page_id);
`;

/** An account of a thousand rows in each table. */
export const WARM_EMAIL = "warm.up@example.org";
const WARM_ROWS = 1_000;

/** Accounts with few or many rows, in the one table or the other. */
export function journalEmail(table: "lines" | "pages", size: "small" | "large"): string {
  return `${size}.${table}@example.org`;
}

/** Creates and fills it: accounts of `small` and of `large` rows in either table. */
export async function fillJournal(
  execute: (statement: string) => Promise<void>,
  [small, large]: readonly [small: number, large: number],
): Promise<void> {
  await execute(schema);
  const accounts = [
    { email: WARM_EMAIL, lines: WARM_ROWS, pages: WARM_ROWS },
    { email: journalEmail("lines", "small"), lines: small, pages: 0 },
    { email: journalEmail("lines", "large"), lines: large, pages: 0 },
    { email: journalEmail("pages", "small"), lines: 0, pages: small },
    { email: journalEmail("pages", "large"), lines: 0, pages: large },
  ];
  const first = { lines: 0, pages: 0 };
  for (const [index, { email, lines, pages }] of accounts.entries()) {
    await execute(`INSERT INTO accounts VALUES (${index + 1}, '${email}', 'Writer ${index + 1}')`);
    await execute(insertRows("journal_lines", index + 1, first.lines, lines));
    await execute(insertRows("journal_pages", index + 1, first.pages, pages));
    first.lines += lines;
    first.pages += pages;
  }
  await execute("INSERT INTO page_pictures SELECT id, id, 'picture-' || id FROM journal_pages WHERE id % 50 = 0");
  await execute(indexes);
  await execute("ANALYZE");
}

function insertRows(table: string, account: number, first: number, count: number): string {
  return `INSERT INTO ${table} SELECT n, ${account}, repeat('words that somebody wrote ', 12) || n,
    timestamptz '2025-01-01 08:00:00+00' + (n % 5000) * interval '1 hour' FROM generate_series(${first + 1}, ${first + count}) AS n`;
}
