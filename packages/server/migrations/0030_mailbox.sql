-- Mailboxes: what people write to the operator's addresses. Personal data stands here sealed only.

-- How far a mailbox has been read, and whether it can be. Moves in the transaction that stores the message.
create table mailbox_cursor (
  mailbox text primary key,
  uid_validity text,
  last_uid bigint not null default 0,
  -- Messages that arrived before are not ours to answer: they were there when the mailbox was first read.
  since timestamptz not null,
  checked_at timestamptz,
  problem_code text,
  problem_since timestamptz
);

create table mailbox_message (
  id text primary key,
  reference text not null,
  thread_id text not null,
  mailbox text not null,
  door text not null,
  received_at timestamptz not null,
  stored_at timestamptz not null,
  state text not null,
  class text,
  rights jsonb not null,
  tags jsonb not null,
  language text,
  confident boolean not null default false,
  outcome text,
  sender_label text not null,
  -- Keyed hash of the sender's address; null until it has been read, or when there is none.
  sender_index text,
  acknowledge_by timestamptz,
  attachment_count integer not null default 0,
  byte_count integer not null,
  -- The message as it came; null once removed after its time.
  sealed_raw bytea,
  -- What was read from it: sender, subject, text, attachments by name, reasons.
  sealed_content bytea,
  closed_at timestamptz
);

create index mailbox_message_by_state on mailbox_message (state, id);
create index mailbox_message_by_thread on mailbox_message (thread_id, id);
create index mailbox_message_by_close on mailbox_message (closed_at) where sealed_raw is not null;

-- Routing tables: which message has this content, and which thread this Message-ID belongs to. Keyed hashes only.
create table mailbox_fingerprint (
  fingerprint text primary key,
  message_id text not null,
  copies integer not null default 1
);

create table mailbox_thread (
  index_hash text primary key,
  thread_id text not null
);

create table mailbox_request (
  message_id text not null,
  request_id text not null,
  primary key (message_id, request_id)
);
create index mailbox_request_by_request on mailbox_request (request_id);

-- One automatic acknowledgement per thread, and per sender and day.
create table mailbox_acknowledgement (
  message_id text primary key,
  thread_id text not null,
  sender_index text not null,
  at timestamptz not null
);
create index mailbox_acknowledgement_by_sender on mailbox_acknowledgement (sender_index, at);
create index mailbox_acknowledgement_by_thread on mailbox_acknowledgement (thread_id);

create table mailbox_answer (
  id text primary key,
  message_id text not null,
  at timestamptz not null,
  template text not null,
  language text not null,
  sealed_text bytea not null
);
create index mailbox_answer_by_message on mailbox_answer (message_id, at);

-- Threading and bounces need the Message-ID under which a message of ours went out.
alter table mail_message add column message_id text;
alter table mail_message add column bounced_at timestamptz;
alter table mail_message add column bounce_status text;
create index mail_message_by_message_id on mail_message (message_id);
