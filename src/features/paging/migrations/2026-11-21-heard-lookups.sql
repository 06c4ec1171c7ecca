-- A reply looks for what somebody has lately acknowledged; escalations are kept for ever.
create index escalation_acknowledged on escalation (started_at) where status = 'acknowledged';
-- Every few seconds it is asked when anything was handed to a provider last.
create index handed_over_last on handed_over (connection, handed_at);
