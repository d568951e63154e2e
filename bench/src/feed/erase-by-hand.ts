/** The heavy member's erasure by hand: in sets, and in the pattern of one autocommitted statement for each row. */
import type { HandConnection } from "../bench-database.ts";
import { HEAVY_EMAIL } from "./feed.ts";

const bookmarked = "EXISTS (SELECT 1 FROM bookmarks WHERE entry_id = entries.id AND account_id <> $1)";

/** One transaction, one statement a table and disposition. */
export async function eraseInSets(connection: HandConnection): Promise<void> {
  await connection.transaction("ISOLATION LEVEL READ COMMITTED", async (run) => {
    const [member] = await run("SELECT id FROM accounts WHERE lower(email) = lower($1) FOR UPDATE", [HEAVY_EMAIL]);
    const values = [member?.["id"]];
    await run("DELETE FROM bookmarks WHERE account_id = $1", values);
    await run("DELETE FROM entry_attachments WHERE entry_id IN (SELECT id FROM entries WHERE author_id = $1)", values);
    await run(`UPDATE entries SET author_id = NULL, body = NULL WHERE author_id = $1 AND ${bookmarked}`, values);
    await run(
      `UPDATE entries SET reply_to = NULL WHERE reply_to IN (SELECT id FROM entries WHERE author_id = $1)
        AND author_id IS DISTINCT FROM $1`,
      values,
    );
    await run("DELETE FROM entries WHERE author_id = $1", values);
    await run("DELETE FROM accounts WHERE id = $1", values);
  });
}

/** The rows are found by set, and then changed one by one, each in a transaction of its own. */
export async function eraseRowByRow({ run }: HandConnection): Promise<void> {
  const [member] = await run("SELECT id FROM accounts WHERE lower(email) = lower($1)", [HEAVY_EMAIL]);
  const values = [member?.["id"]];
  const each = async (select: string, change: string) => {
    for (const row of await run(select, values)) await run(change, [row["id"]]);
  };
  await each(
    "SELECT a.id FROM entry_attachments a JOIN entries e ON e.id = a.entry_id WHERE e.author_id = $1",
    "DELETE FROM entry_attachments WHERE id = $1",
  );
  await each(
    `SELECT id FROM entries WHERE author_id = $1 AND ${bookmarked}`,
    "UPDATE entries SET author_id = NULL, body = NULL WHERE id = $1",
  );
  await each(
    "SELECT r.id FROM entries r JOIN entries e ON e.id = r.reply_to WHERE e.author_id = $1",
    "UPDATE entries SET reply_to = NULL WHERE id = $1",
  );
  await each("SELECT id FROM entries WHERE author_id = $1", "DELETE FROM entries WHERE id = $1");
  await run("DELETE FROM accounts WHERE id = $1", values);
}
