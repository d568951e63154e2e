-- Erasures that can be taken back for a while: what they took away, sealed under a key of which the person holds a part.

-- A system may be changed more than once in one run, and each time something else is taken away.
alter table fulfilment_diff add column part integer not null default 0;
alter table fulfilment_diff alter column part drop default;
alter table fulfilment_diff drop constraint fulfilment_diff_pkey;
alter table fulfilment_diff add primary key (request_id, system, purpose, part);
alter table fulfilment_diff drop constraint fulfilment_diff_purpose_check;
alter table fulfilment_diff add constraint fulfilment_diff_purpose_check
  check (purpose in ('change', 'lift', 'erasure', 'undo'));

create table fulfilment_undo (
  request_id text primary key,
  state text not null check (state in ('collecting', 'open', 'undoing', 'undone', 'ended')),
  held_by text not null check (held_by in ('split', 'person')),
  -- ISO 8601 duration from the end of the run.
  lasts text not null,
  opened_at timestamptz not null,
  until timestamptz not null,
  -- The whole key: until the person has their part, and while the erasure is being taken back.
  sealed_key bytea,
  -- Systems in which it was taken back, with counts.
  undone jsonb not null,
  ended_by text,
  retry_at timestamptz,
  problem_code text,
  problem_message text
);

create index fulfilment_undo_by_end on fulfilment_undo (until) where state in ('collecting', 'open', 'undoing');

-- What opens the key together with the token of one of the person's links. It goes with the window.
create table fulfilment_undo_share (
  request_id text not null,
  token_hash text not null,
  -- The server's half; null where the whole key is the person's.
  sealed_half bytea,
  wrapped_key bytea not null,
  primary key (request_id, token_hash)
);

-- Whoever had not been told yet of an erasure that was taken back need not be told of either.
alter table recipient_notice drop constraint recipient_notice_reason_check;
alter table recipient_notice add constraint recipient_notice_reason_check
  check (reason in ('impossible', 'disproportionate', 'undone'));
