-- The synthetic page: one row, renewed every minute.
create table probe (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate
) with (fillfactor = 50);
