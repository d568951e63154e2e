-- Lookups that read whole tables until now.

create index person_by_merged on person (merged_into) where merged_into is not null;

create index mailbox_message_by_reference on mailbox_message (reference);

-- Whom a notice is about goes once the recipient was told, or the person of its request is forgotten.
update recipient_notice set sealed_person = null
where sealed_person is not null
  and (state = 'sent' or request_id in (select id from request where sealed_person is null));
