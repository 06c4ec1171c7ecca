-- War rooms in chats: one for an incident.
create table room (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  integration text,
  place text,
  status text
) with (fillfactor = 70);
create index room_place on room (integration, place);
