/** A made-up application of 30 tables (shop, forum, support, audit) as Postgres declares it: keys, actions and indexes. */

/** Tables in the order in which they can be filled. */
export const applicationSchema = `
CREATE TABLE accounts (
  id bigint PRIMARY KEY, email varchar(254) NOT NULL, full_name varchar(120) NOT NULL, phone varchar(40),
  password_hash varchar(100) NOT NULL, birth_date date, locale varchar(8) NOT NULL DEFAULT 'en',
  referred_by bigint REFERENCES accounts (id) ON DELETE SET NULL, created_at timestamptz NOT NULL);
CREATE TABLE account_profiles (
  account_id bigint PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE, biography text, avatar_url varchar(200),
  website varchar(200), updated_at timestamptz NOT NULL);
CREATE TABLE addresses (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  recipient_name varchar(120) NOT NULL, street varchar(160) NOT NULL, postal_code varchar(16) NOT NULL,
  city varchar(80) NOT NULL, country char(2) NOT NULL);
CREATE TABLE payment_methods (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind varchar(20) NOT NULL, card_last_four char(4), card_holder varchar(120), expires_on date);
CREATE TABLE login_sessions (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  session_token varchar(80) NOT NULL, ip_address inet NOT NULL, user_agent varchar(200), created_at timestamptz NOT NULL);
CREATE TABLE devices (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device_name varchar(80) NOT NULL, push_token varchar(160), last_seen_at timestamptz);
CREATE TABLE newsletter_subscriptions (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  list varchar(40) NOT NULL, confirmed_at timestamptz);
CREATE TABLE categories (id bigint PRIMARY KEY, title varchar(80) NOT NULL);
CREATE TABLE products (
  id bigint PRIMARY KEY, category_id bigint NOT NULL REFERENCES categories (id), title varchar(120) NOT NULL,
  price numeric(10, 2) NOT NULL, in_stock integer NOT NULL);
CREATE TABLE carts (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL);
CREATE TABLE cart_items (
  cart_id bigint NOT NULL REFERENCES carts (id) ON DELETE CASCADE, product_id bigint NOT NULL REFERENCES products (id),
  quantity integer NOT NULL, PRIMARY KEY (cart_id, product_id));
CREATE TABLE wishlist_items (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  product_id bigint NOT NULL REFERENCES products (id), added_at timestamptz NOT NULL, PRIMARY KEY (account_id, product_id));
CREATE TABLE orders (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  shipping_address_id bigint REFERENCES addresses (id) ON DELETE SET NULL, status varchar(20) NOT NULL,
  total numeric(10, 2) NOT NULL, customer_note text, placed_at timestamptz NOT NULL);
CREATE TABLE order_items (
  id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id bigint NOT NULL REFERENCES products (id), quantity integer NOT NULL, price numeric(10, 2) NOT NULL);
CREATE TABLE payments (
  id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  payment_method_id bigint REFERENCES payment_methods (id) ON DELETE SET NULL, amount numeric(10, 2) NOT NULL,
  paid_at timestamptz);
CREATE TABLE shipments (
  id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  carrier varchar(40) NOT NULL, tracking_code varchar(60), shipped_at timestamptz);
CREATE TABLE order_returns (
  id bigint PRIMARY KEY, order_item_id bigint NOT NULL REFERENCES order_items (id) ON DELETE CASCADE,
  reason text, received_at timestamptz);
CREATE TABLE product_reviews (
  id bigint PRIMARY KEY, product_id bigint NOT NULL REFERENCES products (id),
  account_id bigint REFERENCES accounts (id) ON DELETE SET NULL, rating integer NOT NULL, body text,
  helpful_count integer NOT NULL DEFAULT 0, written_at timestamptz NOT NULL);
CREATE TABLE review_votes (
  review_id bigint NOT NULL REFERENCES product_reviews (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, helpful boolean NOT NULL,
  PRIMARY KEY (review_id, account_id));
CREATE TABLE forums (id bigint PRIMARY KEY, title varchar(80) NOT NULL);
CREATE TABLE topics (
  id bigint PRIMARY KEY, forum_id bigint NOT NULL REFERENCES forums (id),
  author_id bigint REFERENCES accounts (id) ON DELETE SET NULL, title varchar(160) NOT NULL,
  post_count integer NOT NULL DEFAULT 0, created_at timestamptz NOT NULL);
CREATE TABLE posts (
  id bigint PRIMARY KEY, topic_id bigint NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
  author_id bigint REFERENCES accounts (id) ON DELETE SET NULL,
  reply_to bigint REFERENCES posts (id) ON DELETE SET NULL, body text, moderated_by bigint REFERENCES accounts (id) ON DELETE SET NULL,
  posted_at timestamptz NOT NULL);
CREATE TABLE post_reactions (
  post_id bigint NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, reaction varchar(20) NOT NULL,
  PRIMARY KEY (post_id, account_id));
CREATE TABLE topic_subscriptions (
  topic_id bigint NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, PRIMARY KEY (topic_id, account_id));
CREATE TABLE messages (
  id bigint PRIMARY KEY, sender_id bigint REFERENCES accounts (id) ON DELETE SET NULL,
  recipient_id bigint REFERENCES accounts (id) ON DELETE SET NULL, body text, sent_at timestamptz NOT NULL);
CREATE TABLE post_reports (
  id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  reporter_id bigint REFERENCES accounts (id) ON DELETE SET NULL, reason text, created_at timestamptz NOT NULL);
CREATE TABLE support_agents (id bigint PRIMARY KEY, display_name varchar(80) NOT NULL, work_email varchar(254) NOT NULL);
CREATE TABLE support_tickets (
  id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  assigned_agent_id bigint REFERENCES support_agents (id) ON DELETE SET NULL, subject varchar(160) NOT NULL,
  opened_at timestamptz NOT NULL);
CREATE TABLE ticket_messages (
  id bigint PRIMARY KEY, ticket_id bigint NOT NULL REFERENCES support_tickets (id) ON DELETE CASCADE,
  body text NOT NULL, written_at timestamptz NOT NULL);
CREATE TABLE audit_events (
  id bigint PRIMARY KEY, account_id bigint REFERENCES accounts (id) ON DELETE SET NULL, action varchar(60) NOT NULL,
  ip_address inet, happened_at timestamptz NOT NULL);
`;

