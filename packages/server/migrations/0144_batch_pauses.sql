-- Systems of a batch that an operator holds back for a while: which, why, and who says so.
alter table batch add column paused jsonb not null default '[]';
alter table batch alter column paused drop default;
-- All that is left to do is in systems that are paused: it is taken up again when one of them is resumed.
alter table batch add column is_held boolean not null default false;
