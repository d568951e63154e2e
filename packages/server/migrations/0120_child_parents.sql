-- What parents say, an erasure that erased nothing, and cases that a letter began without saying who the child is here.

alter table child_case
  -- What the parent asks; null: no parent wrote.
  add column wish text,
  -- Keyed hash of the parent's address, so that nobody's mailbox is flooded through the form; null once over.
  add column email_index text,
  -- When the parent showed by the link in their mailbox that the address is theirs.
  add column parent_confirmed_at timestamptz,
  -- When the parent said that they allow it. An operator checks it.
  add column consent_said_at timestamptz,
  -- False: nobody has said yet who the child is here.
  add column is_known boolean not null default true,
  -- State in which an erasure ended that erased nothing.
  add column erasure_ended text;
create index child_case_by_email on child_case (email_index, created_at);
create index child_case_to_forget on child_case (closed_at) where sealed is not null;
