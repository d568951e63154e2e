-- Scans of the operator's sites, and what they found, by site, kind and subject.

create table site_scan (
  id text primary key,
  site text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  started_by text not null check (started_by in ('schedule', 'operator')),
  problem_code text,
  problem text,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  pages integer not null default 0,
  whole boolean not null default false,
  -- As `kept scan --json` writes it.
  report jsonb
);
create index site_scan_by_site on site_scan (site, created_at desc);
-- Of one site one at a time, whichever server looks at the clock.
create unique index site_scan_open on site_scan (site) where state in ('waiting', 'running');

create table scan_finding (
  id text primary key,
  site text not null,
  code text not null,
  subject text not null,
  weight text not null check (weight in ('breach', 'drift', 'note')),
  state text not null check (state in ('new', 'acknowledged', 'fixed')),
  -- What the last scan that saw it said of it.
  seen jsonb not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz,
  why text,
  fixed_at timestamptz,
  unique (site, code, subject)
);
create index scan_finding_by_state on scan_finding (state, last_seen_at desc);
