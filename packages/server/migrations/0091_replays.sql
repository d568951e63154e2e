-- Replays: after a system's backup was restored, everyone erased since is erased again. The last one of each system.

create table fulfilment_replay (
  system text primary key,
  id text not null,
  state text not null,
  dry_run boolean not null,
  since timestamptz,
  started_at timestamptz not null,
  completed_at timestamptz,
  problem_code text,
  problem_message text,
  -- Counts; grows as it goes on, so that a replay that was cut off goes on counting.
  counts jsonb not null,
  -- Rows that were left alone, and findings: names of tables and keys.
  sealed_rest bytea
);

create index fulfilment_tombstone_by_age on fulfilment_tombstone (created_at);
