import type { RecordedFact } from '../command/command.ts'
import { instantOf, type Moment } from '../time/moment.ts'

/** Somebody who was woken, by which roads, from which moment on. */
export type Woken = { at: Moment; user: string; roads: string[]; isNight: boolean }
/** How a promise stood at the end: `pending` was still open. `asks`: what of whom, in whichever rule's words. */
export type Clock = { id: string; name: string; dueAt: Moment; status: string; asks?: string }

/** An alert with the incident that was made of it, or an incident declared without one. */
export type Episode = { key: string; kind: 'alert' | 'incident'; id: string; name: string; at: Moment; pages: Woken[]; clocks: Clock[] }

/** A page between these hours of the person's own day wakes them. */
const NIGHT = { from: 22, to: 7 }

type Zones = (user: string) => string

/** What people noticed of a record, episode by episode. */
export function episodesOf(facts: readonly RecordedFact[], zoneOf: Zones): Map<string, Episode> {
  const reading: Reading = { episodes: new Map(), owners: new Map(), pages: new Map(), alerts: new Set(), zoneOf }
  for (const fact of facts) READERS[fact.name]?.(fact, reading)
  for (const fact of facts) if (fact.name.startsWith('obligation.')) readClock(fact, reading)
  for (const fact of facts) if (fact.name.startsWith('alert.')) readPromise(fact, reading)
  return reading.episodes
}

type Reading = {
  episodes: Map<string, Episode>
  /** Escalations by their id: the key of whose they are. */
  owners: Map<string, string>
  pages: Map<string, Woken>
  alerts: Set<string>
  zoneOf: Zones
}

/** An incident that was made of an alert is one episode with it. */
function keyOf({ kind, id }: { kind: string; id: string }, { alerts }: Reading): string {
  const alert = kind === 'incident' && id.startsWith('inc-') ? id.slice('inc-'.length) : id
  return kind === 'alert' || alerts.has(alert) ? `alert:${alert}` : `incident:${id}`
}

type Reader = (fact: RecordedFact, reading: Reading) => void

const READERS: Record<string, Reader> = {
  'alert.opened': ({ of, at, data }, reading) => {
    reading.alerts.add(of.id)
    const key = keyOf(of, reading)
    reading.episodes.set(key, { key, kind: 'alert', id: of.id, name: String(data.title), at, pages: [], clocks: [] })
  },
  'incident.declared': ({ of, at, data }, reading) => {
    const key = keyOf(of, reading)
    const known = reading.episodes.get(key)
    const declared = { kind: 'incident' as const, id: of.id, name: String(data.reference) }
    reading.episodes.set(key, known ? { ...known, ...declared } : { key, ...declared, at, pages: [], clocks: [] })
  },
  'escalation.started': ({ of, data }, reading) =>
    void reading.owners.set(of.id, keyOf(data.about as unknown as { kind: string; id: string }, reading)),
  'page.queued': ({ of, at, data }, reading) => {
    const [id, user, road] = [String(data.page), String(data.user), String(data.road)]
    const page = reading.pages.get(id)
    const episode = reading.episodes.get(reading.owners.get(of.id) ?? '')
    if (page) page.roads = [...new Set([...page.roads, road])]
    else if (episode) {
      const woken = { at, user, roads: [road], isNight: isNight(at, reading.zoneOf(user)) }
      reading.pages.set(id, woken)
      episode.pages.push(woken)
    }
  },
}

export function isNight(at: Moment, zone: string): boolean {
  const { hour } = instantOf(at).toZonedDateTimeISO(zone)
  return hour >= NIGHT.from || hour < NIGHT.to
}

const STATUS: Record<string, string> = {
  opened: 'pending',
  restarted: 'pending',
  missed: 'missed',
  met: 'met',
  late: 'late',
  waived: 'waived',
  dropped: 'dropped',
}

function readClock({ of, name, data }: RecordedFact, reading: Reading): void {
  const status = STATUS[name.slice('obligation.'.length)]
  const episode = reading.episodes.get(keyOf(of, reading))
  if (!status || !episode || of.kind !== 'incident') return
  const clock: Clock = { id: String(data.id), name: String(data.name ?? data.title), dueAt: String(data.dueAt), status }
  if (data.must !== undefined && data.about !== undefined) clock.asks = `${data.must} ${data.about ?? ''}`
  setClock(episode, clock)
}

/** What was missed is kept late at best, and a late one is dropped no more. */
function setClock(episode: Episode, clock: Clock): void {
  const known = episode.clocks.find(({ id }) => id === clock.id)
  if (known) Object.assign(known, clock)
  else episode.clocks.push(clock)
}

/** The promise of an alert's level, where no incident has taken it over. */
function readPromise({ of, name, at, data }: RecordedFact, reading: Reading): void {
  const episode = reading.episodes.get(`alert:${of.id}`)
  if (!episode || episode.kind === 'incident') return
  const status = name === 'alert.promise_missed' ? 'missed' : name === 'alert.acknowledged' ? data.promise : null
  if (typeof status !== 'string') return
  setClock(episode, { id: 'acknowledge', name: 'Acknowledge', dueAt: String(data.dueAt ?? at), status })
}
