-- Systems that an operator leaves out of a batch: which, why, and who says so.

alter table batch add column left_out jsonb not null default '[]';
alter table batch alter column left_out drop default;
