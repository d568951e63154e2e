-- The words of messages as operators changed them. Every change is a row; the newest of a key counts.

create table mail_text (
  language text not null,
  key text not null,
  version integer not null,
  -- Null: back to the standard text.
  words text,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  primary key (language, key, version)
);
