-- People who were erased in one run and hang together: what was taken away of them is kept once, and each of them opens it.
create table fulfilment_undo_group (
  id text primary key,
  system text not null,
  sealed bytea not null,
  -- What is then to be kept, and the request whose undo is under way: it alone may go on.
  pending bytea,
  pending_by text,
  created_at timestamptz not null
);

create table fulfilment_undo_member (
  request_id text not null,
  system text not null,
  group_id text not null,
  -- Their place among the people of the run.
  place integer not null,
  -- The key of the group, under that of the window.
  wrapped_key bytea not null,
  primary key (request_id, system)
);

create index fulfilment_undo_member_by_group on fulfilment_undo_member (group_id);

-- The window has ended, and what is also others' is kept under their keys until then.
alter table fulfilment_undo add column shared_until timestamptz;
