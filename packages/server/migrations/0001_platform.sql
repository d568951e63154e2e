-- The platform's own tables: outbox, ledger, signed links, messages.

-- What a change leaves behind: its ledger entry and its jobs, in its own transaction. The relay empties it.
-- The key comes first, so that rows of one person or request stay on one shard with what they are about.
CREATE TABLE outbox (
  key text NOT NULL,
  id text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  entry jsonb NOT NULL,
  jobs jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (key, id)
);
CREATE INDEX outbox_seq ON outbox (seq);

-- The leaves of the tree with what they say. Content and salt can be erased; commitment and hash stay.
CREATE TABLE ledger_entry (
  index bigint PRIMARY KEY,
  entry_id text NOT NULL UNIQUE,
  type text NOT NULL,
  key text,
  at timestamptz NOT NULL,
  commitment bytea NOT NULL,
  leaf_hash bytea NOT NULL,
  salt bytea,
  content text,
  CHECK ((salt IS NULL) = (content IS NULL))
);
CREATE INDEX ledger_entry_type ON ledger_entry (type, index);

CREATE TABLE ledger_subject (
  subject text NOT NULL,
  index bigint NOT NULL,
  PRIMARY KEY (subject, index)
);
CREATE INDEX ledger_subject_index ON ledger_subject (index);

-- Roots of complete subtrees, so that appending and proving read a handful of rows.
CREATE TABLE ledger_node (
  level smallint NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, index)
);

CREATE TABLE ledger_checkpoint (
  size bigint PRIMARY KEY,
  root_hash bytea NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL
);

-- Tokens are stored as hashes: reading this table lets nobody act.
CREATE TABLE signed_link (
  token_hash text PRIMARY KEY,
  purpose text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX signed_link_subject ON signed_link (purpose, subject);
CREATE INDEX signed_link_expiry ON signed_link (expires_at);

-- Messages that went out. Recipient and text are sealed, and removed when their time is over.
CREATE TABLE mail_message (
  id text PRIMARY KEY,
  key text NOT NULL,
  kind text NOT NULL,
  language text NOT NULL,
  sealed bytea,
  recipient_index text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  error_code text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX mail_message_key ON mail_message (key, created_at);
CREATE INDEX mail_message_time ON mail_message (created_at);
