-- The engine's tables: one per kind of state, and the timers, messages and facts that decisions lead to.
-- A state table is known by its columns id, state, seq, hash and key; the others serve lists and look-ups.

-- The write is one statement. It counts what it changed and takes itself back when that is not what it must be.
create function expect_rows(what text, actual bigint, expected bigint) returns boolean
language plpgsql immutable as $$
begin
  if actual <> expected then
    raise exception '%: % of % rows are as they were read', what, actual, expected using errcode = 'serialization_failure';
  end if;
  return true;
end $$;

-- `key` is deferrable so that it may pass from one row to another within one statement.
-- Free space in each page keeps updates beside their row, without touching the indexes.
create table alert (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  number bigint generated always as identity unique,
  status text,
  service text,
  severity text,
  rank int,
  integration text,
  escalation text,
  incident text,
  opened_at timestamptz,
  resolved_at timestamptz
) with (fillfactor = 80);
create index alert_open on alert (opened_at desc, id) where status in ('triggered', 'snoozed', 'acknowledged');
create index alert_opened on alert (opened_at desc, id);
create index alert_service on alert (service, opened_at desc);
create index alert_escalation on alert (escalation) where escalation is not null;
create index alert_incident on alert (incident) where incident is not null;

create table escalation (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  status text,
  about_kind text,
  about_id text,
  service text,
  started_at timestamptz
) with (fillfactor = 70);
create index escalation_about on escalation (about_id, about_kind);
create index escalation_active on escalation (started_at) where status in ('running', 'exhausted');

create table incident (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  reference text unique deferrable initially immediate,
  number bigint,
  status text,
  severity text,
  rank int,
  service text,
  is_private boolean,
  declared_at timestamptz,
  resolved_at timestamptz
) with (fillfactor = 70);
create index incident_open on incident (declared_at desc) where resolved_at is null;
create index incident_declared on incident (declared_at desc);

create table policy (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  version int
);

create table review (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  status text,
  incident text
) with (fillfactor = 70);
create index review_incident on review (incident);

-- One pending moment for a subject, by construction.
create table timer (
  kind text not null,
  id text not null,
  due_at timestamptz not null,
  primary key (kind, id)
) with (fillfactor = 80);
create index timer_due on timer (due_at);

create table message (
  id text primary key,
  from_kind text not null,
  from_id text not null,
  channel text not null,
  target text not null,
  road text not null,
  content jsonb not null,
  until_at timestamptz not null,
  generation int not null,
  status text not null check (status in ('queued', 'claimed', 'sending', 'delivered', 'failed', 'withdrawn')),
  attempt int not null,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  owner text,
  possible_repeat boolean not null,
  said text
) with (fillfactor = 70);
create index message_due on message (next_at) where status = 'queued';
create index message_held on message (owner) where status in ('claimed', 'sending');
create index message_pending on message (from_id, from_kind) where status in ('queued', 'claimed', 'sending');

create table worker (
  id text primary key,
  alive_until timestamptz not null,
  role text not null,
  started_at timestamptz
);

create table counter (
  name text primary key,
  n bigint not null
);

-- Append-only. A stream's order and completeness are kept by its state row, which rests on `seq` and `hash`.
create table fact (
  id bigint generated always as identity,
  stream text not null,
  seq int not null,
  name text not null,
  at timestamptz not null,
  by text not null,
  data jsonb not null,
  hash text not null
) partition by range (at);
create index fact_stream on fact (stream, seq);
create index fact_at on fact (at, id);
create index fact_name on fact (name, at);
create table fact_default partition of fact default;
