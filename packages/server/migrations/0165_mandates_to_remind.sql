-- When operators were last reminded of a mandate that waits for their decision.
alter table mandate add column operators_reminded_at timestamptz;
