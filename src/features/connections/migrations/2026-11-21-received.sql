-- What a sender posted when it opened alerts, word for word but for its keys: for people who ask what exactly arrived.
-- Nothing is ever decided by it, so it is written a little later than the alerts and may be missing.
create table received_request (
  id text primary key,
  received_at timestamptz not null,
  alerts text[] not null,
  body text not null,
  is_cut boolean not null
);
create index received_request_alerts on received_request using gin (alerts);
create index received_request_received on received_request using brin (received_at);
