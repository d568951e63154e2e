-- Which message opened, or is about, which complaint or case of a child.

create table mailbox_case (
  message_id text not null,
  case_id text not null,
  primary key (message_id, case_id)
);
create index mailbox_case_by_case on mailbox_case (case_id);
