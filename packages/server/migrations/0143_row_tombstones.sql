-- Erasures of single rows have tombstones, too: of the person, and of each row that was named, with its table.
alter table fulfilment_tombstone add column row_table text;
