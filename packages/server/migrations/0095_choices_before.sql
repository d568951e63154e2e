-- Whether the person had said the same before they asked, so that taking the request back does not end that too.

alter table request_choice add column stood_before boolean not null default false;
