import { readFileSync } from 'node:fs'
import { pairUp } from './matching.ts'
import { type Attempt, attemptsIn, type Logged, type Proof, proofsIn, TELLING } from './requests.ts'

/**
 * Compares an exported delivery ledger with what providers logged. It knows the export's format and the promises, nothing of the
 * product: it imports none of it.
 *
 *   node test/ledger-check/check-ledger.ts ledger.json requests.json contacts.json [milliseconds that the clocks may be apart]
 *
 * `ledger.json` is the answer of `GET /api/v1/ledger` or of `tocsin alert ledger ID --json`, `requests.json` a list of `Logged`,
 * `contacts.json` a list of who is reached where.
 */
type Event = { stage: string; at: string; said: string | null }
export type Entry = { message: string; escalation: string; user: string; channel: string; reason: string | null; events: Event[] }
export type Contact = { user: string; channel: string; address: string }
export type Case = { ledger: readonly Entry[]; log: readonly Logged[]; contacts: readonly Contact[]; apartMs?: number }

/** What one person was sent by one channel, by both sides. */
type Both = { entries: Entry[]; attempts: Attempt[]; proofs: readonly Proof[]; ids: readonly string[]; apartMs: number }

const PROVED = ['accepted', 'delivered', 'answered', 'seen', 'human', 'voicemail', 'undelivered']
/** Receipts come in any order; what says less than is known is no news. */
const WEIGHT: Readonly<Record<string, number>> = { accepted: 1, delivered: 2, answered: 2, voicemail: 3, undelivered: 3, seen: 4, human: 5 }
/** What a copy must say of itself, for a process may die between a hand-over and its record. */
const OWNS_UP = /may have received this already|"possibleRepeat":true/
/** Words about a page that somebody has had already: they ask nothing and are no page. */
const IS_UPDATE = /"type":"message\.update"|^(Subject: )?Update\b/m
/** Machines whose clocks are kept differ by less. */
const CLOCKS_APART_MS = 2_000

const ms = (at: string): number => Date.parse(at)
const handedOver = ({ events }: Entry): Event | undefined => events.find(({ stage }) => stage === 'handed-over')
const isToldTogether = (entry: Entry): boolean => handedOver(entry)?.said?.startsWith('told together') === true
const nameOf = ({ user, channel }: { user: string; channel: string }): string => `${user} by ${channel}`

/** What the two sides disagree about, in words; empty when the ledger is true. */
export function disagreements({ ledger, log, contacts, apartMs = 0 }: Case): string[] {
  const owners = new Map(contacts.map((each) => [`${each.channel} ${each.address}`, nameOf(each)]))
  const attempts = attemptsIn(log)
  const strangers = attempts.filter((each) => !owners.has(`${each.channel} ${each.address}`))
  const entriesOf = Map.groupBy(ledger, nameOf)
  const attemptsOf = Map.groupBy(attempts, (each) => owners.get(`${each.channel} ${each.address}`) ?? '')
  const shared = { proofs: proofsIn(log), ids: ledger.map(({ message }) => message), apartMs }
  const names = new Set([...entriesOf.keys(), ...owners.values()])
  return [
    ...strangers.map(
      ({ address, channel, at }) => `somebody in no list of contacts (${address} by ${channel}) was sent something at ${at}`,
    ),
    ...duplicatesIn(ledger),
    ...ledger.flatMap(disorderIn),
    ...[...names].flatMap((name) =>
      compared(name, { ...shared, entries: entriesOf.get(name) ?? [], attempts: attemptsOf.get(name) ?? [] }),
    ),
  ]
}

function duplicatesIn(ledger: readonly Entry[]): string[] {
  const counts = Map.groupBy(ledger, ({ message }) => message)
  return [...counts].filter(([, all]) => all.length > 1).map(([message, all]) => `${message} stands in the ledger ${all.length} times`)
}

