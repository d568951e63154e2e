-- Decisions that the operator's app made by automated means alone, and people who looked at them again.

create table automated_decision (
  person_id text not null,
  id text not null,
  -- Name in the configuration.
  decision text not null,
  -- Keyed hash of the app's own id.
  external_hash text not null unique,
  -- The app's id, the outcome, what went into it and who had a part; null once its time is over.
  sealed bytea,
  decided_at timestamptz not null,
  recorded_by_kind text not null,
  recorded_by_id text not null,
  created_at timestamptz not null,
  forget_at timestamptz not null,
  primary key (person_id, id)
);
create index automated_decision_by_id on automated_decision (id);
create index automated_decision_to_forget on automated_decision (forget_at) where sealed is not null;

create table request_review (
  request_id text not null,
  decision_id text not null,
  person_id text not null,
  decision text not null,
  -- What the person says of this one; null: they did not name it, or it was forgotten.
  sealed_view bytea,
  contested_at timestamptz,
  outcome text check (outcome in ('upheld', 'changed')),
  -- Reasons, and what holds instead.
  sealed_result bytea,
  reviewer_id text,
  reviewed_at timestamptz,
  primary key (request_id, decision_id)
);
create index request_review_by_decision on request_review (decision_id);
