-- Fulfilment: what a request does in each system, the package and the receipt that come of it.

create table fulfilment_step (
  request_id text not null,
  system text not null,
  state text not null,
  found boolean,
  row_count integer not null default 0,
  deleted integer not null default 0,
  detached integer not null default 0,
  redacted integer not null default 0,
  retained integer not null default 0,
  -- Tables, repairs and findings with counts: no keys, no values.
  summary jsonb not null,
  problem_code text,
  problem_message text,
  attempts integer not null default 0,
  -- The plan that was shown and approved.
  sealed_plan bytea,
  -- The plan that a run was about to carry out: what a cut-off run is settled from.
  sealed_intent bytea,
  outcome jsonb,
  updated_at timestamptz not null,
  completed_at timestamptz,
  primary key (request_id, system)
);

create table fulfilment_package (
  request_id text primary key,
  state text not null,
  file_name text not null,
  bytes bigint not null,
  files integer not null,
  row_count bigint not null,
  sha256 text not null,
  ready_at timestamptz,
  expires_at timestamptz,
  fetches integer not null default 0
);

create index fulfilment_package_by_expiry on fulfilment_package (state, expires_at);

create table fulfilment_receipt (
  request_id text primary key,
  id text not null,
  -- The signed receipt, byte for byte as it was signed and handed out.
  body text not null,
  sha256 text not null,
  created_at timestamptz not null
);

-- Who was erased, as keyed hashes: after a backup is restored, everyone here is erased again.
create table fulfilment_tombstone (
  index_hash text not null,
  request_id text not null,
  identifier_kind text not null,
  scope jsonb not null,
  created_at timestamptz not null,
  primary key (index_hash, request_id)
);
