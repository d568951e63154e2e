-- What people have sent to another controller: where it stands, what was sent, and the tokens as long as they are needed.

create table transfer (
  id text primary key,
  request_id text not null,
  destination text not null,
  state text not null check (state in ('authorising', 'running', 'done', 'failed')),
  -- What the destination gives back with the browser; null once it came back.
  state_hash text unique,
  -- The verifier of RFC 7636; then the tokens; null as soon as they are of no more use.
  sealed_verifier bytea,
  sealed_tokens bytea,
  -- Named on the wire: not to be told from any other transfer's.
  job_id text not null,
  items integer,
  sent integer not null default 0,
  refused integer not null default 0,
  bytes bigint not null default 0,
  -- Rounds of tries in a row that did not get further.
  stalls integer not null default 0,
  problem_code text,
  retry_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz not null,
  authorised_at timestamptz,
  ended_at timestamptz,
  -- Signed; names no one.
  receipt text
);
create index transfer_by_request on transfer (request_id, id);
create index transfer_at_work on transfer (retry_at) where state in ('authorising', 'running');

create table transfer_item (
  transfer_id text not null,
  -- Items of one package are always the same, in the same order.
  ordinal integer not null,
  vertical text not null,
  sha256 text not null,
  bytes bigint not null,
  accepted boolean not null,
  code text,
  sent_at timestamptz not null,
  primary key (transfer_id, ordinal)
);
