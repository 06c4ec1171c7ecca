import { Choice, type ChoiceItem } from '../../../web/kit/choice.tsx'
import { type Filters, NO_INCIDENT, type Owed } from './owed.ts'
import { say } from './strings.ts'

type FilterFieldsProps = { owed: readonly Owed[]; filters: Filters; onChange: (changed: Partial<Filters>) => void }

/** Narrows the board to what somebody looks after; only what is there is on offer. */
export function FilterFields({ owed, filters, onChange }: FilterFieldsProps) {
  const incidents = owed.map(({ incident }): [string, string] =>
    incident ? [incident.reference, `${incident.reference} ${incident.title}`] : [NO_INCIDENT, say('noIncident')],
  )
  const people = owed.flatMap(({ clock }) => clock.owners.map(({ id, name }): [string, string] => [id, name]))
  const teams = owed.flatMap(({ incident }): [string, string][] => (incident?.team ? [[incident.team, incident.team]] : []))
  const field = (name: 'incident' | 'person' | 'team', nothing: string, known: [string, string][]) => (
    <Choice
      key={name}
      label={say(name)}
      placeholder={nothing}
      value={filters[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
      data={choicesOf(known, filters[name])}
    />
  )
  return (
    <fieldset className="owed-filters">
      <legend className="sr">{say('filters')}</legend>
      {field('incident', say('anyIncident'), incidents)}
      {field('person', say('anyPerson'), people)}
      {field('team', say('anyTeam'), teams)}
    </fieldset>
  )
}

/** Each once, in the order of its words; what the address asks for stays on offer although nothing of it is owed now. */
function choicesOf(known: [string, string][], chosen: string | undefined): ChoiceItem[] {
  const all = new Map(chosen ? [[chosen, chosen], ...known] : known)
  return [...all].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}
