import type { RecordedFact } from '../../../core/command/command.ts'
import { timeText } from '../../../core/duty/words.ts'
import type { IncidentRecord } from '../../../core/incident/record.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import { nameOf } from '../../../core/policy/reference-words.ts'
import { nameOfToken } from '../../../platform/auth/token-names.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { TimelineEntryView, TimelineView } from '../contract/incident.ts'
import { withClocks } from './clocks-of-level.ts'
import { wordsOf } from './fact-words.ts'
import type { Naming, Said } from './saying.ts'
import { cursorOf, factsNamed, newestFacts, type Place } from './streams.ts'

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const namingBy = (policy: Policy): Naming => ({
  person: (id) => (asText(id).startsWith('token:') ? nameOfToken(idOf(asText(id))) : (policy.user(asText(id))?.name ?? idOf(asText(id)))),
  name: (reference) => nameOf(policy, asText(reference)),
  time: (moment) => timeText(asText(moment), policy.bundle.organization.timezone),
  role: (id) => policy.role(asText(id))?.name ?? asText(id),
  status: (id) => capital(asText(id)),
})

type View = 'curated' | 'everything'

/** Each ladder says for itself that it reaches somebody in no way. */
const SAID_BY_EACH_LADDER = new Set(['page.unreachable', 'escalation.step_empty', 'escalation.target_empty', 'escalation.target_broken'])

/** Keeps the first of what several ladders say of one person within a minute. */
function onceAMinute(): (entry: TimelineEntryView) => boolean {
  const said = new Set<string>()
  return ({ name, at, text }) => {
    if (!SAID_BY_EACH_LADDER.has(name)) return true
    const key = `${at.slice(0, 'yyyy-mm-ddThh:mm'.length)} ${text}`
    return !said.has(key) && said.add(key).has(key)
  }
}

/** What happened to an incident, newest first. */
export function presentTimeline(facts: readonly RecordedFact[], reader: Reader, view: View): TimelineView {
  const told = entriesOf(facts, reader)
  const curated = told.filter((entry) => entry.isCurated).filter(onceAMinute())
  const items = view === 'curated' ? curated : told
  return { items: items.toReversed(), next: null, since: facts[0]?.at ?? null, curated: curated.length, everything: told.length }
}

function entriesOf(facts: readonly RecordedFact[], reader: Reader): TimelineEntryView[] {
  const naming = namingBy(reader.policy)
  return facts.flatMap((fact) => {
    const said = wordsOf(fact, naming)
    return said ? [entryOf(fact, said, reader)] : []
  })
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

/** By what was said, what is right instead, and by whom. */
function isAbout({ by, text, words, corrected }: TimelineEntryView, wanted: readonly string[]): boolean {
  const said = `${by.name} ${text} ${words ?? ''} ${corrected?.text ?? ''}`.toLowerCase()
  return wanted.every((word) => said.includes(word))
}

const wordsIn = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Facts read at once where most are passed over: of a busy incident's facts the most are deliveries, and a search finds few. */
const FACTS_AT_ONCE = 2_000
const ROUNDS_AT_MOST = 5

type Asked = { view: View | 'pinned'; before: Place | null; limit: number; words?: string }
type About = { incident: string; reader: Reader; corrections?: Corrections | undefined; pins?: readonly string[] | undefined }

/** A page of the timeline, newest first. A page may be short, or empty, and still lead on. */
export async function timelinePage(pool: Pool, about: About, { view, before, limit, words = '' }: Asked): Promise<TimelineView> {
  const wanted = wordsIn(words)
  const isFirst = onceAMinute()
  const isShown = (entry: TimelineEntryView): boolean =>
    (view !== 'curated' || (entry.isCurated && isFirst(entry))) && isAbout(entry, wanted)
  const page = new Page(about, { limit, isShown })
  if (view === 'pinned') {
    const pinned = page.of(await factsNamed(pool, about.incident, about.pins ?? []))
    return { ...pinned, items: await withClocks(pool, about.incident, pinned.items) }
  }
  const size = view === 'everything' && wanted.length === 0 ? limit : FACTS_AT_ONCE
  let place = before
  let hasMore = true
  for (let round = 0; round < ROUNDS_AT_MOST && hasMore && !page.isFull; round += 1) {
    const read = await newestFacts(pool, about.incident, { before: place, limit: size })
    const used = page.take(read.told.map(({ fact }) => fact))
    hasMore = read.hasMore || used < read.told.length
    place = read.told[used - 1]?.place ?? place
  }
  const items = await withClocks(pool, about.incident, page.told.items)
  return { ...page.told, items, next: hasMore && place ? cursorOf(place) : null }
}

/** Entries as they are found, until there are as many as were asked for. */
class Page {
  readonly told: TimelineView = { items: [], next: null, since: null, curated: 0, everything: 0 }
  readonly #about: About
  readonly #shows: { limit: number; isShown: (entry: TimelineEntryView) => boolean }

  constructor(about: About, of: { limit: number; isShown: (entry: TimelineEntryView) => boolean }) {
    this.#about = about
    this.#shows = of
  }

  get isFull(): boolean {
    return this.told.items.length >= this.#shows.limit
  }

  /** All there are. */
  of(facts: readonly RecordedFact[]): TimelineView {
    this.take(facts)
    return this.told
  }

  /** How many of the facts were looked at. */
  take(facts: readonly RecordedFact[]): number {
    let used = 0
    for (const fact of facts) {
      if (this.isFull) break
      used += 1
      this.#look(fact)
    }
    return used
  }

  #look(fact: RecordedFact): void {
    const { reader, corrections = {} } = this.#about
    this.told.since = fact.at
    for (const plain of entriesOf([fact], reader)) {
      this.told.everything += 1
      if (plain.isCurated) this.told.curated += 1
      const entry = correctedBy(corrections, plain, reader)
      if (this.#shows.isShown(entry)) this.told.items.push(entry)
    }
  }
}
