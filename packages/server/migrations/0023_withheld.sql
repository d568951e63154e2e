-- What is left out of an answer, with its reason: the rest is answered.

create table request_withheld (
  request_id text not null,
  id text not null,
  system text not null,
  "table" text not null,
  -- Empty: the whole table.
  columns jsonb not null,
  reason text not null,
  -- Words to the person, and what proves the reason.
  sealed bytea,
  actor_kind text not null,
  actor_id text not null,
  at timestamptz not null,
  primary key (request_id, id)
);
