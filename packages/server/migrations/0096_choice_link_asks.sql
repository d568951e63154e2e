-- How often a link to somebody's choices was asked for at an address, known or not, by its keyed hash: for a day.

create table choice_link_ask (
  address_hash text primary key,
  since timestamptz not null,
  asked integer not null
);
create index choice_link_ask_by_age on choice_link_ask (since);
