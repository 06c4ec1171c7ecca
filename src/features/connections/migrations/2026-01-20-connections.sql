-- What integrations need to keep beside the policy.

-- Sealed with the installation's key. A name is never written twice: a changed secret gets a new one, so whoever has read it may keep it.
create table secret (
  name text primary key,
  sealed text not null,
  created_at timestamptz not null
);

-- What was changed on purpose (deploys, merges): never notifies, kept for 90 days.
create table change_event (
  id text primary key,
  integration text not null,
  service text,
  title text not null,
  source text not null,
  labels jsonb not null,
  details jsonb not null,
  links jsonb not null,
  happened_at timestamptz not null,
  received_at timestamptz not null
);
create index change_event_happened on change_event (happened_at desc, id);
create index change_event_service on change_event (service, happened_at desc);
create index change_event_received on change_event (received_at);

-- When an integration was last heard and last used. Written every few seconds: for people, not for decisions.
create table connection_activity (
  integration text primary key,
  received_at timestamptz,
  sent_at timestamptz,
  sent_said text
) with (fillfactor = 70);
