-- The database of mi Option: members, what they buy, what they say, and the people who look after them.
-- SQLite 3.37 or later, with PRAGMA foreign_keys = ON. Timestamps are ISO 8601 in UTC, dates YYYY-MM-DD, money is in cents.

-- People -------------------------------------------------------------------------------------------------------------

CREATE TABLE addresses (
  id INTEGER PRIMARY KEY,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL,
  country_code TEXT NOT NULL CHECK (length(country_code) = 2),
  delivery_note TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- Everybody of a household points to the same address.
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 60),
  full_name TEXT,
  phone TEXT,
  birth_date TEXT,
  password_hash TEXT NOT NULL,
  bio TEXT,
  avatar_photo_id INTEGER REFERENCES profile_photos (id) ON DELETE SET NULL,
  home_address_id INTEGER REFERENCES addresses (id) ON DELETE SET NULL,
  referred_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  is_community_moderator INTEGER NOT NULL DEFAULT 0 CHECK (is_community_moderator IN (0, 1)),
  post_count INTEGER NOT NULL DEFAULT 0,
  locale TEXT NOT NULL DEFAULT 'en',
  created_at TEXT NOT NULL,
  last_seen_at TEXT
) STRICT;
CREATE INDEX accounts_home_address ON accounts (home_address_id);
CREATE INDEX accounts_referred_by ON accounts (referred_by);

CREATE TABLE profile_photos (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  storage_key TEXT NOT NULL UNIQUE,
  media_type TEXT NOT NULL DEFAULT 'image/png',
  content BLOB NOT NULL,
  uploaded_at TEXT NOT NULL
) STRICT;
CREATE INDEX profile_photos_account ON profile_photos (account_id);

CREATE TABLE identity_documents (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  document_type TEXT NOT NULL CHECK (document_type IN ('passport', 'identity_card', 'driving_licence')),
  document_number TEXT NOT NULL,
  issuing_country TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  storage_key TEXT NOT NULL UNIQUE,
  content BLOB NOT NULL,
  checked_by INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  uploaded_at TEXT NOT NULL
) STRICT;
CREATE INDEX identity_documents_account ON identity_documents (account_id);

-- Moderators and agents who work for mi Option; one of them is a member as well, with the same e-mail.
CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  full_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('moderator', 'agent', 'lead')),
  hired_on TEXT NOT NULL,
  left_on TEXT
) STRICT;

CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  platform TEXT NOT NULL,
  push_token TEXT UNIQUE,
  last_ip TEXT,
  first_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX devices_account ON devices (account_id);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device_id INTEGER REFERENCES devices (id) ON DELETE SET NULL,
  ip_address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account_id);

-- Known by e-mail only: a subscriber may or may not be a member, and nobody keeps the two together.
CREATE TABLE newsletter_subscribers (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  source TEXT NOT NULL,
  unsubscribe_token TEXT NOT NULL UNIQUE,
  subscribed_at TEXT NOT NULL,
  confirmed_at TEXT,
  unsubscribed_at TEXT
) STRICT;

CREATE TABLE referrals (
  id INTEGER PRIMARY KEY,
  referrer_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  friend_email TEXT NOT NULL COLLATE NOCASE,
  joined_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  reward_cents INTEGER NOT NULL DEFAULT 0,
  sent_at TEXT NOT NULL,
  UNIQUE (referrer_id, friend_email)
) STRICT;
CREATE INDEX referrals_joined ON referrals (joined_account_id);

-- Buying -------------------------------------------------------------------------------------------------------------

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  tagline TEXT NOT NULL,
  description TEXT NOT NULL,
  category TEXT NOT NULL,
  billing TEXT NOT NULL CHECK (billing IN ('once', 'monthly', 'quarterly')),
  price_cents INTEGER NOT NULL CHECK (price_cents > 0),
  review_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE payment_methods (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  brand TEXT NOT NULL,
  holder_name TEXT NOT NULL,
  card_last4 TEXT NOT NULL CHECK (length(card_last4) = 4),
  expires_month TEXT NOT NULL,
  processor_token TEXT NOT NULL UNIQUE,
  added_at TEXT NOT NULL
) STRICT;
CREATE INDEX payment_methods_account ON payment_methods (account_id);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
  payment_method_id INTEGER REFERENCES payment_methods (id) ON DELETE SET NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'ended')),
  started_on TEXT NOT NULL,
  renews_on TEXT,
  ended_on TEXT,
  end_reason TEXT
) STRICT;
CREATE INDEX subscriptions_account ON subscriptions (account_id);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  order_number TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
  delivery_address_id INTEGER REFERENCES addresses (id) ON DELETE RESTRICT,
  payment_method_id INTEGER REFERENCES payment_methods (id) ON DELETE SET NULL,
  status TEXT NOT NULL CHECK (status IN ('placed', 'sent', 'delivered', 'returned')),
  gift_message TEXT,
  total_cents INTEGER NOT NULL,
  placed_at TEXT NOT NULL
) STRICT;
CREATE INDEX orders_account ON orders (account_id);
CREATE INDEX orders_delivery_address ON orders (delivery_address_id);

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_cents INTEGER NOT NULL,
  line_cents INTEGER GENERATED ALWAYS AS (quantity * unit_price_cents) VIRTUAL,
  PRIMARY KEY (order_id, product_id)
) STRICT;

