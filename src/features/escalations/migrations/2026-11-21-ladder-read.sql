-- Who has confirmed that they know the ladders. `ladders` is a digest of what there was to read: what was changed since is
-- to be read anew.
create table ladder_read (
  user_id text not null,
  ladders text not null,
  read_at timestamptz not null,
  primary key (user_id, ladders)
);
