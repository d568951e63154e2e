-- Run control: a system of a request can be paused, skipped by name, or answered later than the rest.

-- 'paused': not worked on until it is resumed. Skipped is a state of its own, `skipped`.
alter table fulfilment_step add column control text;
-- Why it is paused or skipped; of what is skipped the person is told it. Holds no personal data.
alter table fulfilment_step add column control_reason text;
alter table fulfilment_step add column control_by_kind text;
alter table fulfilment_step add column control_by_id text;
-- What is ready goes out without it; the person is told this reason, and it follows by itself.
alter table fulfilment_step add column later_reason text;

-- Systems that a package does not hold yet, or was made without, each with its reason.
alter table fulfilment_package add column missing jsonb not null default '[]';
alter table fulfilment_package alter column missing drop default;

-- What a failing system holds up: making the plan, or carrying it out.
alter table request add column held_up_in text;
update request set held_up_in = case
    when exists (select 1 from fulfilment_step where request_id = request.id and state in ('pending', 'unreachable', 'failed'))
    then 'plan' else 'run' end
  where state = 'blocked' and retry_at is not null;
-- How many systems were finished with when the person was last told what is ready.
alter table request add column delivered_steps integer not null default 0;
