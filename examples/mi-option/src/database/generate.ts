/** Fills a new mi Option database with invented people and what they did; the same seed gives the same data. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { generateContacts } from "./generate-contacts.ts";
import { generateConversations } from "./generate-conversations.ts";
import { generateForum } from "./generate-forum.ts";
import { generatePeople } from "./generate-people.ts";
import { generatePurchases } from "./generate-purchases.ts";
import { generateActivityLog, generateNotifications, type Happening } from "./generate-traces.ts";
import { insertRows, type Rows } from "./insert-rows.ts";
import { createEmptyDatabase } from "./open-database.ts";
import type { People } from "./person.ts";
import { createRandom } from "./random.ts";
import { staffRows } from "./staff.ts";

export interface GenerateOptions {
  /** How many members, at least three. @defaultValue 200 */
  readonly people?: number;
  /** @defaultValue 42 */
  readonly seed?: number;
}

/**
 * Creates the database file at `path`, in one transaction and under its final name only when it is complete.
 *
 * @throws RangeError when fewer than three people are asked for; Error when there is a file at `path` already.
 */
export function generateDatabase(path: string, options: GenerateOptions = {}): void {
  const { people = 200, seed = 42 } = options;
  if (!Number.isInteger(people) || people < 3) {
    throw new RangeError(`A community needs at least three people, not ${people}. Ask for 3 or more.`);
  }
  if (existsSync(path)) {
    throw new Error("There is a database already. Delete the file first, or choose another path.");
  }
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  for (const suffix of ["", "-wal", "-shm"]) rmSync(unfinished + suffix, { force: true });
  const database = createEmptyDatabase(unfinished);
  try {
    insertRows(database, generateRows(people, seed));
  } finally {
    database.close();
  }
  renameSync(unfinished, path);
}

function generateRows(count: number, seed: number): Rows {
  const random = createRandom(seed);
  const { people, rows: peopleRows } = generatePeople(random, count);
  const { rows: purchaseRows, sent } = generatePurchases(random, people);
  const { rows: forumRows, postCounts, replies } = generateForum(random, people);
  const { rows: conversationRows, deliveries } = generateConversations(random, people);
  const contactRows = generateContacts(random, people, purchaseRows.orders);
  const happenings: Happening[] = [
    ...replies.map(({ postId, author, answered, createdAt }) => ({
      receiver: answered,
      actor: author,
      kind: "reply",
      subjectType: "post" as const,
      subjectId: postId,
      at: createdAt,
    })),
    ...deliveries.map(({ messageId, sender, receiver, sentAt }) => ({
      receiver,
      actor: sender,
      kind: "message",
      subjectType: "message" as const,
      subjectId: messageId,
      at: sentAt,
    })),
    ...sent.map(({ person, orderId, sentAt }) => ({
      receiver: person,
      actor: null,
      kind: "order-sent",
      subjectType: "order" as const,
      subjectId: orderId,
      at: sentAt,
    })),
    ...friendsJoined(people),
  ];
  return {
    staff: staffRows,
    settings: [
      { key: "shop.currency", value: "EUR" },
      { key: "shop.free-delivery-from-cents", value: "4000" },
      { key: "forum.posts-per-page", value: "30" },
      { key: "referral.reward-cents", value: "500" },
    ],
    ...peopleRows,
    accounts: peopleRows.accounts.map((row) => ({ ...row, post_count: postCounts.get(Number(row["id"])) ?? 0 })),
    ...purchaseRows,
    ...conversationRows,
    ...forumRows,
    ...contactRows,
    notifications: generateNotifications(random, happenings),
    activity_log: generateActivityLog(random, people, purchaseRows.orders),
  };
}

function friendsJoined(people: People): Happening[] {
  return people.all.flatMap((friend) => {
    const receiver = friend.referredBy === null ? undefined : people.all[friend.referredBy - 1];
    if (!receiver) return [];
    return [
      {
        receiver,
        actor: friend,
        kind: "friend-joined",
        subjectType: "account",
        subjectId: friend.id,
        at: friend.joinedAt,
      },
    ];
  });
}
