-- Of a no to consent: when the first was said of those that have stood since, no yes between them. Null: it is that one.
alter table choice_state add column since text collate "C";

update choice_state s set since = first.at
from (
  select n.person_id, n.purpose, n.channel, n.topic,
    min(to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as at
  from choice_event n
  where n.act in ('refused', 'withdrawn') and not exists (
    select 1 from choice_event y
    where y.person_id = n.person_id and y.purpose = n.purpose and y.channel = n.channel and y.topic = n.topic
      and y.act in ('given', 'renewed') and y.at > n.at
  )
  group by n.person_id, n.purpose, n.channel, n.topic
) first
where s.slot = 'consent' and s.act in ('refused', 'withdrawn')
  and s.person_id = first.person_id and s.purpose = first.purpose and s.channel = first.channel and s.topic = first.topic
  and first.at < substr(s.position, 1, 24);
