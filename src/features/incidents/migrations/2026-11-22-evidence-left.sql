-- Bytes are kept before the fact that speaks of them. Those of which no fact ever spoke, because it was refused or its process
-- died, are nobody's evidence and may go. All others never do.
create or replace function refuse_to_alter_evidence() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    and not exists (
      select 1 from incident where id = old.incident
        and state->'evidence' @> jsonb_build_array(jsonb_build_object('id', old.id)))
    and not exists (
      select 1 from fact where stream = 'incident:' || old.incident
        and name = 'incident.evidence_attached' and data->>'evidence' = old.id)
  then
    return old;
  end if;
  raise exception 'evidence is never altered or removed';
end $$;
