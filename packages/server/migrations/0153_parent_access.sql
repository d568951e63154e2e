-- A parent who was verified may see what is held of the child: by what it was checked, and the request that shows it.
alter table child_case
  add column parent_verified_at timestamptz,
  add column parent_verified_how text,
  add column access_request text;
