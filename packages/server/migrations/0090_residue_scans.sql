-- Residue scans: where values of a request's person still stand in the systems.

create table fulfilment_residue_scan (
  request_id text primary key,
  id text not null,
  state text not null,
  plus_tags boolean not null,
  started_at timestamptz not null,
  completed_at timestamptz,
  -- What each system answered: tables, columns and keys, so it goes with the person of the request.
  sealed_systems bytea,
  -- Counts for the receipt.
  totals jsonb
);
