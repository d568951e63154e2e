-- An erasure takes what programs decided about its person along: the request that does. Where one may not be erased yet, it goes
-- as soon as nothing stands in the way.
alter table automated_decision add column erased_by text;
create index automated_decision_to_erase on automated_decision (erased_by) where erased_by is not null;