/** What a line says that cannot be, whatever was received. */
function disorderIn({ message, events }: Entry): string[] {
  const problems: string[] = []
  const handed = events.findIndex(({ stage }) => stage === 'handed-over')
  const proved = events.findIndex(({ stage }) => PROVED.includes(stage))
  if (events[0]?.stage !== 'queued') problems.push('does not begin with its queueing')
  if (events.some((event, i) => i > 0 && ms(event.at) < ms(events[i - 1]?.at ?? ''))) problems.push('goes back in time')
  if (proved >= 0 && (handed < 0 || proved < handed)) problems.push(`is "${events[proved]?.stage}" before it was handed over`)
  return problems.map((problem) => `${message} ${problem}`)
}

function compared(name: string, both: Both): string[] {
  const handed = both.entries.filter((entry) => handedOver(entry) && !isToldTogether(entry))
  const taken = both.attempts.filter(({ isTaken }) => isTaken)
  const pairs = pairUp(handed, taken, (entry, attempt) => isOf(entry, attempt, both))
  const found = new Set(pairs.values())
  return [
    ...handed
      .filter((entry) => !found.has(entry))
      .map((entry) => `${entry.message} is called handed over at ${handedOver(entry)?.at}, and ${name} received nothing`),
    ...both.entries.filter(isToldTogether).flatMap((entry) => leaderless(entry, taken, both)),
    ...taken.filter((attempt) => !pairs.has(attempt)).flatMap((attempt) => unexplained(name, attempt, { both, pairs })),
    ...refusalsOf(name, both),
    ...both.attempts.flatMap((attempt) => tooLate(attempt, { both, pairs })),
    ...[...pairs].flatMap(([attempt, entry]) => proofsOf(entry, attempt, both.proofs)),
  ]
}

/** The id that the sender put on the wire decides; without one, the time between its queueing and the record of its hand-over. */
function isOf(entry: Entry, attempt: Attempt, { ids, apartMs }: Both): boolean {
  const id = idIn(attempt, ids)
  if (id) return id === entry.message
  return isQueuedBefore(entry, attempt, apartMs) && ms(attempt.at) <= ms(handedOver(entry)?.at ?? '') + apartMs
}

const isQueuedBefore = ({ events }: Entry, { at }: Attempt, apartMs: number): boolean => ms(events[0]?.at ?? '') <= ms(at) + apartMs

/** The longest, for one may begin as another does. */
const idIn = ({ carried }: Attempt, ids: readonly string[]): string | undefined =>
  ids.filter((id) => carried.includes(id)).sort((one, other) => other.length - one.length)[0]

/** What is told in another is not sent, so that other must have been. */
function leaderless(entry: Entry, taken: readonly Attempt[], { apartMs }: Both): string[] {
  const handed = ms(handedOver(entry)?.at ?? '')
  const isThere = taken.some((attempt) => isQueuedBefore(entry, attempt, apartMs) && ms(attempt.at) <= handed + apartMs)
  return isThere ? [] : [`${entry.message} is called told together with another, and nothing was received meanwhile`]
}

type Paired = { both: Both; pairs: ReadonlyMap<Attempt, Entry> }

function unexplained(name: string, attempt: Attempt, { both, pairs }: Paired): string[] {
  const id = idIn(attempt, both.ids)
  const twin = [...pairs].find(([other, entry]) => (id ? entry.message === id : other.text === attempt.text && other !== attempt))
  if (twin) return OWNS_UP.test(attempt.text) ? [] : [`${twin[1].message} was received twice: at ${twin[0].at} and at ${attempt.at}`]
  if (IS_UPDATE.test(attempt.text) && both.entries.some((entry) => isQueuedBefore(entry, attempt, both.apartMs))) return []
  const silent = both.entries.find(
    (entry) => !handedOver(entry) && (id ? entry.message === id : isQueuedBefore(entry, attempt, both.apartMs)),
  )
  if (!silent) return [`${name} received something at ${attempt.at} that no line of the ledger explains`]
  return [`${silent.message} was received at ${attempt.at}, and the ledger says "${silent.events.at(-1)?.stage}"`]
}

