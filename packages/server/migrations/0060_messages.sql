-- What leaves by the gate of messages, and what is left of a no when everything else about a person is gone.

-- Addresses that must not be written to, by keyed hash only: the row outlives the erasure of whoever it protects.
create table suppression (
  address_hash text not null,
  -- A purpose, or `*` for all.
  purpose text not null,
  -- Empty: all.
  topic text not null,
  reason text not null,
  since timestamptz not null,
  primary key (address_hash, purpose, topic, reason)
);

-- One message to one recipient. The content is sealed while it waits, and gone once it left or was stopped.
create table message_delivery (
  address_hash text not null,
  id text not null,
  stream text not null,
  class text not null,
  door text not null,
  -- Sending again under one key sends once.
  dedupe_key text not null,
  state text not null check (state in ('queued', 'sent', 'stopped', 'failed')),
  reason text,
  sealed bytea,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (address_hash, id),
  unique (address_hash, stream, dedupe_key)
);
create index message_delivery_by_stream on message_delivery (stream, state, created_at);
