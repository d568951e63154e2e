/** Reads people: public profiles, who is signed in, and what somebody sees on their own account page. */
import type { DatabaseSync } from "node:sqlite";
import { readRow, readRows, type Visitor } from "./environment.ts";
import { isMemberSql, nameSql } from "./former-members.ts";

export interface Profile {
  readonly id: number;
  readonly displayName: string;
  readonly bio: string | null;
  readonly photoKey: string | null;
  readonly isModerator: number;
  readonly postCount: number;
  readonly reviewCount: number;
  readonly createdAt: string;
}

export interface AccountDetails {
  readonly email: string;
  readonly fullName: string | null;
  readonly phone: string | null;
  readonly birthDate: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly createdAt: string;
}

export interface Subscription {
  readonly name: string;
  readonly slug: string;
  readonly status: string;
  readonly startedOn: string;
  readonly renewsOn: string | null;
  readonly priceCents: number;
  readonly billing: string;
}

export interface Order {
  readonly id: number;
  readonly orderNumber: string;
  readonly status: string;
  readonly placedAt: string;
  readonly totalCents: number;
  readonly giftMessage: string | null;
  readonly items: string;
  readonly firstSlug: string;
  readonly city: string | null;
}

export interface Notification {
  readonly kind: string;
  readonly actor: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
  /** Number of the order, or id of the topic, conversation or account that the subject leads to. */
  readonly target: string | number | null;
}

const profileColumns = `SELECT a.id, a.display_name AS displayName, a.bio, f.storage_key AS photoKey,
  a.is_community_moderator AS isModerator, a.post_count AS postCount, a.created_at AS createdAt,
  (SELECT count(*) FROM reviews r WHERE r.account_id = a.id) AS reviewCount
  FROM accounts a LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id`;

export function findProfile(database: DatabaseSync, id: number): Profile | undefined {
  return readRow(database, `${profileColumns} WHERE a.id = ? AND ${isMemberSql("a")}`, id);
}

/** People to sign in as: Ada and Bo, then whoever writes most. */
export function listDemoPeople(database: DatabaseSync, count: number): Profile[] {
  return readRows(
    database,
    `${profileColumns} WHERE ${isMemberSql("a")}
     ORDER BY a.email = 'ada@example.org' DESC, a.email = 'bo@example.org' DESC, a.post_count DESC LIMIT ?`,
    count,
  );
}

export function findVisitor(database: DatabaseSync, id: number): Visitor | undefined {
  return readRow(
    database,
    `SELECT a.id, a.display_name AS displayName, f.storage_key AS photoKey
     FROM accounts a LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id
     WHERE a.id = ? AND ${isMemberSql("a")}`,
    id,
  );
}

/** The bytes of a picture that is somebody's current face; older photos and identity papers are not served. */
export function findPhoto(database: DatabaseSync, storageKey: string): Uint8Array | undefined {
  return readRow<{ content: Uint8Array }>(
    database,
    "SELECT f.content FROM profile_photos f JOIN accounts a ON a.avatar_photo_id = f.id WHERE f.storage_key = ?",
    storageKey,
  )?.content;
}

export function findAccountDetails(database: DatabaseSync, id: number): AccountDetails | undefined {
  return readRow(
    database,
    `SELECT a.email, a.full_name AS fullName, a.phone, a.birth_date AS birthDate, a.created_at AS createdAt,
     h.street, h.postal_code AS postalCode, h.city, h.country_code AS countryCode
     FROM accounts a LEFT JOIN addresses h ON h.id = a.home_address_id WHERE a.id = ?`,
    id,
  );
}

export function listSubscriptions(database: DatabaseSync, accountId: number): Subscription[] {
  return readRows(
    database,
    `SELECT p.name, p.slug, s.status, s.started_on AS startedOn, s.renews_on AS renewsOn,
     p.price_cents AS priceCents, p.billing
     FROM subscriptions s JOIN products p ON p.id = s.product_id
     WHERE s.account_id = ? ORDER BY s.status, s.started_on DESC`,
    accountId,
  );
}

export function listOrders(database: DatabaseSync, accountId: number, count: number): Order[] {
  return readRows(
    database,
    `SELECT o.id, o.order_number AS orderNumber, o.status, o.placed_at AS placedAt, o.total_cents AS totalCents,
     o.gift_message AS giftMessage, d.city,
     group_concat(CASE WHEN i.quantity > 1 THEN i.quantity || ' × ' ELSE '' END || p.name, ', ') AS items,
     min(p.slug) AS firstSlug
     FROM orders o LEFT JOIN order_items i ON i.order_id = o.id LEFT JOIN products p ON p.id = i.product_id
     LEFT JOIN addresses d ON d.id = o.delivery_address_id
     WHERE o.account_id = ? GROUP BY o.id ORDER BY o.placed_at DESC LIMIT ?`,
    accountId,
    count,
  );
}

export function listNotifications(database: DatabaseSync, accountId: number): Notification[] {
  return readRows(
    database,
    `SELECT n.kind, ${nameSql("a")} AS actor, n.created_at AS createdAt, n.read_at AS readAt,
     CASE n.subject_type
       WHEN 'post' THEN (SELECT topic_id FROM posts WHERE id = n.subject_id)
       WHEN 'message' THEN (SELECT conversation_id FROM messages WHERE id = n.subject_id)
       WHEN 'order' THEN (SELECT order_number FROM orders WHERE id = n.subject_id)
       ELSE (SELECT id FROM accounts WHERE id = n.subject_id) END AS target
     FROM notifications n LEFT JOIN accounts a ON a.id = n.actor_id
     WHERE n.account_id = ? ORDER BY n.created_at DESC LIMIT 8`,
    accountId,
  );
}
