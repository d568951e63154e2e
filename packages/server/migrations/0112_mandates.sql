-- Somebody acts for somebody else: by what right, and what has been shown of it.
create table mandate (
  request_id text primary key,
  relation text not null,
  -- Who acts, in which organisation, at which address, and in what words; null once who asked is forgotten.
  sealed bytea,
  -- The signed mandate, a picture.
  sealed_paper bytea,
  paper_hash text,
  answers_to text not null check (answers_to in ('person', 'representative')),
  created_at timestamptz not null,
  representative_confirmed_at timestamptz,
  person_confirmed_at timestamptz,
  decided_at timestamptz
);
