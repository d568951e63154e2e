-- A question that went by post: the day on which it was posted, and when it is taken to have arrived.
alter table request_question add column posted_on date;
alter table request_question add column presumed_at timestamptz;
