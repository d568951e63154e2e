-- Restriction and rectification: what was said beside who asks, what a change took away, and restrictions that stand.

alter table request add column sealed_details bytea;

-- What a change did, in counts, columns and keyed hashes: no keys of rows, no values.
alter table fulfilment_step add column change_outcome jsonb;

-- What a change took away, sealed before anything was changed: a lift puts it back, and a cut-off run is settled from it.
create table fulfilment_diff (
  request_id text not null,
  system text not null,
  purpose text not null check (purpose in ('change', 'lift')),
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (request_id, system, purpose)
);

create table fulfilment_restriction (
  request_id text primary key,
  state text not null check (state in ('standing', 'announced', 'lifted')),
  since timestamptz not null,
  announced_at timestamptz,
  -- The message that tells the person; null when they were told by other means.
  notice_id text,
  notice_by text,
  -- How long to wait after it was accepted, as it was announced.
  notice_period text,
  lifted_at timestamptz,
  retry_at timestamptz,
  problem_code text,
  problem_message text
);

create index fulfilment_restriction_by_state on fulfilment_restriction (state, retry_at);
