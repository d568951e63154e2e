-- The message that brings a code: however often it is tried to be sent, it brings the same one.
alter table proof add column message_id text;
create unique index proof_of_message on proof (request_id, message_id) where message_id is not null;
