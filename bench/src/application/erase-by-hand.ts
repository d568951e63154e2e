/** One person's erasure from the application as somebody who knows it would write it, with the dispositions of our plan. */
import type { HandConnection } from "../bench-database.ts";

const ofMyOrders = "order_id IN (SELECT id FROM orders WHERE account_id = $1)";

/**
 * What other people's rows depend on stays without the person and their words; what names the person lets go. Posts that
 * nobody else touched are deleted, and the topics that counted them are told.
 */
const takeApart: readonly string[] = [
  "UPDATE messages SET sender_id = NULL WHERE sender_id = $1",
  "UPDATE messages SET recipient_id = NULL WHERE recipient_id = $1",
  `UPDATE product_reviews SET account_id = NULL, body = NULL WHERE account_id = $1
    AND EXISTS (SELECT 1 FROM review_votes WHERE review_id = product_reviews.id AND account_id <> $1)`,
  `UPDATE topics SET author_id = NULL, title = '' WHERE author_id = $1 AND (
    EXISTS (SELECT 1 FROM posts WHERE topic_id = topics.id AND author_id IS DISTINCT FROM $1)
    OR EXISTS (SELECT 1 FROM topic_subscriptions WHERE topic_id = topics.id AND account_id <> $1))`,
  `UPDATE posts SET author_id = NULL, body = NULL WHERE author_id = $1 AND (
    EXISTS (SELECT 1 FROM post_reactions WHERE post_id = posts.id AND account_id <> $1)
    OR EXISTS (SELECT 1 FROM post_reports WHERE post_id = posts.id AND reporter_id IS DISTINCT FROM $1))`,
  "UPDATE posts SET moderated_by = NULL WHERE moderated_by = $1",
  `UPDATE posts SET reply_to = NULL WHERE reply_to IN (SELECT id FROM posts WHERE author_id = $1)
    AND author_id IS DISTINCT FROM $1`,
  "UPDATE accounts SET referred_by = NULL WHERE referred_by = $1",
];

const deletePosts = `WITH gone AS (DELETE FROM posts WHERE author_id = $1 RETURNING topic_id)
  UPDATE topics SET post_count = post_count - per_topic.posts
  FROM (SELECT topic_id, count(*) AS posts FROM gone GROUP BY topic_id) AS per_topic WHERE topics.id = per_topic.topic_id`;

/** One statement a table, those that point at others first. */
const deleteRows: readonly string[] = [
  "DELETE FROM post_reactions WHERE account_id = $1",
  "DELETE FROM post_reports WHERE reporter_id = $1",
  deletePosts,
  "DELETE FROM topics WHERE author_id = $1",
  "DELETE FROM topic_subscriptions WHERE account_id = $1",
  "DELETE FROM review_votes WHERE account_id = $1",
  "DELETE FROM product_reviews WHERE account_id = $1",
  `DELETE FROM order_returns WHERE order_item_id IN (SELECT id FROM order_items WHERE ${ofMyOrders})`,
  `DELETE FROM order_items WHERE ${ofMyOrders}`,
  `DELETE FROM payments WHERE ${ofMyOrders}`,
  `DELETE FROM shipments WHERE ${ofMyOrders}`,
  "DELETE FROM orders WHERE account_id = $1",
  "DELETE FROM cart_items WHERE cart_id IN (SELECT id FROM carts WHERE account_id = $1)",
  "DELETE FROM carts WHERE account_id = $1",
  "DELETE FROM wishlist_items WHERE account_id = $1",
  "DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM support_tickets WHERE account_id = $1)",
  "DELETE FROM support_tickets WHERE account_id = $1",
  "DELETE FROM audit_events WHERE account_id = $1",
  "DELETE FROM newsletter_subscriptions WHERE account_id = $1",
  "DELETE FROM devices WHERE account_id = $1",
  "DELETE FROM login_sessions WHERE account_id = $1",
  "DELETE FROM payment_methods WHERE account_id = $1",
  "DELETE FROM addresses WHERE account_id = $1",
  "DELETE FROM account_profiles WHERE account_id = $1",
  "DELETE FROM accounts WHERE id = $1",
];

/** What is left to say where the schema's own ON DELETE actions are trusted to do the rest. */
const trustingCascades: readonly string[] = [
  ...takeApart.filter((statement) => /body = NULL|title = ''/.test(statement)),
  "DELETE FROM post_reports WHERE reporter_id = $1",
  deletePosts,
  "DELETE FROM topics WHERE author_id = $1",
  "DELETE FROM product_reviews WHERE account_id = $1",
  "DELETE FROM audit_events WHERE account_id = $1",
  "DELETE FROM accounts WHERE id = $1",
];

async function erase(connection: HandConnection, email: string, statements: readonly string[]): Promise<void> {
  await connection.transaction("ISOLATION LEVEL READ COMMITTED", async (run) => {
    const [account] = await run("SELECT id FROM accounts WHERE lower(email) = lower($1) FOR UPDATE", [email]);
    for (const statement of statements) await run(statement, [account?.["id"]]);
  });
}

/** One transaction that names every table. */
export async function eraseByHand(connection: HandConnection, email: string): Promise<void> {
  await erase(connection, email, [...takeApart, ...deleteRows]);
}

/** One transaction that leaves to ON DELETE what it can. */
export async function eraseByCascade(connection: HandConnection, email: string): Promise<void> {
  await erase(connection, email, trustingCascades);
}
