-- Clocks of requests: where they begin, under which regimes, and when each ends in two readings.

-- When it reached the operator by any door. Clocks begin here, not when identity is proven.
alter table request add column arrived_at timestamptz;
update request set arrived_at = submitted_at;
alter table request alter column arrived_at set not null;

-- due_on stays the earliest safe date; this is the earliest legal one.
alter table request add column legal_due_on date;
-- Where the person was, by what evidence, and which rules followed from it then.
alter table request add column region jsonb;
alter table request add column regimes jsonb;
update request set regimes = '[]';
alter table request alter column regimes set not null;
alter table request add column is_paused boolean not null default false;
alter table request add column is_extended boolean not null default false;
-- The notice of an extension counts once a mail server has taken it.
alter table request add column extension_reason text;
alter table request add column sealed_extension bytea;
alter table request add column extension_notice_at timestamptz;
-- A duplicate is answered in the other request.
alter table request add column merged_into text;

create index request_by_due on request (due_on, id) where closed_at is null;

create table request_clock (
  request_id text not null,
  rule text not null,
  regime text not null,
  purpose text not null,
  legal_due_on date not null,
  safe_due_on date not null,
  is_extended boolean not null,
  is_paused boolean not null,
  warnings jsonb not null,
  -- How the dates came about, as the engine explains them.
  steps jsonb not null,
  zone text not null,
  zone_data text not null,
  territory text not null,
  holiday_data text not null,
  met_at timestamptz,
  -- The smallest number of days before the safe date at which operators were reminded; null: not yet.
  reminded_days integer,
  computed_at timestamptz not null,
  primary key (request_id, rule)
);

create index request_clock_to_watch on request_clock (safe_due_on) where met_at is null;
create index request_clock_by_data on request_clock (holiday_data, zone_data) where met_at is null;

-- What a person was asked before their request went on.
create table request_question (
  request_id text not null,
  id text not null,
  cause text not null,
  -- Why it was asked, what was asked, and what was answered.
  sealed_question bytea,
  sealed_answer bytea,
  asked_at timestamptz not null,
  answered_at timestamptz,
  closes_at timestamptz,
  primary key (request_id, id)
);

create index request_question_open on request_question (closes_at) where answered_at is null;
