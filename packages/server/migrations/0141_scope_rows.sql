-- Rights about single rows: their keys, sealed. `scope` says only how many of which table.
alter table request add column sealed_rows bytea;
