import type { RecordedFact } from '../../src/core/command/command.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Violation } from './checker.ts'
import { UNKNOWN_MINUTES, WATCH_MINUTES } from './policy.ts'

/** What comes by time may come this much later on a quiet night (I-9); before its time never. */
const lateMs = 2_000
const minute = 60_000

type Night = { streams: ReadonlyMap<string, RecordedFact[]>; endMs: number; isQuiet(from: number, to: number): boolean }
/** Something expected at one moment, unless one of `unless` was told before. */
type Expected = { what: string; dueMs: number; isThere: (fact: RecordedFact) => boolean; unless: (fact: RecordedFact) => boolean }

const msOf = ({ at }: RecordedFact): number => instantOf(at).epochMilliseconds
const named =
  (...names: string[]) =>
  ({ name }: RecordedFact): boolean =>
    names.includes(name)

/** Several ladders beside each other, those that go on after an acknowledgement, and what facts trigger. */
export function checkLadders(night: Night): Violation[] {
  return [...night.streams].flatMap(([stream, facts]) => {
    const told = stream.startsWith('incident:') ? incidentProblems(stream, facts, night) : ladderProblems(stream, facts, night)
    return told.map((problem) => ({ ...problem, what: `${stream}: ${problem.what}` }))
  })
}

function ladderProblems(_stream: string, facts: RecordedFact[], night: Night): Violation[] {
  const started = facts.find(named('escalation.started'))
  if (started?.data.line !== 'beside') return started?.data.ladder === 'watch' ? watchProblems(facts, started, night) : []
  const besides = facts.flatMap((fact, i) => takenByOthers(fact, facts.slice(0, i)))
  return started.data.ladder === 'watch' ? [...besides, ...watchProblems(facts, started, night)] : besides
}

/** Only who was paged by a ladder beside the others can have it. */
function takenByOthers(fact: RecordedFact, before: RecordedFact[]): Violation[] {
  if (fact.name !== 'escalation.acknowledged') return []
  const wasAsked = before.some((each) => each.name === 'page.opened' && `user:${each.data.user}` === fact.by)
  return wasAsked || isByLink(fact) ? [] : [{ invariant: 'I-3', what: `${fact.by} has it without having been asked` }]
}

/** Whoever follows a link of the ladder itself means this ladder. */
const isByLink = ({ data }: RecordedFact): boolean => data.via === 'link'

/** The unresolved ladder goes on whatever is acknowledged, until the incident is over. */
function watchProblems(facts: RecordedFact[], started: RecordedFact, night: Night): Violation[] {
  const dueMs = msOf(started) + WATCH_MINUTES * minute
  const isThere = (fact: RecordedFact): boolean => fact.name === 'escalation.step_fired' && fact.data.step === 1
  return onTime(
    facts,
    { what: 'the later step of the unresolved ladder', dueMs, isThere, unless: named('escalation.stopped', 'escalation.escalated') },
    night,
  )
}

function onTime(facts: RecordedFact[], { what, dueMs, isThere, unless }: Expected, { endMs, isQuiet }: Night): Violation[] {
  const found = facts.find(isThere)
  const start = facts[0] ? msOf(facts[0]) : dueMs
  if (facts.some((fact) => unless(fact) && msOf(fact) <= dueMs + lateMs && (!found || fact.seq < found.seq))) return []
  if (found && msOf(found) < dueMs) return [{ invariant: 'I-9', what: `${what} came ${dueMs - msOf(found)} ms early` }]
  const lateBy = (found ? msOf(found) : endMs) - dueMs
  if (lateBy <= lateMs || !isQuiet(start, dueMs + lateMs)) return []
  return [{ invariant: 'I-9', what: found ? `${what} came ${lateBy} ms late` : `${what} never came` }]
}

function incidentProblems(stream: string, facts: RecordedFact[], night: Night): Violation[] {
  if (!facts.some(named('incident.declared'))) return []
  return [
    ...roundsOf(facts).flatMap((round, i) => roundProblems(i > 0 ? `${stream}-again${i}` : stream, round, { night, isFirst: i === 0 })),
    ...facts.filter(named('obligation.opened')).flatMap((fact) => promiseKept(fact, facts, night)),
  ]
}

