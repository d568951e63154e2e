-- Text messages: what goes out, and what comes in.

create table sms_message (
  id text primary key,
  -- What it is about: a request, a number that wrote.
  key text not null,
  kind text not null,
  state text not null check (state in ('queued', 'sent', 'failed', 'expired')),
  -- Number and text; gone once it was handed over (where nothing is handed over, after a day).
  sealed bytea,
  attempts integer not null default 0,
  problem_code text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz
);
create index sms_message_sealed on sms_message (created_at) where sealed is not null;

create table sms_incoming (
  -- Keyed hash of the sender's own id for it: what comes twice is taken once.
  id text primary key,
  sender_hash text not null,
  taken_for text not null,
  -- What waits for a person: number and text; null otherwise.
  sealed bytea,
  received_at timestamptz not null,
  answered_at timestamptz,
  settled_at timestamptz
);
create index sms_incoming_by_sender on sms_incoming (sender_hash, received_at);
