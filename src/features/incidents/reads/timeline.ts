import type { RecordedFact } from '../../../core/command/command.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { TimelineEntryView, TimelineView } from '../contract/incident.ts'
import { type Naming, type Said, wordsOf } from './fact-words.ts'

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
  return { items: items.toReversed(), curated: curated.length, everything: told.length }
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
    tone: said.tone ?? 'plain',
    isCurated: said.isCurated === true,
  }
}
