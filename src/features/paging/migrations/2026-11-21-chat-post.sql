-- Pages that stand in a chat, so that what became of them can be written over them.
create table chat_post (
  id text primary key,
  state jsonb,
  seq int not null,
  hash text not null,
  key text unique deferrable initially immediate,
  escalation text
) with (fillfactor = 70);
create index chat_post_escalation on chat_post (escalation);
