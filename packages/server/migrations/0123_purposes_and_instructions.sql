-- What purposes rested on, since when; and the log of instructions.

create table purpose_version (
  purpose text not null,
  version integer not null,
  since timestamptz not null,
  -- What the configuration said; null: the purpose was no more.
  facts jsonb,
  changed jsonb not null,
  sha256 text not null,
  primary key (purpose, version)
);
create index purpose_version_by_time on purpose_version (since, purpose);

create table instruction (
  id text primary key,
  direction text not null check (direction in ('received', 'given')),
  party text not null,
  channel text not null,
  at timestamptz not null,
  sha256 text not null,
  sealed_text bytea not null,
  -- The request by which it is carried out.
  request_id text,
  outcome text,
  settled_at timestamptz,
  sealed_execution bytea
);
create index instruction_by_request on instruction (request_id) where request_id is not null;
create index instruction_open on instruction (id) where settled_at is null;
