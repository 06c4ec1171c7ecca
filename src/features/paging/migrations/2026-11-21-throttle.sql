-- Messages that were told in another one instead of each by itself. They stay in the outbox until that one has gone out.
create table bundled (
  message text primary key,
  leader text not null,
  title text not null,
  at timestamptz not null
);
create index bundled_leader on bundled (leader);
create index bundled_at on bundled (at);

-- What somebody was sent by one channel lately.
create index message_sent on message (channel, target, next_at) where status = 'delivered';
-- What waits for somebody by one channel.
create index message_waiting on message (channel, target) where status in ('queued', 'claimed');
