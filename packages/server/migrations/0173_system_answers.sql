-- Questions about systems are answered: what was answered stands with the version of the map that it made, and what stood there before.
alter table system_map add column before_map text;
alter table system_map add column said jsonb;
-- The version that took the answer back.
alter table system_map add column taken_back_by text;
alter table system_state add column question_count integer not null default 0;
