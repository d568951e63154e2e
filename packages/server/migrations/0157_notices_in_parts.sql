-- A recipient is told of what one part of an answer changed, and later of the rest: one notice for each part.
alter table recipient_notice add column part integer not null default 0;
alter table recipient_notice drop constraint recipient_notice_request_id_recipient_event_key;
alter table recipient_notice add unique (request_id, recipient, event, part);
-- Which kinds of data were changed in a system; null: not known.
alter table fulfilment_step add column categories jsonb;
