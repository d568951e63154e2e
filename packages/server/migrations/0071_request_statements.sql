-- What a person was told about who received their data: sealed, and forgotten with them; its hash stands in the receipt.

create table request_statement (
  request_id text primary key,
  sealed bytea,
  sha256 text not null,
  recipients integer not null,
  created_at timestamptz not null
);
