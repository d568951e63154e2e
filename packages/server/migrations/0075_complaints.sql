-- Complaints: cases of their own, beside requests; and the clocks of every case that is not a request.

create table case_clock (
  case_id text not null,
  rule text not null,
  -- The table of the case, and how people name it.
  noun text not null,
  reference text not null,
  purpose text not null,
  -- A day, or an instant for clocks of hours; both sort as text.
  legal_due text collate "C" not null,
  safe_due text collate "C" not null,
  steps jsonb not null,
  met_at timestamptz,
  -- The smallest number of days before the safe date at which operators were reminded; null: not yet.
  reminded_days integer,
  primary key (case_id, rule)
);
create index case_clock_to_watch on case_clock (safe_due) where met_at is null;

create table complaint (
  id text primary key,
  reference text not null,
  state text not null check (state in ('open', 'decided')),
  channel text not null,
  language text not null,
  person_label text not null,
  -- Keyed hash of the address that answers go to; null: there is none, or it was forgotten.
  email_index text,
  -- Who complains and of what; null once forgotten.
  sealed bytea,
  -- The request that it is about, where one is named.
  about_request text,
  region jsonb,
  regimes jsonb not null,
  arrived_at timestamptz not null,
  created_at timestamptz not null,
  acknowledged_at timestamptz,
  outcome text,
  closed_at timestamptz
);
create index complaint_by_state on complaint (state, id);
create index complaint_by_email on complaint (email_index, created_at);
create index complaint_to_forget on complaint (closed_at) where sealed is not null;

-- What the person was told: on the way, and in the end.
create table complaint_answer (
  complaint_id text not null,
  id text not null,
  kind text not null check (kind in ('update', 'decision')),
  at timestamptz not null,
  -- Of the text as UTF-8: stands in the ledger.
  sha256 text not null,
  sealed bytea,
  primary key (complaint_id, id)
);
