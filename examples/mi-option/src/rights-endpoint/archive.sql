-- The newsletter and support archive of mi Option: a small service beside the app, with a database of its own.
-- AUTOINCREMENT: a number is never given to a second reader, so that a key asked for later means the same one.

CREATE TABLE readers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL COLLATE NOCASE, -- a household may share one
  name TEXT NOT NULL,
  subscribed INTEGER NOT NULL DEFAULT 1,
  joined_on TEXT NOT NULL,
  dispute TEXT, -- an open legal dispute; nothing may be erased while it lasts
  restricted_on TEXT -- since then kept for the law alone
) STRICT;
CREATE INDEX readers_by_email ON readers (email);

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reader_id INTEGER NOT NULL REFERENCES readers (id) DEFERRABLE INITIALLY DEFERRED,
  issue TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  opened_at TEXT,
  device TEXT
) STRICT;
CREATE INDEX deliveries_by_reader ON deliveries (reader_id);

-- The paid edition. Commercial and tax law want these kept until the end of the tenth year after the payment.
CREATE TABLE payments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reader_id INTEGER NOT NULL REFERENCES readers (id) DEFERRABLE INITIALLY DEFERRED,
  edition TEXT NOT NULL,
  amount_cents INTEGER NOT NULL,
  paid_on TEXT NOT NULL
) STRICT;
CREATE INDEX payments_by_reader ON payments (reader_id);

CREATE TABLE chats (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  opened_at TEXT NOT NULL
) STRICT;

-- Several readers may take part in one chat (an order that two of them share).
CREATE TABLE chat_members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id INTEGER NOT NULL REFERENCES chats (id) DEFERRABLE INITIALLY DEFERRED,
  reader_id INTEGER NOT NULL REFERENCES readers (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (chat_id, reader_id)
) STRICT;
CREATE INDEX chat_members_by_reader ON chat_members (reader_id);

CREATE TABLE chat_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id INTEGER NOT NULL REFERENCES chats (id) DEFERRABLE INITIALLY DEFERRED,
  speaker TEXT NOT NULL CHECK (speaker IN ('desk', 'reader')),
  reader_id INTEGER REFERENCES readers (id) DEFERRABLE INITIALLY DEFERRED, -- null: the desk, or a reader who left
  said TEXT NOT NULL,
  said_at TEXT NOT NULL
) STRICT;
CREATE INDEX chat_lines_by_chat ON chat_lines (chat_id);
CREATE INDEX chat_lines_by_reader ON chat_lines (reader_id);
