-- Fees, where a law allows one: proposed by one person, agreed to by another, accepted or declined by whoever asked.

create table request_fee (
  request_id text not null,
  id text not null,
  state text not null check (state in ('proposed', 'replaced', 'quoted', 'accepted', 'declined', 'paid', 'dropped')),
  ground text not null,
  -- In the smallest unit of the currency.
  amount integer not null,
  currency text not null,
  -- What the person is told, and what proves the ground.
  sealed bytea,
  proposed_by_kind text not null,
  proposed_by_id text not null,
  proposed_at timestamptz not null,
  confirmed_by_kind text,
  confirmed_by_id text,
  quoted_at timestamptz,
  answered_at timestamptz,
  paid_at timestamptz,
  -- Where the payment is found in the books; nothing else of it is kept.
  payment_reference text,
  primary key (request_id, id)
);
