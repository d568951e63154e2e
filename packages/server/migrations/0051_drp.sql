-- Agents that were set up, each with the hash of its one token.
create table drp_agent (
  agent_id text primary key,
  token_hash text not null unique,
  created_at timestamptz not null
);

-- Requests that came through the Data Rights Protocol.
create table drp_request (
  request_id text primary key,
  agent_id text not null,
  sealed_agent_request_id bytea,
  exercise text not null,
  message_hash text not null unique,
  sealed_callback bytea,
  -- The status that the agent knows; another one is told.
  told_status text not null,
  callback_attempts integer not null default 0,
  callback_after timestamptz,
  created_at timestamptz not null
);
create index drp_request_by_callback on drp_request (callback_after) where sealed_callback is not null;

-- Messages that came, until they expire: a second time they are replays.
create table drp_seen (
  message_hash text primary key,
  agent_id text not null,
  expires_at timestamptz not null
);
create index drp_seen_by_end on drp_seen (expires_at);
