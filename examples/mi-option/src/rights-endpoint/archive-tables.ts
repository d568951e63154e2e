/** What the archive holds, table by table: what is whose, what is shown of it, and what an erasure does to it. */
import type { Disposition } from "@kept/engine/rights";

export interface ArchiveTable {
  readonly name: string;
  readonly title: string;
  readonly subject: boolean;
  /** Tables of one unit are erased together: a chat without its lines, or lines without their chat, are of no use. */
  readonly unit: string;
  readonly categories: readonly string[];
  readonly columns: readonly string[];
  /**
   * SELECT of `id, fate, until` for every row that is of the readers in `mine` (a temporary table of ids) on the day
   * `:today`. `fate` names an entry of {@link ArchiveTable.fates}.
   */
  readonly reach: string;
  readonly fates: Readonly<Record<string, Fate>>;
  /** Why its rows are the person's. */
  readonly why: string;
  /** Changes its rows; `fate_<table>` holds what `reach` gave before anything was changed. */
  readonly erase: readonly string[];
}

export interface Fate {
  readonly disposition: Disposition;
  readonly why: string;
}

/** Chats in which the person takes part. */
const MINE = "SELECT chat_id FROM chat_members WHERE reader_id IN (SELECT id FROM mine)";

/** Chats in which nobody but the person takes part (any more). */
const ALONE = `${MINE} EXCEPT SELECT chat_id FROM chat_members WHERE reader_id NOT IN (SELECT id FROM mine)`;

const LAST_DAY = "date(paid_on, 'start of year', '+11 years', '-1 day')";

/** In the order in which an erasure changes them. */
export const ARCHIVE_TABLES: readonly ArchiveTable[] = [
  {
    name: "chat_lines",
    title: "What was said in support chats",
    subject: false,
    unit: "chat",
    categories: ["content.text"],
    columns: ["id", "chat_id", "speaker", "said", "said_at"],
    reach: `
      SELECT id, CASE WHEN chat_id IN (${ALONE}) THEN 'alone' WHEN speaker = 'desk' THEN 'desk' ELSE 'shared' END AS fate,
        NULL AS until
      FROM chat_lines
      WHERE reader_id IN (SELECT id FROM mine) OR (speaker = 'desk' AND chat_id IN (${MINE}))`,
    fates: {
      alone: { disposition: "deleted", why: "Said in a support chat with nobody else in it." },
      shared: {
        disposition: "redacted",
        why: "Said in a chat that others still take part in: the words go, their place stays.",
      },
      desk: { disposition: "detached", why: "Said by the desk to others, too, who still take part in the chat." },
    },
    why: "What was said on either side of these support chats.",
    erase: [
      // What those said who left before is blank and nobody's; it goes with the chat.
      `DELETE FROM chat_lines WHERE id IN (SELECT id FROM fate_chat_lines WHERE fate = 'alone')
         OR (speaker = 'reader' AND reader_id IS NULL AND chat_id IN (${ALONE}))`,
      "UPDATE chat_lines SET said = '', reader_id = NULL WHERE id IN (SELECT id FROM fate_chat_lines WHERE fate = 'shared')",
    ],
  },
  {
    name: "chat_members",
    title: "Who took part in support chats",
    subject: false,
    unit: "chat",
    categories: [],
    columns: ["id", "chat_id"],
    reach: `SELECT id, 'mine' AS fate, NULL AS until FROM chat_members
      WHERE reader_id IN (SELECT id FROM mine)`,
    fates: { mine: { disposition: "deleted", why: "Tells who took part in a chat." } },
    why: "Support chats that were taken part in.",
    erase: ["DELETE FROM chat_members WHERE id IN (SELECT id FROM fate_chat_members)"],
  },
  {
    name: "chats",
    title: "Support chats",
    subject: false,
    unit: "chat",
    categories: ["content.text"],
    columns: ["id", "topic", "opened_at"],
    reach: `SELECT id, iif(id IN (${ALONE}), 'alone', 'shared') AS fate, NULL AS until
      FROM chats WHERE id IN (${MINE})`,
    fates: {
      alone: { disposition: "deleted", why: "A support chat with nobody else in it." },
      shared: { disposition: "detached", why: "A chat that others still take part in." },
    },
    why: "Support chats and what they were about.",
    erase: ["DELETE FROM chats WHERE id IN (SELECT id FROM fate_chats WHERE fate = 'alone')"],
  },
  {
    name: "deliveries",
    title: "Newsletters sent",
    subject: false,
    unit: "deliveries",
    categories: ["preference", "online.user-agent"],
    columns: ["id", "issue", "sent_at", "opened_at", "device"],
    reach: `SELECT id, 'mine' AS fate, NULL AS until FROM deliveries
      WHERE reader_id IN (SELECT id FROM mine)`,
    fates: { mine: { disposition: "deleted", why: "Sent to this reader." } },
    why: "Issues of the newsletter that were sent to this reader.",
    erase: ["DELETE FROM deliveries WHERE id IN (SELECT id FROM fate_deliveries)"],
  },
  {
    name: "payments",
    title: "Payments for the paid edition",
    subject: false,
    unit: "payments",
    categories: ["amount"],
    columns: ["id", "edition", "amount_cents", "paid_on"],
    reach: `SELECT id, iif(${LAST_DAY} >= :today, 'kept', 'over') AS fate, ${LAST_DAY} AS until
      FROM payments WHERE reader_id IN (SELECT id FROM mine)`,
    fates: {
      kept: { disposition: "retained", why: "Accounting records are kept for ten years by law." },
      over: { disposition: "deleted", why: "The ten years for accounting records are over." },
    },
    why: "Payments for the paid edition by this reader.",
    erase: ["DELETE FROM payments WHERE id IN (SELECT id FROM fate_payments WHERE fate = 'over')"],
  },
  {
    name: "readers",
    title: "Readers of the newsletter",
    subject: true,
    unit: "readers",
    categories: ["name", "contact.email"],
    columns: ["id", "email", "name", "subscribed", "joined_on"],
    reach: `SELECT readers.id, iif(last IS NULL, 'free', 'kept') AS fate, last AS until
      FROM readers LEFT JOIN (
        SELECT reader_id, max(${LAST_DAY}) AS last FROM payments WHERE ${LAST_DAY} >= :today GROUP BY reader_id
      ) ON reader_id = readers.id
      WHERE readers.id IN (SELECT id FROM mine)`,
    fates: {
      free: { disposition: "deleted", why: "The entry in the list of readers." },
      kept: {
        disposition: "retained",
        why: "Tells whose the payments are that the law wants kept; used for nothing else.",
      },
    },
    why: "The entry in the list of readers.",
    erase: [
      "DELETE FROM readers WHERE id IN (SELECT id FROM fate_readers WHERE fate = 'free')",
      `UPDATE readers SET subscribed = 0, restricted_on = :today
       WHERE restricted_on IS NULL AND id IN (SELECT id FROM fate_readers WHERE fate = 'kept')`,
    ],
  },
];

/** Tables whose rows point at a reader: while one stays, the reader does. */
export const POINTING_AT_READERS = ["chat_lines", "chat_members", "deliveries", "payments"] as const;
