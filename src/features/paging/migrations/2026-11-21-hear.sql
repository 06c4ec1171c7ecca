-- What providers posted and must not count twice, and which message of ours a provider's own id stands for.

create table heard (
  connection text not null,
  once text not null,
  heard_at timestamptz not null,
  -- Null while the first of them is being carried out.
  answer jsonb,
  primary key (connection, once)
);
create index heard_at on heard using brin (heard_at);

create table handed_over (
  connection text not null,
  provider_id text not null,
  message text not null,
  handed_at timestamptz not null,
  -- When the provider told its end: delivered, failed, answered.
  closed_at timestamptz,
  primary key (connection, provider_id)
);
create index handed_over_open on handed_over (connection, handed_at) where closed_at is null;

-- How often somebody was told that we do not understand: two machines must not talk to each other for ever.
create table not_understood (
  connection text not null,
  address text not null,
  at timestamptz not null
);
create index not_understood_address on not_understood (connection, address, at);

-- Where asking a provider goes on, and which process asks.
create table hear_poll (
  connection text primary key,
  cursor text,
  held_by text,
  held_until timestamptz
);
