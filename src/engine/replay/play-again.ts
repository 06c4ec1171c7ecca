import { type Command, type JsonObject, type RecordedFact, type Subject, streamOf } from '../../core/command/command.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import type { LoggedFact } from '../cause.ts'
import type { Receipt, Send } from '../outbox.ts'
import { createRehearsal, type Rehearsal, type Stall } from '../rehearsal.ts'
import { type Asked, type AskedTogether, askedIn } from './asked.ts'

/** What happens to people. What was on duty, covered or applied is in the versions of the policy already. */
const PLAYED: ReadonlySet<string> = new Set(['alert', 'escalation', 'incident', 'review', 'report', 'ticket'])
/** What happens by itself, and so happens otherwise: timers fire and providers answer as they do in the other world. */
const BY_ITSELF: ReadonlySet<string> = new Set(['tick', 'delivered', 'failed', 'audit.repair'])
/** A timer that fired so much later than it was due fired late because nothing ran. */
const STALL_MS = 5_000

/** `versions` are the other policy as of each version that was in force. */
/** What was said about an incident and the other policy has no place for. */
export type Refused = { of: Subject; command: Command; code: string }
export type Played = { facts: RecordedFact[]; refused: Refused[] }

type Parts = { versions: ReadonlyMap<number, Policy>; canSend(channel: string): boolean; to: Temporal.Instant }

/**
 * Plays what came from outside once more under other policies: alerts and people do what they did, when they did; ladders, pages and
 * clocks are decided anew. A message that was sent then fares as it did, one that was not is taken. While nothing ran then nothing
 * runs now. Refused is what the other world has no place for.
 */
export async function playAgain(facts: readonly LoggedFact[], { versions, canSend, to }: Parts): Promise<Played> {
  const together = askedIn(facts)
  const [first] = together
  if (!first) return { facts: [], refused: [] }
  const refused: Refused[] = []
  let version = first.policy
  const live = (): Policy => versions.get(version) ?? ([...versions.values()].at(-1) as Policy)
  const rehearsal = createRehearsal({
    policy: { live, at: (asked) => versions.get(asked) ?? live(), ensure: async () => {} },
    start: instantOf(first.at),
    send: faringAs(facts),
    canSend: waysOf(facts, together, canSend),
    stalls: stallsIn(together),
  })
  const redirected = redirecting(facts, rehearsal)
  for (const { at, policy, drawn, asked } of together) {
    const moment = instantOf(at)
    if (Temporal.Instant.compare(rehearsal.now(), moment) < 0) await rehearsal.advance(moment)
    version = appliedIn(asked) ?? policy
    for (const [name, was] of Object.entries(drawn)) rehearsal.store.numbers.set(name, was)
    for (const each of asked) {
      const command = isPlayed(each) ? redirected(each.command) : null
      const { refusal } = command ? await rehearsal.execute(command) : {}
      if (refusal && each.fact.of.kind === 'incident') refused.push({ of: each.fact.of, command: each.command, code: refusal.code })
    }
    forgetFinished(rehearsal)
  }
  await rehearsal.advance(to)
  return { facts: rehearsal.facts(), refused }
}

const isPlayed = ({ fact, cause }: Asked): boolean => PLAYED.has(fact.of.kind) && !BY_ITSELF.has(cause.name)

const appliedIn = (asked: readonly Asked[]): number | null => {
  const applied = asked.findLast(({ fact }) => fact.name === 'policy.applied')
  return applied ? Number(applied.fact.data.version) : null
}

/** What is over is looked at by nobody; a quarter of messages would be. */
function forgetFinished({ store }: Rehearsal): void {
  for (const [id, { status }] of store.messages)
    if (status === 'delivered' || status === 'failed' || status === 'withdrawn') store.messages.delete(id)
}

/** What had a way out then has one now; what had none has none; of others it is as it is today. */
function waysOf(
  facts: readonly LoggedFact[],
  together: readonly AskedTogether[],
  canSend: (channel: string) => boolean,
): (channel: string) => boolean {
  const used = new Set(facts.filter(({ name }) => name === 'page.queued').map(({ data }) => String(data.channel)))
  const missing = new Set(together.flatMap(({ without }) => without))
  return (channel) => used.has(channel) || (!missing.has(channel) && canSend(channel))
}

/** How each message fared then, attempt by attempt. */
function faringAs(facts: readonly LoggedFact[]): Send {
  const answers = new Map<string, Receipt[]>()
  for (const { cause, at } of facts) {
    if (cause?.name !== 'delivered' && cause?.name !== 'failed') continue
    const data = cause.data as JsonObject
    const id = String(data.message)
    answers.set(id, [...(answers.get(id) ?? []), receiptOf(cause.name, data, at)])
  }
  return async ({ id }) => answers.get(id)?.shift() ?? { ok: true, said: 'taken, as it was not sent then', proof: 'accepted' }
}

function receiptOf(name: string, data: JsonObject, at: Moment): Receipt {
  const said = String(data.said ?? '')
  if (name === 'delivered') {
    const { proof, providerId } = data
    return {
      ok: true,
      said,
      ...(proof === 'accepted' || proof === 'delivered' ? { proof } : {}),
      ...(typeof providerId === 'string' ? { providerId } : {}),
    }
  }
  const retryAfterMs = typeof data.nextAt === 'string' ? instantOf(data.nextAt).epochMilliseconds - instantOf(at).epochMilliseconds : 0
  return { ok: false, retry: data.retrying === true, said, retryAfterMs, gone: data.gone === true }
}

/** Spans in which timers were due and nothing happened at all. */
function stallsIn(together: readonly AskedTogether[]): Stall[] {
  let before = together[0]?.at ?? ''
  return together.flatMap(({ at, asked }) => {
    // a tick by hand is of no timer
    const due = asked.flatMap(({ cause }) => (cause.name === 'tick' ? [(cause.data as JsonObject).dueAt] : []))
    const [first] = due.filter((each) => typeof each === 'string').sort()
    const start = first && first > before ? first : before
    if (at > before) before = at
    const isStalled = first !== undefined && instantOf(at).epochMilliseconds - instantOf(start).epochMilliseconds > STALL_MS
    return isStalled ? [{ start: instantOf(start), end: instantOf(at) }] : []
  })
}

/** Whoever answered a page answers the ladder that the alert is on in this world; null when it is on none. */
function redirecting(facts: readonly LoggedFact[], { store }: Rehearsal): (command: Command) => Command | null {
  const alertOf = new Map(
    facts.flatMap(({ name, of, data }) => (name === 'escalation.started' && data.alert ? [[of.id, String(data.alert)]] : [])),
  )
  return (command) => {
    const { to } = command
    if (to.kind !== 'escalation' || 'key' in to || store.rows.has(streamOf(to)) || command.name === 'start') return command
    const alert = store.rows.get(`alert:${alertOf.get(to.id)}`)?.state as { escalation?: string | null } | undefined
    return alert?.escalation ? { ...command, to: { kind: 'escalation', id: alert.escalation } } : null
  }
}
