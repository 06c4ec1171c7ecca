import type { RecordedFact } from '../../../core/command/command.ts'
import type { IncidentRecord } from '../../../core/incident/record.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { TimelineEntryView, TimelineView } from '../contract/incident.ts'
import { wordsOf } from './fact-words.ts'
import type { Naming, Said } from './saying.ts'
import { newestFacts } from './streams.ts'

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const namingBy = (policy: Policy): Naming => ({
  person: (id) => policy.user(asText(id))?.name ?? idOf(asText(id)),
  role: (id) => policy.role(asText(id))?.name ?? asText(id),
  status: (id) => capital(asText(id)),
})

/** What happened to an incident, newest first. */
export function presentTimeline(facts: readonly RecordedFact[], reader: Reader, view: 'curated' | 'everything'): TimelineView {
  const naming = namingBy(reader.policy)
  const told = facts.flatMap((fact) => {
    const said = wordsOf(fact, naming)
    return said ? [entryOf(fact, said, reader)] : []
  })
  const curated = told.filter((entry) => entry.isCurated)
  const items = view === 'curated' ? curated : told
  return { items: items.toReversed(), next: null, curated: curated.length, everything: told.length }
}

function entryOf(fact: RecordedFact, said: Said, reader: Reader): TimelineEntryView {
  return {
    id: `${fact.of.kind}:${fact.of.id}:${fact.seq}`,
    at: fact.at,
    name: fact.name,
    by: whoIs(fact.by, reader),
    text: said.text,
    words: said.words ?? null,
    promisedBy: said.promisedBy ?? null,
    corrected: null,
    tone: said.tone ?? 'plain',
    isCurated: said.isCurated === true,
  }
}

type Corrections = NonNullable<IncidentRecord['corrections']>

function correctedBy(corrections: Corrections, entry: TimelineEntryView, reader: Reader): TimelineEntryView {
  const found = corrections[entry.id]
  return found ? { ...entry, corrected: { ...found, by: whoIs(found.by, reader) } } : entry
}

/** Facts read for one page of a curated timeline: most of a busy incident's facts are deliveries. */
const FACTS_AT_ONCE = 2_000
const ROUNDS_AT_MOST = 5

type Asked = { view: 'curated' | 'everything'; before: string | null; limit: number }

/** A page of the timeline, newest first. A page may be short, and still lead on. */
export async function timelinePage(
  pool: Pool,
  { incident, reader, corrections = {} }: { incident: string; reader: Reader; corrections?: Corrections | undefined },
  asked: Asked,
): Promise<TimelineView> {
  const { view, limit } = asked
  const pages: TimelineView[] = []
  let before = asked.before
  for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
    const size = view === 'everything' ? limit : FACTS_AT_ONCE
    const { facts, next } = await newestFacts(pool, incident, { before, limit: size })
    const page = presentTimeline(facts, reader, view)
    pages.push(page)
    before = next
    if (next === null || view === 'everything' || sum(pages, (each) => each.items.length) >= limit) break
  }
  const items = pages.flatMap((page) => page.items).map((entry) => correctedBy(corrections, entry, reader))
  return { items, next: before, curated: sum(pages, (each) => each.curated), everything: sum(pages, (each) => each.everything) }
}

const sum = <T>(list: readonly T[], of: (each: T) => number): number => list.reduce((total, each) => total + of(each), 0)
