-- Settings that one process was started with and all processes on this database work by. Sealed with the installation's key.
create table installation_setting (
  name text primary key,
  sealed text not null,
  set_at timestamptz not null
);
