-- What the rights of readers need beside the archive itself.

-- What was carried out, by the key of the run. Counts and reasons only: this table survives the people it is about.
CREATE TABLE IF NOT EXISTS rights_runs (
  idempotency_key TEXT PRIMARY KEY,
  done_at TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;

-- What a restriction found when it marked a reader, until it is lifted.
CREATE TABLE IF NOT EXISTS rights_restrictions (
  idempotency_key TEXT NOT NULL, -- of the run that restricted
  reader_id INTEGER NOT NULL,
  subscribed INTEGER NOT NULL,
  restricted_on TEXT NOT NULL,
  PRIMARY KEY (idempotency_key, reader_id)
) STRICT;

-- What an erasure took away, sealed under a key that is not here, until the time in which it can be taken back is over.
CREATE TABLE IF NOT EXISTS rights_undo (
  idempotency_key TEXT PRIMARY KEY, -- of the run that erased
  until TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
