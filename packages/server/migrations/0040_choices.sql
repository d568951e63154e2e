-- Choices: what people said, append-only, and where that leaves them. Every table of a person is keyed by the person first;
-- a device that nobody is known to use stands here under its own id, and nothing is ever re-keyed.

create table person (
  person_id text primary key,
  created_at timestamptz not null,
  regime text not null,
  -- Evidence of the place: country, subdivision, method.
  region jsonb,
  region_at timestamptz,
  -- The latest day on which they can have been born; null: nothing is known.
  born_by date,
  -- A person who turned out to be this one; their identifiers lead there.
  merged_into text
);

-- Routing: from the keyed hash of an identifier to the person. The identifier itself is sealed, for those who must be told.
create table person_identifier (
  index_hash text primary key,
  kind text not null,
  person_id text not null,
  sealed bytea not null,
  verified_how text not null,
  created_at timestamptz not null
);
create index person_identifier_by_person on person_identifier (person_id);

-- Routing: whose a device proved to be.
create table person_device (
  device_id text primary key,
  person_id text not null,
  linked_at timestamptz not null
);
create index person_device_by_person on person_device (person_id);

-- What decisions depended on, by hash: receipts and history are read with it.
create table choice_policy (
  version text primary key,
  body jsonb not null,
  since timestamptz not null
);

-- Notices word for word, by hash.
create table choice_notice (
  hash text primary key,
  language text not null,
  regime text not null,
  title text not null,
  body text not null,
  created_at timestamptz not null
);

-- One act of choosing: a press of a button, a letter, a signal. It is what a receipt is of.
create table choice_record (
  person_id text not null,
  id text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  surface text not null,
  method text not null,
  language text,
  notice_hash text,
  rendered_hash text,
  policy_version text not null,
  regime text not null,
  region jsonb,
  gpc boolean not null,
  by_parent boolean not null,
  actor_kind text not null,
  actor_id text not null,
  -- The record of a device or merged person that this one carries over.
  origin_id text,
  record_hash text not null,
  primary key (person_id, id)
);

create table choice_event (
  person_id text not null,
  id text not null,
  record_id text not null,
  purpose text not null,
  channel text not null,
  topic text not null,
  act text not null,
  at timestamptz not null,
  until timestamptz,
  told boolean not null,
  primary key (person_id, id)
);
create index choice_event_by_record on choice_event (person_id, record_id);
create index choice_event_by_time on choice_event (at, purpose, act);

-- The latest act of each purpose, channel, topic and slot. `position` sorts as acts do (time, rank, event; collation C), so
-- that folding an act in is one statement and does not depend on what came first.
create table choice_state (
  person_id text not null,
  purpose text not null,
  channel text not null,
  topic text not null,
  slot text not null,
  act text not null,
  position text collate "C" not null,
  until text collate "C" not null,
  by_parent boolean not null,
  told boolean not null,
  notice_hash text,
  record_id text not null,
  primary key (person_id, purpose, channel, topic, slot)
);
create index choice_state_by_purpose on choice_state (purpose, slot, act);
create index choice_state_by_end on choice_state (until) where until <> '9999';

-- A change of mind on its way to somebody who must know.
create table choice_delivery (
  person_id text not null,
  id text not null,
  target text not null,
  record_id text not null,
  changes jsonb not null,
  state text not null check (state in ('waiting', 'acknowledged', 'failed')),
  attempts integer not null default 0,
  problem_code text,
  created_at timestamptz not null,
  due_at timestamptz not null,
  acknowledged_at timestamptz,
  primary key (person_id, id)
);
create index choice_delivery_by_state on choice_delivery (state, due_at);