/** Every reference is indexed, and the login is found by its address in any case: what a well-kept application has. */
export const applicationIndexes = `
CREATE UNIQUE INDEX ON accounts (email);
CREATE INDEX ON accounts (lower(email));
CREATE INDEX ON accounts (referred_by);
CREATE INDEX ON addresses (account_id);
CREATE INDEX ON payment_methods (account_id);
CREATE INDEX ON login_sessions (account_id);
CREATE INDEX ON devices (account_id);
CREATE INDEX ON newsletter_subscriptions (account_id);
CREATE INDEX ON products (category_id);
CREATE INDEX ON carts (account_id);
CREATE INDEX ON cart_items (product_id);
CREATE INDEX ON wishlist_items (product_id);
CREATE INDEX ON orders (account_id);
CREATE INDEX ON orders (shipping_address_id);
CREATE INDEX ON order_items (order_id);
CREATE INDEX ON order_items (product_id);
CREATE INDEX ON payments (order_id);
CREATE INDEX ON payments (payment_method_id);
CREATE INDEX ON shipments (order_id);
CREATE INDEX ON order_returns (order_item_id);
CREATE INDEX ON product_reviews (product_id);
CREATE INDEX ON product_reviews (account_id);
CREATE INDEX ON review_votes (account_id);
CREATE INDEX ON topics (forum_id);
CREATE INDEX ON topics (author_id);
CREATE INDEX ON posts (topic_id);
CREATE INDEX ON posts (author_id);
CREATE INDEX ON posts (reply_to);
CREATE INDEX ON posts (moderated_by);
CREATE INDEX ON post_reactions (account_id);
CREATE INDEX ON topic_subscriptions (account_id);
CREATE INDEX ON messages (sender_id);
CREATE INDEX ON messages (recipient_id);
CREATE INDEX ON post_reports (post_id);
CREATE INDEX ON post_reports (reporter_id);
CREATE INDEX ON support_agents (lower(work_email));
CREATE INDEX ON support_tickets (account_id);
CREATE INDEX ON support_tickets (assigned_agent_id);
CREATE INDEX ON ticket_messages (ticket_id);
CREATE INDEX ON audit_events (account_id);
`;
