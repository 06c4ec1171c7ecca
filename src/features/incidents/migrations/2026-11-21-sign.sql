-- Channels whose topic says who is on call.
create table sign (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
);
