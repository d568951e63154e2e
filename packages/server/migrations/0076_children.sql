-- Children: the age screen keeps no birth date, and a discovery is a case with clocks of its own.

-- A device that was turned away, by keyed hash, until it may try again. Nothing of what it said.
create table age_lock (
  device_hash text primary key,
  until timestamptz not null
);

-- How often each outcome came, by day: no device, no person.
create table age_count (
  day date not null,
  outcome text not null,
  count integer not null,
  primary key (day, outcome)
);

create table child_case (
  id text primary key,
  reference text not null,
  state text not null check (state in ('claimed', 'frozen', 'erasing', 'closed')),
  source text not null,
  language text not null,
  -- Whose choices are frozen; null while it is only claimed, and once it is over.
  person_id text,
  -- Who it is about, who wrote, and what showed it; null once it is over.
  sealed bytea,
  known_at timestamptz not null,
  created_at timestamptz not null,
  -- Until when a parent may consent; null: the time is not running.
  window_ends_at timestamptz,
  erasure_request text,
  outcome text,
  closed_at timestamptz
);
create index child_case_by_state on child_case (state, id);
