import type { AlertState } from '../core/alert/state.ts'
import type { RecordedFact } from '../core/command/command.ts'
import type { Policy } from '../core/policy/policy.ts'
import { type Moment, momentOf } from '../core/time/moment.ts'
import { Problem, problemOf } from '../platform/http/problem.ts'
import { createRehearsal, type Rehearsal } from './rehearsal.ts'

export type SimulatedReply = { user: string; afterMs: number; does?: 'acknowledge' | 'pass' }

export type Simulated = {
  title: string
  labels: Record<string, string>
  severity?: string
  service?: string
  /** The integration it comes in by; default: the first of the bundle. */
  integration?: string
  at: Temporal.Instant
  lengthMs: number
  /** Who acknowledges or passes it on, and how long after the alert. Those at or after the end do not happen. */
  answers: readonly SimulatedReply[]
  isDeclared: boolean
}

const ALERT = { kind: 'alert', id: 'simulated' }

/** What was answered to somebody who acknowledges in vain, as when somebody else was faster. */
export type InVain = { at: Moment; user: string; message: string }

/** Everything that happened in the order in which it did, and what the store holds at the end. */
export type Played = { facts: RecordedFact[]; inVain: InVain[]; store: Rehearsal['store'] }

/** Roads that take everything; `canSend` leaves out those that this installation has no way to. */
export type Roads = { canSend?: (channel: string) => boolean }

/**
 * Plays an alert through the engine in memory, on a stepped clock. Throws a Problem for a service, severity, integration or
 * person that the policy does not have.
 */
export async function play(policy: Policy, asked: Simulated, { canSend }: Roads = {}): Promise<Played> {
  const stranger = asked.answers.find(({ user }) => !policy.user(user))
  if (stranger) throw refused('person-unknown', `"${stranger.user}" is no person of this bundle`)
  const rehearsal = createRehearsal({ policy, start: asked.at, ...(canSend ? { canSend } : {}) })
  await open(rehearsal, policy, asked)
  if (asked.isDeclared) await declare(rehearsal, asked)
  const inVain: InVain[] = []
  const answers = asked.answers.filter(({ afterMs }) => afterMs < asked.lengthMs).toSorted((a, b) => a.afterMs - b.afterMs)
  for (const reply of answers) {
    await rehearsal.advance(asked.at.add({ milliseconds: reply.afterMs }))
    const message = await answered(rehearsal, reply)
    if (message !== null) inVain.push({ at: momentOf(rehearsal.now()), user: reply.user, message })
  }
  await rehearsal.advance(asked.at.add({ milliseconds: asked.lengthMs }))
  return { facts: rehearsal.facts(), inVain, store: rehearsal.store }
}

/** Why it changes nothing; null when it does. */
async function answered(rehearsal: Rehearsal, { user, does }: SimulatedReply): Promise<string | null> {
  const by = `user:${user}`
  const data = { via: 'simulation' }
  if (does !== 'pass') return (await rehearsal.execute({ name: 'acknowledge', to: ALERT, by, data })).refusal?.message ?? null
  const [row] = await rehearsal.store.load([ALERT])
  const id = (row?.state as AlertState | undefined)?.escalation
  if (!id) return 'no ladder asks for anybody'
  const to = { kind: 'escalation', id }
  return (
    (await rehearsal.execute({ name: 'escalate', to, by, data: { ...data, reason: `${user} cannot take it` } })).refusal?.message ?? null
  )
}

const refused = (code: string, detail: string): Problem => new Problem({ code, status: 400, detail })

async function open(rehearsal: Rehearsal, policy: Policy, asked: Simulated): Promise<void> {
  const { title, severity, labels } = asked
  const sender = asked.integration ? policy.integration(asked.integration) : policy.bundle.integrations?.[0]
  if (asked.integration && !sender) throw refused('integration-unknown', `"${asked.integration}" is no integration of this bundle`)
  if (asked.service && !policy.service(asked.service)) throw refused('service-unknown', `"${asked.service}" is no service of this bundle`)
  if (severity && !policy.severity(severity))
    throw refused('severity-unknown', `"${severity}" is no severity; use one of ${policy.severities.map((each) => each.id).join(', ')}`)
  const service = asked.service ?? sender?.service?.replace(/^service:/, '') ?? null
  const event = {
    action: 'open',
    key: 'simulated',
    title,
    labels: { alertname: title, ...labels, ...(asked.service ? { service: asked.service } : {}) },
    details: {},
    links: [],
    source: 'simulation',
    ...(severity ? { severity } : {}),
  }
  const { refusal } = await rehearsal.execute({
    name: 'open',
    to: ALERT,
    by: 'engine',
    data: { event, integration: sender?.id ?? 'manual', service },
  })
  if (refusal) throw problemOf(refusal)
}

/** Somebody declares it by hand at once, unless its route has. */
async function declare(rehearsal: Rehearsal, { title, severity }: Simulated): Promise<void> {
  const [row] = await rehearsal.store.load([ALERT])
  if ((row?.state as AlertState | undefined)?.incident) return
  const { refusal } = await rehearsal.execute({
    name: 'declare-incident',
    to: ALERT,
    by: 'engine',
    data: { title, ...(severity ? { severity } : {}) },
  })
  if (refusal) throw problemOf(refusal)
}
