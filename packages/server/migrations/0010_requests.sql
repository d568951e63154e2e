-- Requests: a right that a person exercises, from the door to the receipt. Personal data stands here sealed only.

create table request (
  id text primary key,
  reference text not null,
  kind text not null,
  state text not null,
  channel text not null,
  language text not null,
  -- Shortened so that it tells no one who does not know the person already.
  person_label text not null,
  -- Identifiers, keys and the address for answers; null once purged.
  sealed_person bytea,
  scope jsonb not null,
  submitted_at timestamptz not null,
  received_at timestamptz,
  due_on date,
  closed_at timestamptz,
  verified_how text,
  plan_version integer not null default 0,
  approved_version integer,
  runs_at timestamptz,
  refusal_reason text,
  sealed_refusal bytea,
  row_count integer not null default 0,
  finding_count integer not null default 0,
  blocking_count integer not null default 0,
  -- Whoever works on the request holds the lease; it ends by itself when the process dies.
  lease_owner text,
  lease_until timestamptz,
  -- Not to be worked on before: a system was down.
  retry_at timestamptz
);

create index request_by_state on request (state, submitted_at);
create index request_by_time on request (submitted_at, id);
create index request_by_reference on request (reference);

-- Finds requests by an identifier without storing it.
create table request_identifier (
  index_hash text not null,
  request_id text not null,
  created_at timestamptz not null,
  primary key (index_hash, request_id)
);

create index request_identifier_by_request on request_identifier (request_id);

create table request_event (
  request_id text not null,
  id text not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id text not null,
  facts jsonb not null,
  primary key (request_id, id)
);
