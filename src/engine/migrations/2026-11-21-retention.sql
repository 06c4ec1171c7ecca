-- Old messages are found by their age without an index to be kept up to date on the page path: a few pages instead of a row each.
create index message_queued on message using brin (queued_at);
