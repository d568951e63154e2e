-- What of a person who turned out to be another was theirs, so that a merge by mistake can be taken back.
create table person_merge (
  -- Who stayed.
  person_id text not null,
  id text not null,
  -- Who became them.
  other_id text not null,
  at timestamptz not null,
  verified_how text not null,
  -- Keyed hashes of identifiers, devices, and ids that had become the other before.
  identifiers jsonb not null,
  devices jsonb not null,
  former jsonb not null,
  -- Four eyes: who wants it taken back, and since when.
  proposed_by text,
  proposed_at timestamptz,
  sealed_reason bytea,
  separated_at timestamptz,
  primary key (person_id, id)
);
create index person_merge_by_other on person_merge (other_id, id);
