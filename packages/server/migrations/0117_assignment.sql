-- Who of the operators has a request in hand; null: nobody in particular.
alter table request add column assigned_to text;
create index request_by_assignee on request (assigned_to, due_on) where closed_at is null and assigned_to is not null;
