-- Showing who one is: what was tried by which way, what is doubted, and who tried too often.

-- One row for each try of a way. `request_id` may name a submission that was not taken in: pages about it behave alike.
create table proof (
  request_id text not null,
  id text not null,
  tier text not null,
  state text not null check (state in ('open', 'proven', 'failed')),
  -- Keyed hash of a code that was sent; gone once it is settled.
  secret_hash text,
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz,
  settled_at timestamptz,
  -- A document, sealed; null once it is destroyed. Its hash is of what was sealed, and stays.
  sealed_document bytea,
  sealed_hash text,
  byte_count integer,
  destroy_at timestamptz,
  destroyed_at timestamptz,
  primary key (request_id, id)
);
create index proof_to_destroy on proof (destroy_at) where sealed_document is not null;

-- Failed tries by identifier (keyed hash), whatever the request: nobody guesses on by asking anew.
create table proof_lock (
  index_hash text primary key,
  failures integer not null,
  since timestamptz not null,
  locked_until timestamptz
);

-- A submission that was not taken in, because too many wait for its address: only so that nobody can tell.
create table proof_decoy (
  id text primary key,
  index_hash text not null,
  -- One that would have counted at once.
  is_over boolean not null,
  created_at timestamptz not null
);

-- Evidence of doubt about who asks. Open as long as its question is.
create table request_doubt (
  request_id text not null,
  id text not null,
  question_id text not null,
  ground text not null,
  allows_document boolean not null,
  sealed bytea,
  actor_kind text not null,
  actor_id text not null,
  at timestamptz not null,
  primary key (request_id, id)
);
