-- Data that left to a recipient, on one ground of the closed list.
create table disclosure (
  person_id text not null,
  id text not null,
  recipient text not null,
  ground text not null,
  purpose text,
  categories jsonb not null,
  sealed_necessity bytea,
  at timestamptz not null,
  primary key (person_id, id)
);
create index disclosure_by_recipient on disclosure (recipient, at);

-- A recipient who is told of what a request changed (Art. 19 GDPR). Who it is about stays sealed until the notice is settled.
create table recipient_notice (
  request_id text not null,
  id text not null,
  recipient text not null,
  event text not null,
  channel text not null check (channel in ('webhook', 'opendsr', 'email', 'by-hand')),
  basis text not null check (basis in ('configured', 'disclosed')),
  state text not null check (state in ('waiting', 'sent', 'answered', 'failed', 'not-told')),
  categories jsonb not null,
  attempts integer not null default 0,
  problem_code text,
  created_at timestamptz not null,
  due_at timestamptz not null,
  told_at timestamptz,
  settled_at timestamptz,
  answer text check (answer in ('done', 'nothing-held', 'cannot')),
  reason text check (reason in ('impossible', 'disproportionate')),
  sealed_words bytea,
  sealed_person bytea,
  -- What the recipient calls it, where its protocol gives notices names of their own.
  remote_id text,
  primary key (request_id, id),
  unique (request_id, recipient, event)
);
create index recipient_notice_by_state on recipient_notice (state, due_at);
create unique index recipient_notice_by_remote on recipient_notice (remote_id) where remote_id is not null;
