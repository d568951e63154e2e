/** A diary whose writers wrote few or very many pages, with a picture to each: a SQLite file, and an empty one like it. */
import { DatabaseSync } from "node:sqlite";

const schema = `
CREATE TABLE accounts (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL);
CREATE TABLE pages (
  id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id),
  follows_id INTEGER REFERENCES pages (id), body TEXT NOT NULL);
CREATE TABLE pictures (
  id INTEGER PRIMARY KEY, page_id INTEGER NOT NULL REFERENCES pages (id), file_name TEXT NOT NULL);
CREATE INDEX pages_account ON pages (account_id);
CREATE INDEX pages_follows ON pages (follows_id);
CREATE INDEX pictures_page ON pictures (page_id);
`;

export function diaryEmail(account: number): string {
  return `writer.${account}@example.org`;
}

/** Creates it. Account 1 has the first number of rows, account 2 the second, and so on; one page in fifty names the one before it. */
export function createDiary(file: string, rows: readonly number[]): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${schema} BEGIN`);
  const account = database.prepare("INSERT INTO accounts VALUES (?, ?, ?)");
  const page = database.prepare("INSERT INTO pages VALUES (?, ?, ?, ?)");
  const picture = database.prepare("INSERT INTO pictures VALUES (?, ?, ?)");
  const body = "words that somebody wrote ".repeat(12);
  let id = 0;
  for (const [at, count] of rows.entries()) {
    account.run(at + 1, diaryEmail(at + 1), `Writer ${at + 1}`);
    for (let number = 1; number <= count / 2; number += 1) {
      id += 1;
      page.run(id, at + 1, number > 1 && number % 50 === 0 ? id - 1 : null, `${body}${id}`);
      picture.run(id, id, `picture-${id}`);
    }
  }
  database.exec("COMMIT");
  database.close();
}
