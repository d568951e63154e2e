-- Messages that did not reach anybody are asked for with what they are about.
create index mail_message_undelivered on mail_message (key) where state = 'failed' or bounced_at is not null;
create index sms_message_undelivered on sms_message (key) where state in ('failed', 'expired');
