/** Everything that the application holds of one person, as somebody who knows it would select it: one statement a table. */
import type { HandConnection, SqlRow } from "../bench-database.ts";

const mine = "account_id = $1";
const ofMyOrders = "order_id IN (SELECT id FROM orders WHERE account_id = $1)";

/** Own rows with all columns but secrets; of rows that only name the person as acting, the keys. */
const selects: Readonly<Record<string, string>> = {
  accounts: "id, email, full_name, phone, birth_date, locale, referred_by, created_at FROM accounts WHERE id = $1",
  "accounts (referred)": "id FROM accounts WHERE referred_by = $1",
  account_profiles: `account_id, biography, avatar_url, website, updated_at FROM account_profiles WHERE ${mine}`,
  addresses: `id, account_id, recipient_name, street, postal_code, city, country FROM addresses WHERE ${mine}`,
  payment_methods: `id, account_id, kind, card_last_four, card_holder, expires_on FROM payment_methods WHERE ${mine}`,
  login_sessions: `id, account_id, ip_address, user_agent, created_at FROM login_sessions WHERE ${mine}`,
  devices: `id, account_id, device_name, push_token, last_seen_at FROM devices WHERE ${mine}`,
  newsletter_subscriptions: `id, account_id, list, confirmed_at FROM newsletter_subscriptions WHERE ${mine}`,
  carts: `id, account_id, created_at FROM carts WHERE ${mine}`,
  cart_items: `cart_id, product_id, quantity FROM cart_items WHERE cart_id IN (SELECT id FROM carts WHERE ${mine})`,
  wishlist_items: `account_id, product_id, added_at FROM wishlist_items WHERE ${mine}`,
  orders: `id, account_id, shipping_address_id, status, total, customer_note, placed_at FROM orders WHERE ${mine}`,
  order_items: `id, order_id, product_id, quantity, price FROM order_items WHERE ${ofMyOrders}`,
  payments: `id, order_id, payment_method_id, amount, paid_at FROM payments WHERE ${ofMyOrders}`,
  shipments: `id, order_id, carrier, tracking_code, shipped_at FROM shipments WHERE ${ofMyOrders}`,
  order_returns: `id, order_item_id, reason, received_at FROM order_returns
    WHERE order_item_id IN (SELECT id FROM order_items WHERE ${ofMyOrders})`,
  product_reviews: `id, product_id, account_id, rating, body, helpful_count, written_at FROM product_reviews WHERE ${mine}`,
  review_votes: `review_id, account_id, helpful FROM review_votes WHERE ${mine}`,
  topics: "id, forum_id, author_id, title, post_count, created_at FROM topics WHERE author_id = $1",
  posts: "id, topic_id, author_id, reply_to, body, moderated_by, posted_at FROM posts WHERE author_id = $1",
  "posts (moderated)": "id FROM posts WHERE moderated_by = $1",
  post_reactions: `post_id, account_id, reaction FROM post_reactions WHERE ${mine}`,
  topic_subscriptions: `topic_id, account_id FROM topic_subscriptions WHERE ${mine}`,
  messages: "id, sender_id, recipient_id, body, sent_at FROM messages WHERE sender_id = $1 OR recipient_id = $1",
  post_reports: "id, post_id, reporter_id, reason, created_at FROM post_reports WHERE reporter_id = $1",
  support_tickets: `id, account_id, assigned_agent_id, subject, opened_at FROM support_tickets WHERE ${mine}`,
  ticket_messages: `id, ticket_id, body, written_at FROM ticket_messages
    WHERE ticket_id IN (SELECT id FROM support_tickets WHERE ${mine})`,
  audit_events: `id, account_id, action, ip_address, happened_at FROM audit_events WHERE ${mine}`,
};

/** Reads it from one snapshot. Rows by table; `table (why)` for rows of which only the key is shown. */
export async function accessByHand(connection: HandConnection, email: string): Promise<ReadonlyMap<string, SqlRow[]>> {
  return await connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY", async (run) => {
    const [account] = await run("SELECT id FROM accounts WHERE lower(email) = lower($1)", [email]);
    const found = new Map<string, SqlRow[]>();
    for (const [name, select] of Object.entries(selects))
      found.set(name, await run(`SELECT ${select}`, [account?.["id"]]));
    return found;
  });
}
