/** Reads the forum: topics, their posts, and what one person wrote. */
import type { DatabaseSync } from "node:sqlite";
import { readRow, readRows } from "./environment.ts";
import { nameSql, titleSql } from "./former-members.ts";

export const sections: Readonly<Record<string, string>> = {
  welcome: "Welcome",
  options: "Options",
  "how-to": "How to",
  swap: "Swap",
  feedback: "Feedback",
};

export interface Topic {
  readonly id: number;
  readonly title: string;
  readonly section: string;
  readonly postCount: number;
  readonly isPinned: number;
  readonly authorId: number;
  readonly author: string | null;
  readonly photoKey: string | null;
  readonly lastPostAt: string;
  readonly lastAuthor: string | null;
  readonly productName: string | null;
  readonly productSlug: string | null;
}

export interface Post {
  readonly id: number;
  readonly topicId: number;
  readonly topicTitle: string;
  readonly body: string;
  readonly createdAt: string;
  readonly authorId: number | null;
  readonly author: string | null;
  readonly photoKey: string | null;
  readonly isModerator: number | null;
  readonly replyToId: number | null;
  readonly replyToAuthor: string | null;
  readonly reactionCount: number;
  readonly editedAt: string | null;
  readonly hiddenAt: string | null;
}

const topicColumns = `SELECT t.id, ${titleSql("t")} AS title, t.section, t.post_count AS postCount, t.is_pinned AS isPinned,
  a.id AS authorId, ${nameSql("a")} AS author, f.storage_key AS photoKey,
  coalesce(l.created_at, t.created_at) AS lastPostAt, ${nameSql("la")} AS lastAuthor,
  p.name AS productName, p.slug AS productSlug
  FROM topics t JOIN accounts a ON a.id = t.author_id
  LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id
  LEFT JOIN posts l ON l.id = t.last_post_id LEFT JOIN accounts la ON la.id = l.author_id
  LEFT JOIN products p ON p.id = t.product_id`;

const postColumns = `SELECT p.id, p.topic_id AS topicId, ${titleSql("t")} AS topicTitle, p.body, p.created_at AS createdAt,
  a.id AS authorId, ${nameSql("a")} AS author, f.storage_key AS photoKey, a.is_community_moderator AS isModerator,
  p.reply_to_id AS replyToId, ${nameSql("qa")} AS replyToAuthor,
  p.reaction_count AS reactionCount, p.edited_at AS editedAt, p.hidden_at AS hiddenAt
  FROM posts p JOIN topics t ON t.id = p.topic_id LEFT JOIN accounts a ON a.id = p.author_id
  LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id
  LEFT JOIN posts q ON q.id = p.reply_to_id LEFT JOIN accounts qa ON qa.id = q.author_id`;

/** Topics with the latest activity first, pinned ones on top. */
export function listTopics(database: DatabaseSync, section: string | undefined, count: number, skip: number): Topic[] {
  return readRows(
    database,
    `${topicColumns} WHERE ?1 IS NULL OR t.section = ?1 ORDER BY t.is_pinned DESC, lastPostAt DESC LIMIT ?2 OFFSET ?3`,
    section ?? null,
    count,
    skip,
  );
}

/** The liveliest topics of late, pinned or not. */
export function listRecentTopics(database: DatabaseSync, count: number): Topic[] {
  return readRows(database, `${topicColumns} ORDER BY lastPostAt DESC LIMIT ?`, count);
}

export function listTopicsAboutProduct(database: DatabaseSync, productId: number): Topic[] {
  return readRows(database, `${topicColumns} WHERE t.product_id = ? ORDER BY lastPostAt DESC LIMIT 5`, productId);
}

export function findTopic(database: DatabaseSync, id: number): Topic | undefined {
  return readRow(database, `${topicColumns} WHERE t.id = ?`, id);
}

export function listPosts(database: DatabaseSync, topicId: number): Post[] {
  return readRows(database, `${postColumns} WHERE p.topic_id = ? ORDER BY p.created_at, p.id LIMIT 500`, topicId);
}

export function listPostsOfPerson(database: DatabaseSync, accountId: number): Post[] {
  return readRows(
    database,
    `${postColumns} WHERE p.author_id = ? AND p.hidden_at IS NULL ORDER BY p.created_at DESC LIMIT 12`,
    accountId,
  );
}
