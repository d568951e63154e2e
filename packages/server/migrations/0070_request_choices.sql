-- What requests over uses of data have recorded for their people, purpose by purpose, and what it came to.

create table request_choice (
  request_id text not null,
  purpose text not null,
  -- Whose record of choices holds it.
  person_id text not null,
  act text not null,
  weighed boolean not null,
  outcome text not null default 'standing' check (outcome in ('standing', 'upheld', 'overruled', 'taken-back')),
  at timestamptz not null,
  primary key (request_id, purpose)
);
