-- The notice of an extension came back: then nothing is extended, and the person has to be told by another way.
alter table request add column extension_bounced_at timestamptz;
-- It went by post: nothing comes back by mail.
alter table request add column extension_by_post boolean not null default false;
