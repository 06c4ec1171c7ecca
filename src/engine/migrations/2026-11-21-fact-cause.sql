-- What was asked: with the first fact that came of each command from outside, so that the record can be played again.
alter table fact add column cause jsonb;
