-- Swaps and requests for cover, what is told about shifts, calendars that are read and calendars that are handed out.
create table cover (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  status text,
  schedule text,
  asker text,
  asked_at timestamptz,
  ends_at timestamptz
) with (fillfactor = 80);
create index cover_open on cover (asked_at) where status in ('asked', 'accepted');
create index cover_schedule on cover (schedule, asked_at desc);

-- One for each schedule: who is on call there, which shifts were told, the note for whoever comes next.
create table duty (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 80);

-- One for each person: when their weekly list of shifts is due.
create table digest (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 80);

-- Secret addresses under which calendars read shifts: of each only the digest is kept.
create table calendar_link (
  digest text primary key,
  kind text not null check (kind in ('person', 'schedule')),
  target text not null,
  owner text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  unique (kind, target, owner)
);

-- One for each calendar that is read: whether it could be, since when not, and when its owner was told.
create table calendar (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 80);

-- What was last read from a calendar of the policy and could be used: a feed that breaks changes nothing.
create table calendar_copy (
  calendar text primary key,
  url_digest text not null,
  body text,
  etag text,
  read_at timestamptz,
  tried_at timestamptz not null
);
