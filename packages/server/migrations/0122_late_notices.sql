-- How often operators were reminded of a notice that is late.

alter table recipient_notice add column reminders integer not null default 0;
create index recipient_notice_open on recipient_notice (due_at) where settled_at is null;
