-- What is known of each way to a person: when it was tried, with what code, and when it was last seen to work. `address` is a
-- digest: a changed contact has to prove itself anew.
create table road_proof (
  user_id text not null,
  channel text not null,
  address text not null,
  tried_at timestamptz,
  is_ok boolean,
  said text,
  code text,
  code_until timestamptz,
  wrong int not null default 0,
  proved_at timestamptz,
  how text,
  primary key (user_id, channel)
);
