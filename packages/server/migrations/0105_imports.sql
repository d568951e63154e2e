-- What people have other controllers send here: who allowed what, the tokens by which it comes, and the items until collected.

create table import_grant (
  id text primary key,
  -- Name of the source in the configuration.
  source text not null,
  state text not null check (state in ('waiting', 'receiving', 'complete', 'collected', 'refused', 'expired')),
  language text not null,
  -- Keyed hash of the address, by which one mailbox is not flooded; null once forgotten.
  email_index text,
  -- The person's address, where the browser goes back to, and the sender's own state; null once over.
  sealed bytea,
  -- S256 challenge of the sender (RFC 7636).
  challenge text not null,
  -- Hashes only: of the code, and of the tokens.
  code_hash text unique,
  code_expires_at timestamptz,
  code_used_at timestamptz,
  access_hash text unique,
  access_expires_at timestamptz,
  refresh_hash text unique,
  items integer not null default 0,
  bytes bigint not null default 0,
  created_at timestamptz not null,
  allowed_at timestamptz,
  last_item_at timestamptz,
  completed_at timestamptz,
  expires_at timestamptz,
  -- The signed receipt that the sender got.
  receipt text
);
create index import_grant_newest on import_grant (state, id);
create index import_grant_by_email on import_grant (email_index, created_at);
create index import_grant_to_expire on import_grant (expires_at) where sealed is not null;

create table import_item (
  import_id text not null,
  id text not null,
  -- What the sender calls this item, hashed; the same again is no second item.
  key_hash text not null,
  vertical text not null,
  type text not null,
  sha256 text not null,
  bytes bigint not null,
  -- Payload and file; null once collected.
  sealed bytea,
  received_at timestamptz not null,
  primary key (import_id, id),
  unique (import_id, key_hash)
);
