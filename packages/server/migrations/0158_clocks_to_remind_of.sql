-- Reminders look only at clocks for which a new one is due: by what was last reminded of, and for overdue ones by the day of it.
alter table request_clock add column is_watched boolean not null default true;
update request_clock set is_watched = false
  where exists (select from request where request.id = request_clock.request_id and request.closed_at is not null);
drop index request_clock_to_watch;
create index request_clock_to_remind on request_clock (reminded_days, safe_due_on) where met_at is null and is_watched;
create index request_clock_overdue on request_clock ((safe_due_on - reminded_days))
  where met_at is null and is_watched and reminded_days < 0;
