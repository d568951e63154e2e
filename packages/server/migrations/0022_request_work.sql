-- Work of people on a request: notes, tasks for colleagues, and holding it for the law.

create table request_note (
  request_id text not null,
  id text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  sealed_text bytea,
  primary key (request_id, id)
);

create table request_task (
  request_id text not null,
  id text not null,
  due_on date not null,
  opened_at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  -- What is asked, and of whom.
  sealed_task bytea,
  done_at timestamptz,
  sealed_answer bytea,
  primary key (request_id, id)
);

alter table request add column held_at timestamptz;
alter table request add column sealed_hold bytea;
