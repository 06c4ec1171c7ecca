-- The library's own tables, as it generates them for our names; it fills in all times itself.
create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  role text not null check (role in ('admin', 'responder', 'viewer')),
  disabled_at timestamptz
);

create table auth_session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id text not null references auth_user (id) on delete cascade
);
create index auth_session_user_id_idx on auth_session (user_id);

create table auth_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth_user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_account_user_id_idx on auth_account (user_id);

create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verification_identifier_idx on auth_verification (identifier);

-- One-time links: setting up the installation, setting a password. Only digests are kept.
create table auth_link (
  digest text primary key,
  purpose text not null check (purpose in ('setup', 'password')),
  user_id text references auth_user (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table auth_token (
  id text primary key,
  name text not null,
  digest text not null unique,
  role text not null check (role in ('admin', 'responder', 'viewer')),
  scopes text[] not null,
  created_by text references auth_user (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Tries to sign in, per account and per address, by the hour they were made in.
create table auth_attempt (
  subject text not null,
  hour timestamptz not null,
  count integer not null,
  primary key (subject, hour)
);

-- Where the running processes answer, for the command line that knows only the database.
create table instance (
  id text primary key,
  url text not null,
  started_at timestamptz not null
);