/** What asks once asks once more after each reopening. */
function roundsOf(facts: RecordedFact[]): RecordedFact[][] {
  const starts = [0, ...facts.flatMap(({ name }, i) => (name === 'incident.reopened' ? [i] : []))]
  return starts.map((start, i) => facts.slice(start, starts[i + 1]))
}

function roundProblems(stream: string, facts: RecordedFact[], { night, isFirst }: { night: Night; isFirst: boolean }): Violation[] {
  const [begun] = facts
  if (!begun) return []
  const unknown: Expected = {
    what: 'the trigger of an unknown cause',
    dueMs: msOf(begun) + UNKNOWN_MINUTES * minute,
    isThere: (fact) => fact.name === 'incident.triggered' && fact.data.trigger === 'unknown',
    unless: named('incident.resolved', 'incident.merged', 'incident.status_changed'),
  }
  return [
    // What was found out before the first end may be the cause of the second.
    ...(isFirst ? onTime(facts, unknown, night) : []),
    ...facts.flatMap((fact) => atOnce(fact, facts)),
    ...facts.filter(named('incident.triggered')).flatMap((fact) => pagedBy(stream, fact, night)),
    ...facts.filter(named('incident.severity_changed')).flatMap((fact) => askedAgain(stream, fact, night)),
  ]
}

const CLOSED = ['met', 'late', 'dropped', 'waived', 'moved'].map((what) => `obligation.${what}`)

/** I-23: a promise of the policy runs out at its moment like everything that comes by time, unless somebody kept it or it is owed no more. */
function promiseKept(opened: RecordedFact, facts: RecordedFact[], night: Night): Violation[] {
  const { id, dueAt } = opened.data
  const isOfIt = ({ data, seq }: RecordedFact): boolean => data.id === id && seq > opened.seq
  const clock: Expected = {
    what: `I-23: that ${String(id)} was missed`,
    // One that was due before anybody knew of it is missed at once.
    dueMs: Math.max(instantOf(String(dueAt)).epochMilliseconds, msOf(opened)),
    isThere: (fact) => fact.name === 'obligation.missed' && isOfIt(fact),
    unless: (fact) => CLOSED.includes(fact.name) && isOfIt(fact),
  }
  return onTime(facts, clock, night)
}

/** A flag pulls its trigger in the same instant, once. */
function atOnce(fact: RecordedFact, facts: RecordedFact[]): Violation[] {
  if (fact.name !== 'incident.impact_changed') return []
  const flags = (fact.data.flags ?? []) as string[]
  const wanted = [...(flags.includes('security') ? ['breach'] : []), ...(flags.includes('big') ? ['all-hands'] : [])]
  const isOver = facts.some((each) => named('incident.resolved', 'incident.merged')(each) && each.seq < fact.seq)
  return wanted.flatMap((trigger) => {
    const pulled = facts.filter((each) => each.name === 'incident.triggered' && each.data.trigger === trigger)
    const isTold = pulled.length === 1 && (pulled[0] as RecordedFact).at <= fact.at
    return isTold || isOver ? [] : [{ invariant: 'I-3', what: `${trigger} was pulled ${pulled.length} times at the end of ${fact.at}` }]
  })
}

/** What is triggered has a ladder that pages somebody in the same instant. */
function pagedBy(stream: string, { at, data }: RecordedFact, { streams }: Night): Violation[] {
  const id = `escalation:esc-${stream.slice('incident:'.length)}-trigger-${data.trigger}`
  const isPaged = (streams.get(id) ?? []).some((fact) => fact.name === 'page.opened' && fact.at === at)
  return isPaged ? [] : [{ invariant: 'I-1', what: `${data.trigger} was pulled at ${at} and paged nobody` }]
}

/** Raised to the worst level, the step that asks for it is asked again at once, unless it was paged before. */
function askedAgain(stream: string, { at, data }: RecordedFact, { streams }: Night): Violation[] {
  const facts = streams.get(`escalation:esc-${stream.slice('incident:'.length)}-watch`)
  const wanted = data.to === 'SEV-1' && facts && facts[0] && facts[0].at <= at
  const isOver = facts?.some((fact) => fact.name === 'escalation.stopped' && fact.at <= at)
  if (!wanted || isOver) return []
  const isPaged = facts.some((fact) => fact.name === 'escalation.step_fired' && fact.data.step === 0 && fact.at <= at)
  return isPaged ? [] : [{ invariant: 'I-3', what: `it became SEV-1 at ${at} and the step for that was not asked again` }]
}
