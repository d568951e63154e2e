-- Where a transfer goes that the person named themselves, as its importer described itself; null: it is in the configuration.
alter table transfer add column sealed_destination bytea;
