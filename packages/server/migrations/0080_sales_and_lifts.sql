-- What a soft opt-in rests on, what operators took off the suppression list, and whose messages came back.

-- A sale by which an address came in. Keyed by the address's hash, as suppressions and deliveries are.
create table address_sale (
  address_hash text not null,
  id text not null,
  -- Recording again under one key records once.
  dedupe_key text not null,
  kind text not null check (kind in ('sale', 'negotiation')),
  product text not null,
  chance text not null check (chance in ('none', 'given', 'refused')),
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (address_hash, id),
  unique (address_hash, dedupe_key)
);
create index address_sale_by_time on address_sale (at);

-- An operator takes an address off the list; with four eyes a second one agrees first.
create table suppression_lift (
  id text primary key,
  address_hash text not null,
  -- A purpose, or `*` for all that the reason names.
  purpose text not null,
  reason text not null,
  why text not null,
  state text not null check (state in ('waiting', 'lifted', 'declined')),
  asked_by text not null,
  asked_at timestamptz not null,
  settled_by text,
  settled_at timestamptz
);
create index suppression_lift_by_state on suppression_lift (state, asked_at);

create index message_delivery_by_id on message_delivery (id);
create index message_delivery_by_end on message_delivery (settled_at) where settled_at is not null;
create index message_delivery_by_refusal on message_delivery (created_at desc) where reason is not null;
