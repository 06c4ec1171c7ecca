import type { AlertState } from '../../src/core/alert/state.ts'
import type { RecordedFact } from '../../src/core/command/command.ts'
import { originalOf } from '../../src/core/incident/record.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import type { Violation } from './checker.ts'

type Rows = ReadonlyMap<string, { subject: { kind: string; id: string }; state: unknown }>
type Ends = { rows: Rows; streams: ReadonlyMap<string, RecordedFact[]> }

/** What incidents say at the end of the night against what was told of them: whose alerts, who holds what, which ladders began anew. */
export function checkIncidents(ends: Ends): Violation[] {
  return [...ends.rows.values()].flatMap(({ subject, state }) => {
    if (subject.kind === 'alert') return alertProblems(subject.id, state as AlertState, ends)
    if (subject.kind !== 'incident') return []
    const facts = ends.streams.get(`incident:${subject.id}`) ?? []
    return [
      ...belongings(subject.id, state as IncidentState, ends),
      ...holders(subject.id, state as IncidentState, facts),
      ...facts.flatMap((fact, i) => begunAnew(fact, facts.slice(0, i), ends)),
      ...facts.flatMap((fact) => takenAlong(fact, ends)),
    ]
  })
}

const incidentOf = (id: string, { rows }: Ends): IncidentState | undefined => rows.get(`incident:${id}`)?.state as IncidentState | undefined

/** I-6: an alert belongs to one incident, and both sides say the same. A duplicate goes on naming what it was about. */
function belongings(id: string, state: IncidentState, { rows }: Ends): Violation[] {
  if (originalOf(state) || state.reopenings) return []
  return state.alerts.flatMap((alert) => {
    const named = (rows.get(`alert:${alert}`)?.state as AlertState | undefined)?.incident
    return named === id ? [] : [{ invariant: 'I-6', what: `${id} has ${alert}, which belongs to ${named}` }]
  })
}

function alertProblems(id: string, { incident }: AlertState, ends: Ends): Violation[] {
  if (!incident || incidentOf(incident, ends)?.alerts.includes(id)) return []
  return [{ invariant: 'I-6', what: `${id} belongs to ${incident}, which does not have it` }]
}

/** I-6: who holds a role is who was told last. */
function holders(id: string, { roles }: IncidentState, facts: readonly RecordedFact[]): Violation[] {
  const told = new Map<string, unknown>()
  for (const { name, data } of facts) {
    if (name === 'incident.role_assigned') told.set(String(data.role), data.user)
    if (name === 'incident.role_released') told.delete(String(data.role))
  }
  return ['commander', 'scribe'].flatMap((role) => {
    const [said, held] = [told.get(role) ?? null, roles[role]?.user ?? null]
    return said === held ? [] : [{ invariant: 'I-6', what: `${id} has ${held} as ${role}, and ${said} was told last` }]
  })
}

/** I-3: an incident that is not over after all asks anew how long it is unresolved. */
function begunAnew(fact: RecordedFact, before: readonly RecordedFact[], { streams }: Ends): Violation[] {
  if (fact.name !== 'incident.reopened') return []
  const { id } = fact.of
  const round = before.filter(({ name }) => name === 'incident.reopened').length + 1
  if (!streams.has(`escalation:esc-${id}-watch`)) return []
  const anew = streams.get(`escalation:esc-${id}-again${round}-watch`)?.[0]
  return anew?.at === fact.at ? [] : [{ invariant: 'I-3', what: `${id} is open again since ${fact.at}, and its ladder did not begin anew` }]
}

/** I-3: the alerts of a duplicate go over in the same instant, and its ladders end. */
function takenAlong(fact: RecordedFact, { streams }: Ends): Violation[] {
  if (fact.name !== 'incident.merged') return []
  const { into, alerts } = fact.data
  const stays = (alerts as string[]).filter(
    (alert) => !(streams.get(`alert:${alert}`) ?? []).some(({ data, at }) => data.incident === into && at <= fact.at),
  )
  const left = stays.map((alert) => ({ invariant: 'I-3', what: `${alert} stayed in ${fact.of.id}, a duplicate of ${into}` }))
  const watch = streams.get(`escalation:esc-${fact.of.id}-watch`)
  const isEnded = !watch || watch.some(({ name, at }) => name === 'escalation.stopped' && at <= fact.at)
  return isEnded ? left : [...left, { invariant: 'I-5', what: `${fact.of.id} is a duplicate, and its ladder goes on` }]
}
