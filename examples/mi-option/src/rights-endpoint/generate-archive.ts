/** Fills a new archive with invented newsletters, payments and chats for some of the people of mi Option. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { insertRows, type Row } from "../database/insert-rows.ts";
import { createRandom, type Random } from "../database/random.ts";
import { createEmptyArchive } from "./archive-database.ts";

export interface ArchivePerson {
  readonly email: string;
  readonly name: string;
}

const ADA = "ada@example.org";
const ISSUES = ["Spring edition", "Repair, do not replace", "Our new workshop", "Behind the forum", "Year in review"];
const DEVICES = ["Phone", "Tablet", "Desktop computer", null];
const TOPICS = ["A late parcel", "Two invoices for one order", "Changing an address", "A damaged box", "Gift voucher"];
const QUESTIONS = [
  "Hello, can you look into this for me?",
  "I tried that already, it did not help.",
  "It was meant as a present, so it is rather urgent.",
  "Thank you, that solved it.",
];
const ANSWERS = [
  "Of course, one moment please.",
  "I have written to the depot.",
  "It is on its way again, sorry for the wait.",
];

/**
 * Creates the database file at `path`. About half of the people are readers, and ada@example.org always is, whether she
 * is in the list or not: with newsletters, a payment that the law wants kept, a chat alone and one shared with another
 * reader. The same people give the same archive.
 *
 * @throws RangeError without anybody but Ada; Error when there is a file at `path` already
 */
export function generateArchive(path: string, people: readonly ArchivePerson[]): void {
  const ada = people.find(({ email }) => email.toLowerCase() === ADA) ?? { email: ADA, name: "Ada Lind" };
  const others = people.filter((person) => person !== ada);
  if (others.length === 0) throw new RangeError("The archive needs at least one person besides Ada.");
  if (existsSync(path)) throw new Error("There is an archive already. Delete the file first, or choose another path.");
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  for (const suffix of ["", "-wal", "-shm"]) rmSync(unfinished + suffix, { force: true });
  const random = createRandom(7);
  const database = createEmptyArchive(unfinished);
  try {
    insertRows(database, makeRows(random, [ada, ...random.sample(others, Math.ceil(others.length / 2))]));
  } finally {
    database.close();
  }
  renameSync(unfinished, path);
}

/** The first reader is Ada, the second shares a chat with her. */
function makeRows(random: Random, readers: readonly ArchivePerson[]): Readonly<Record<string, readonly Row[]>> {
  const rows = {
    readers: [] as Row[],
    deliveries: [] as Row[],
    payments: [] as Row[],
    chats: [] as Row[],
    chat_members: [] as Row[],
    chat_lines: [] as Row[],
  };
  const openChat = (members: readonly number[]): void => {
    const chat_id = rows.chats.length + 1;
    const day = dayIn(random, 2024, 2026);
    rows.chats.push({ id: chat_id, topic: random.pick(TOPICS), opened_at: `${day}T09:00:00Z` });
    for (const reader_id of members) rows.chat_members.push({ chat_id, reader_id });
    const lines = random.between(3, 7);
    for (let index = 0; index < lines; index++) {
      // The desk answers every second line; each member says something before anybody speaks twice.
      const reader_id = index % 2 === 1 ? null : (members[(index / 2) % members.length] ?? null);
      const said = random.pick(reader_id === null ? ANSWERS : QUESTIONS);
      const speaker = reader_id === null ? "desk" : "reader";
      rows.chat_lines.push({
        chat_id,
        speaker,
        reader_id,
        said,
        said_at: `${day}T09:${String(index).padStart(2, "0")}:00Z`,
      });
    }
  };
  readers.forEach(({ email, name }, index) => {
    const id = index + 1;
    const isAda = index === 0;
    rows.readers.push({ id, email, name, subscribed: 1, joined_on: dayIn(random, 2019, 2023), dispute: null });
    for (const issue of ISSUES) {
      if (!isAda && random.chance(0.4)) continue;
      const day = dayIn(random, 2024, 2026);
      const isOpened = random.chance(0.6);
      rows.deliveries.push({
        reader_id: id,
        issue,
        sent_at: `${day}T06:00:00Z`,
        opened_at: isOpened ? `${day}T07:30:00Z` : null,
        device: isOpened ? random.pick(DEVICES) : null,
      });
    }
    if (isAda || random.chance(0.2)) {
      rows.payments.push({
        reader_id: id,
        edition: "Paid edition",
        amount_cents: 2400,
        paid_on: dayIn(random, 2024, 2026),
      });
    }
    if (isAda || random.chance(0.3)) openChat([id]);
    if (index > 0 && (index === 1 || random.chance(0.1))) openChat([index, id]);
  });
  return rows;
}

function dayIn(random: Random, first: number, last: number): string {
  const month = String(random.between(1, 10)).padStart(2, "0");
  return `${random.between(first, last)}-${month}-${String(random.between(1, 28)).padStart(2, "0")}`;
}
