-- The service whose new alerts come back to this incident while its fix is watched.
alter table incident add column watching text;
create index incident_watching on incident (watching) where watching is not null;

-- Files as they were given. The SHA-256 is in the chain of facts too: what was altered here shows there.
create table incident_evidence (
  id text primary key,
  incident text not null,
  name text not null,
  media_type text not null,
  sha256 text not null,
  content bytea not null,
  kept_at timestamptz not null
);
create index incident_evidence_incident on incident_evidence (incident, id);

create function refuse_to_alter_evidence() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is never altered or removed';
end $$;
create trigger incident_evidence_immutable before update or delete on incident_evidence
  for each row execute function refuse_to_alter_evidence();
