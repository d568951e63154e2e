-- Refusals: proposed by one, confirmed by another where that is wanted, with their proof; and the letter that went out.

create table request_refusal (
  request_id text not null,
  id text not null,
  state text not null check (state in ('proposed', 'replaced', 'given')),
  reason text not null,
  -- Words to the person, and what proves the reason.
  sealed bytea,
  proposed_by_kind text not null,
  proposed_by_id text not null,
  proposed_at timestamptz not null,
  confirmed_by_kind text,
  confirmed_by_id text,
  given_at timestamptz,
  primary key (request_id, id)
);

create table request_letter (
  request_id text not null,
  id text not null,
  kind text not null,
  language text not null,
  -- Of the letter's text as UTF-8: stands in the ledger.
  sha256 text not null,
  sealed bytea,
  created_at timestamptz not null,
  primary key (request_id, id)
);
