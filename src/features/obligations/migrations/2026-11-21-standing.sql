-- What the organisation owes itself without any incident: one row, kept like every state.
create table standing (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 70);