-- Kept for ten years after the year of issue (tax law), with names and address as they were on that day.
-- A renewal of a subscription is invoiced without an order. One of somebody whose data is restricted, or who has left, stays
-- as it was issued and is marked: bookkeeping leaves it alone but for what the law asks.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  invoice_number TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
  order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL,
  customer_name TEXT NOT NULL,
  customer_address TEXT NOT NULL,
  description TEXT NOT NULL,
  total_cents INTEGER NOT NULL,
  tax_cents INTEGER NOT NULL,
  issued_on TEXT NOT NULL,
  retain_until TEXT NOT NULL,
  restricted INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1))
) STRICT;
CREATE INDEX invoices_account ON invoices (account_id);
CREATE INDEX invoices_order ON invoices (order_id);

CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  headline TEXT NOT NULL,
  body TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (product_id, account_id)
) STRICT;
CREATE INDEX reviews_account ON reviews (account_id);

CREATE VIEW product_ratings AS
SELECT product_id, count(*) AS review_count, avg(stars) AS average_stars FROM reviews GROUP BY product_id;

-- Talking ------------------------------------------------------------------------------------------------------------

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  subject TEXT,
  started_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  started_at TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_started_by ON conversations (started_by);

CREATE TABLE conversation_participants (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  last_read_message_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,
  is_muted INTEGER NOT NULL DEFAULT 0,
  joined_at TEXT NOT NULL,
  PRIMARY KEY (conversation_id, account_id)
) STRICT;
CREATE INDEX conversation_participants_account ON conversation_participants (account_id);
CREATE INDEX conversation_participants_last_read ON conversation_participants (last_read_message_id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  sender_id INTEGER NOT NULL REFERENCES accounts (id),
  body TEXT NOT NULL,
  sent_at TEXT NOT NULL
) STRICT;
CREATE INDEX messages_conversation ON messages (conversation_id);
CREATE INDEX messages_sender ON messages (sender_id);

-- A topic knows its first and last post and a post knows its topic: a real cycle.
CREATE TABLE topics (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
  section TEXT NOT NULL CHECK (section IN ('welcome', 'options', 'swap', 'how-to', 'feedback')),
  product_id INTEGER REFERENCES products (id) ON DELETE SET NULL,
  title TEXT NOT NULL,
  first_post_id INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  last_post_id INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  post_count INTEGER NOT NULL DEFAULT 0,
  is_pinned INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX topics_author ON topics (author_id);
CREATE INDEX topics_first_post ON topics (first_post_id);
CREATE INDEX topics_last_post ON topics (last_post_id);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL REFERENCES topics (id) ON DELETE CASCADE,
  author_id INTEGER REFERENCES accounts (id),
  reply_to_id INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  body TEXT NOT NULL CHECK (length(body) <= 4000),
  reaction_count INTEGER NOT NULL DEFAULT 0,
  edited_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  edited_at TEXT,
  hidden_by INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  hidden_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX posts_topic ON posts (topic_id);
CREATE INDEX posts_author ON posts (author_id);
CREATE INDEX posts_reply_to ON posts (reply_to_id);
CREATE INDEX posts_edited_by ON posts (edited_by);

CREATE TABLE reactions (
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('thanks', 'same', 'smile')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (post_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reactions_account ON reactions (account_id);

-- Looking after ------------------------------------------------------------------------------------------------------

-- Somebody without an account writes by e-mail: then account_id is NULL and only the address says who it was.
CREATE TABLE support_tickets (
  id INTEGER PRIMARY KEY,
  account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  requester_email TEXT NOT NULL COLLATE NOCASE,
  assigned_to INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  order_id INTEGER REFERENCES orders (id) ON DELETE SET NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'waiting', 'solved')),
  opened_at TEXT NOT NULL
) STRICT;
CREATE INDEX support_tickets_account ON support_tickets (account_id);
CREATE INDEX support_tickets_order ON support_tickets (order_id);

CREATE TABLE ticket_messages (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES support_tickets (id) ON DELETE CASCADE,
  author_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  author_staff_id INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  body TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  CHECK (author_account_id IS NULL OR author_staff_id IS NULL)
) STRICT;
CREATE INDEX ticket_messages_ticket ON ticket_messages (ticket_id);
CREATE INDEX ticket_messages_author ON ticket_messages (author_account_id);

CREATE TABLE moderation_actions (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
  staff_id INTEGER REFERENCES staff (id) ON DELETE SET NULL,
  post_id INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  action TEXT NOT NULL CHECK (action IN ('note', 'moved', 'hidden', 'warned', 'suspended')),
  reason TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX moderation_actions_account ON moderation_actions (account_id);
CREATE INDEX moderation_actions_post ON moderation_actions (post_id);

-- subject_type names the table that subject_id is a key of: 'post', 'message', 'order' or 'account'.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  actor_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  kind TEXT NOT NULL,
  subject_type TEXT NOT NULL CHECK (subject_type IN ('post', 'message', 'order', 'account')),
  subject_id INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  read_at TEXT
) STRICT;
CREATE INDEX notifications_account ON notifications (account_id);
CREATE INDEX notifications_actor ON notifications (actor_id);
CREATE INDEX notifications_subject ON notifications (subject_type, subject_id);

-- Who did it is a string: 'account:17', 'staff:2' or 'system'. The payload is JSON; its accountId is the person affected.
CREATE TABLE activity_log (
  id INTEGER PRIMARY KEY,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  happened_at TEXT NOT NULL
) STRICT;
CREATE INDEX activity_log_actor ON activity_log (actor);

-- The shop's own switches; nothing about anybody.
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
