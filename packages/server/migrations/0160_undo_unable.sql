-- Systems in which it cannot be taken back, as they stand when the window opens; null for windows from before: what the plan said.
alter table fulfilment_undo add column unable jsonb;
