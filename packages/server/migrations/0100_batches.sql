-- Batches: several people erased in one run, each with a request of their own once the run has begun.

create table batch (
  id text primary key,
  state text not null check (
    state in ('planning', 'blocked', 'awaiting_approval', 'waiting', 'running', 'done', 'nobody', 'cancelled')
  ),
  submitted_at timestamptz not null,
  submitted_kind text not null,
  submitted_by text not null,
  closed_at timestamptz,
  verified_how text not null,
  tell boolean not null,
  language text not null,
  scope jsonb not null,
  people integer not null,
  -- Who is meant, line by line; goes thirty days after the end.
  sealed_people bytea,
  plan_version integer not null default 0,
  approved_version integer,
  runs_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  retry_at timestamptz,
  attempts integer not null default 0,
  problem_code text,
  problem_message text
);

create index batch_by_state on batch (state, retry_at);
create index batch_by_age on batch (submitted_at desc);

create table batch_line (
  batch_id text not null,
  line integer not null,
  -- The identifier, shortened so that it tells no one.
  label text not null,
  state text not null check (state in ('clear', 'same', 'unknown', 'unclear')),
  same_as integer,
  finding text,
  deleted integer not null default 0,
  detached integer not null default 0,
  redacted integer not null default 0,
  retained integer not null default 0,
  request_id text,
  primary key (batch_id, line)
);

create table batch_system (
  batch_id text not null,
  system text not null,
  state text not null check (state in ('planned', 'acting', 'done')),
  people integer not null,
  together boolean not null,
  -- Counts by table, and findings: never keys or values.
  summary jsonb not null,
  -- What was approved, and what was begun: keys and identifying values of everybody.
  sealed_plan bytea,
  sealed_intent bytea,
  primary key (batch_id, system)
);

alter table request add column batch_id text;
create index request_by_batch on request (batch_id) where batch_id is not null;
