-- Transfers to a destination that somebody named ended before their end took it along: where they sent their data is in the
-- person's receipt, and nowhere else.
update transfer set sealed_destination = null where ended_at is not null and sealed_destination is not null;
