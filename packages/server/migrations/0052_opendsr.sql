-- Requests that controllers sent to us as their processor. Each controller names its own.
create table opendsr_request (
  controller text not null,
  subject_request_id text not null,
  request_id text not null unique,
  sealed_callbacks bytea,
  -- The status that the controller knows; another one is told.
  told_status text not null,
  callback_attempts integer not null default 0,
  callback_after timestamptz,
  created_at timestamptz not null,
  primary key (controller, subject_request_id)
);
create index opendsr_request_by_callback on opendsr_request (callback_after) where sealed_callbacks is not null;
