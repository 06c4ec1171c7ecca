-- What was asked of whoever keeps the backlog, once for each alert or incident.
create table ticket (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
);

-- What somebody noticed, until it is decided whether it is an incident.
create table report (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  status text,
  incident text,
  received_at timestamptz
);
create index report_received on report (received_at desc, id);
