-- Who is restricted, by keyed hashes of their own rows: somebody may be named by their row whose address is sealed.
create table fulfilment_restricted_row (
  system text not null,
  row_hash text not null,
  request_id text not null,
  primary key (system, row_hash, request_id)
);

create index fulfilment_restricted_row_by_request on fulfilment_restricted_row (request_id);

-- A request whose plan a restriction holds up in a system: it goes on when that is lifted.
create table fulfilment_wait (
  restriction_id text not null,
  request_id text not null,
  system text not null,
  primary key (restriction_id, request_id, system)
);

create index fulfilment_wait_by_request on fulfilment_wait (request_id);

-- Rows that an erasure left for the law while a restriction stood that had marked them: a lift leaves them marked.
create table fulfilment_kept_mark (
  restriction_id text not null,
  system text not null,
  erasure_id text not null,
  sealed bytea not null,
  primary key (restriction_id, system, erasure_id)
);

create index fulfilment_kept_mark_by_erasure on fulfilment_kept_mark (erasure_id);