/** Each refusal is told, and no refusal is told that was none. Tries that reached nobody leave no trace outside. */
function refusalsOf(name: string, both: Both): string[] {
  const refused = both.attempts.filter(({ isTaken }) => !isTaken)
  const told = both.entries.flatMap((entry) =>
    entry.events.filter(({ stage }) => stage === 'retrying' || stage === 'failed').map((event) => ({ entry, event })),
  )
  const fits = ({ entry, event }: (typeof told)[number], attempt: Attempt): boolean => {
    const status = statusIn(event)
    const isIt = idIn(attempt, both.ids) ?? entry.message
    return isIt === entry.message && ms(attempt.at) <= ms(event.at) + both.apartMs && (status === null || status === attempt.status)
  }
  // Those that name a status first: the others fit more.
  const sorted = told.toSorted((one, other) => Number(statusIn(one.event) === null) - Number(statusIn(other.event) === null))
  const pairs = pairUp(sorted, refused, fits)
  const found = new Set(pairs.values())
  return [
    ...refused
      .filter((attempt) => !pairs.has(attempt))
      .map(({ at, status }) => `${name} was tried at ${at} (answered ${status ?? 'nothing'}), and no line of the ledger tells of it`),
    ...sorted
      .filter((each) => statusIn(each.event) !== null && !found.has(each))
      .map(({ entry, event }) => `${entry.message} says "${event.said}" of ${event.at}, and nobody answered that`),
  ]
}

/** The status in what is said of a failure, where there is one. */
function statusIn({ said }: Event): number | null {
  const found = /(?:^|\banswered )([45]\d\d)\b/.exec(said ?? '')?.[1]
  return found ? Number(found) : null
}

/** Nothing is begun for what somebody has, or what was taken back. */
function tooLate(attempt: Attempt, { both, pairs }: Paired): string[] {
  const id = idIn(attempt, both.ids)
  const entry = pairs.get(attempt) ?? both.entries.find(({ message }) => message === id)
  const end = entry?.events.find(({ stage }) => stage === 'acknowledged' || stage === 'withdrawn')
  if (!entry || !end || ms(attempt.at) <= ms(end.at) + both.apartMs) return []
  return [`${entry.message} was begun at ${attempt.at}, after it was ${end.stage} at ${end.at}`]
}

/** What the provider told of it stands in the ledger, and what the ledger says was told. */
function proofsOf({ message, channel, events }: Entry, { ref }: Attempt, proofs: readonly Proof[]): string[] {
  const told = new Set(proofs.filter((each) => each.ref === ref).map(({ stage }) => stage))
  const most = Math.max(0, ...events.map(({ stage }) => WEIGHT[stage] ?? 0))
  const has = (stage: string): boolean => events.some((event) => event.stage === stage)
  const unheard = [...told].filter((stage) => !has(stage) && (WEIGHT[stage] ?? 0) > most)
  const checked = channel === 'twilio-voice' ? ['answered', 'voicemail', 'undelivered', 'human'] : ['delivered', 'undelivered']
  const made = TELLING.includes(channel) ? checked.filter((stage) => has(stage) && !told.has(stage)) : []
  return [
    ...unheard.map((stage) => `${message} is "${stage}", says the provider, and not the ledger`),
    ...made.map((stage) => `${message} is "${stage}", says the ledger, and not the provider`),
  ]
}

if (process.argv[1] === import.meta.filename) {
  const [ledgerFile, logFile, contactsFile, apart] = process.argv.slice(2)
  if (!ledgerFile || !logFile || !contactsFile)
    throw new Error('write: node test/ledger-check/check-ledger.ts ledger.json requests.json contacts.json [milliseconds]')
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
  const { items } = read(ledgerFile) as { items: Entry[] }
  const log = read(logFile) as Logged[]
  const problems = disagreements({
    ledger: items,
    log,
    contacts: read(contactsFile) as Contact[],
    apartMs: apart === undefined ? CLOCKS_APART_MS : Number(apart),
  })
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  process.stdout.write(`${items.length} lines, ${log.length} requests: ${problems.length} disagreements\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
