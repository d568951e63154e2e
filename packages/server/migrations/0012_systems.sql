-- Systems: what was discovered in each, its health, and every version of its map.

create table system_state (
  system text primary key,
  kind text not null,
  health text not null,
  checked_at timestamptz,
  problem_code text,
  problem_message text,
  problem_advice text,
  discovered_at timestamptz,
  -- Model, findings and map of the last discovery; no values of rows.
  discovery jsonb,
  personal_tables integer not null default 0,
  table_count integer not null default 0,
  finding_count integer not null default 0,
  blocking_count integer not null default 0
);

create table system_map (
  system text not null,
  id text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  how text not null,
  map text not null,
  sha256 text not null,
  primary key (system, id)
);
