-- Alerts that stand in the channels that ask for them, so that what is resolved can be marked there.
create table alert_post (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 70);
