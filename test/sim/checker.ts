import type { AlertState } from '../../src/core/alert/state.ts'
import { streamOf } from '../../src/core/command/command.ts'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Outcome } from '../../src/engine/decide-batch.ts'
import { verifyStream } from '../../src/engine/facts.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { checkIncidents } from './check-incidents.ts'
import { checkLadders } from './check-ladders.ts'
import { checkCopies, checkRoads } from './check-roads.ts'
import { checkSteps } from './check-steps.ts'
import { BESIDE_WAITS_MINUTES, WAITS_MINUTES } from './policy.ts'
import type { World } from './world.ts'

export type Violation = { invariant: string; what: string }

type Accepted = { id: string; key: string; sentAt: number; acceptedAt: number }

/** First page at the latest after the acceptance, on a quiet night (I-8). */
const firstPageWithinMs = 5_000

/** What takes back pages of the same instant, before they ever were in the outbox. */
const TAKES_BACK = [
  'escalation.raised',
  'escalation.acknowledged',
  'escalation.answered',
  'escalation.stopped',
  'escalation.exhausted',
  'escalation.escalated',
]
/** The ladders whose steps wait for an answer. */
const WAITS: Record<string, readonly number[]> = { technical: WAITS_MINUTES, business: BESIDE_WAITS_MINUTES }

/** Looks at the shared database and at what the outside world saw, after every step. It knows the promises, not the engine. */
export class Checker {
  readonly violations: Violation[] = []
  killed = 0
  private readonly world: World
  private readonly accepts: Accepted[] = []
  private readonly statuses = new Map<string, { status: string; seq: number }>()
  private readonly stalls: { from: number; to: number }[] = []
  private sentSeen = 0

  constructor(world: World) {
    this.world = world
  }

  violate(invariant: string, what: string): void {
    this.world.note(`VIOLATION ${invariant}: ${what}`)
    this.violations.push({ invariant, what })
  }

  stalled(from: number, ms: number): void {
    this.stalls.push({ from, to: from + ms })
  }

  /** Something was answered 2xx: from now on it must be there. */
  accepted(outcome: Outcome, { key, sentAt }: { key: string; sentAt: number }): void {
    const id = outcome.subject?.id
    if (outcome.refusal || !id) return
    this.accepts.push({ id, key, sentAt, acceptedAt: this.world.nowMs() })
    if (!this.world.database.rows.has(`alert:${id}`)) this.violate('I-1', `${key} was accepted as ${id} but is not in the database`)
  }

  answered(name: string, id: string): void {
    const state = this.alert(id)
    if (!state) return
    const told = (this.world.database.streams.get(`alert:${id}`) ?? []).some((fact) => fact.name === `alert.${name}d`)
    if (!told) this.violate('I-6', `${name} of ${id} was answered as done, but no fact tells it`)
  }

  afterStep(): void {
    this.checkSent()
    const keys = new Map<string, string>()
    for (const row of this.world.database.rows.values()) {
      if (row.subject.kind === 'escalation') this.checkGoesOn(row.subject.id, row.state as EscalationState)
      if (row.subject.kind !== 'alert') continue
      this.checkWaking(row.subject.id, row.state as AlertState)
      this.checkHistory(row.subject.id, row.state as AlertState, row.seq)
      if (row.key === null) continue
      if (keys.has(row.key)) this.violate('I-2', `${row.key} is open twice`)
      keys.set(row.key, row.subject.id)
    }
  }

  /** I-3: a ladder that has a step to come has something that wakes it. */
  private checkGoesOn(id: string, { status, stepAt, ackExpiresAt }: EscalationState): void {
    const awaits = status === 'running' || status === 'exhausted' ? stepAt : status === 'acknowledged' ? ackExpiresAt : null
    if (awaits && !this.world.database.timers.has(`escalation:${id}`))
      this.violate('I-3', `${id} is ${status} and waits for ${awaits}, but nothing will wake it`)
  }

  /** I-3: an open, unacknowledged alert always has something that will wake somebody, or has told the fallback. */
  private checkWaking(id: string, state: AlertState): void {
    const { timers } = this.world.database
    const taken = state.status === 'acknowledged' && state.escalation ? this.escalation(state.escalation)?.status : undefined
    if (taken === 'running' || taken === 'exhausted')
      this.violate('I-5', `${id} is acknowledged and its ladder ${state.escalation} is ${taken}`)
    if (state.status === 'snoozed' && !timers.has(`alert:${id}`)) this.violate('I-3', `${id} sleeps without an end`)
    if (state.status !== 'triggered' || state.quiet) return
    if (!state.escalation) {
      if (!timers.has(`alert:${id}`)) this.violate('I-3', `${id} is open, has no ladder and nothing will give it one`)
      return
    }
    const escalation = this.escalation(state.escalation)
    if (!escalation) return void this.violate('I-3', `${id} names the ladder ${state.escalation}, which is not there`)
    if (escalation.status === 'acknowledged' || escalation.status === 'stopped')
      return void this.violate('I-3', `${id} is open but its ladder is ${escalation.status}`)
    const isAnnounced = escalation.status === 'exhausted' && escalation.announced > 0
    if (!isAnnounced && !timers.has(`escalation:${state.escalation}`) && !this.hasMessage(state.escalation))
      this.violate('I-3', `${id} is open, its ladder ${state.escalation} is ${escalation.status} and nothing will go on with it`)
  }

  private hasMessage(escalation: string): boolean {
    const open = ['queued', 'claimed', 'sending']
    return [...this.world.database.messages.values()].some((message) => message.from.id === escalation && open.includes(message.status))
  }

  /** I-6: acknowledged stays acknowledged unless a reason is told; resolved stays resolved. */
  private checkHistory(id: string, state: AlertState, seq: number): void {
    const before = this.statuses.get(id)
    this.statuses.set(id, { status: state.status, seq })
    if (!before || before.status === state.status) return
    const since = (this.world.database.streams.get(`alert:${id}`) ?? []).filter((fact) => fact.seq > before.seq).map((fact) => fact.name)
    if (before.status === 'resolved') this.violate('I-6', `${id} was resolved and is ${state.status} again`)
    const hasReason = since.includes('alert.reopened') || since.includes('alert.snooze_ended') || since.includes('alert.snoozed')
    if (before.status === 'acknowledged' && state.status === 'triggered' && !hasReason)
      this.violate('I-6', `${id} was acknowledged and is open again without a reason`)
  }

  /** I-5: nothing of a former climb is begun. I-7: copies only after a crash, at most one for each, and they say so. */
  private checkSent(): void {
    const { sent } = this.world.provider
    for (; this.sentSeen < sent.length; this.sentSeen += 1) {
      const { message, result } = sent[this.sentSeen] as (typeof sent)[number]
      const escalation = this.escalation(message.from.id)
      if (!escalation) continue
      const isOver = escalation.status === 'stopped' || (escalation.status === 'acknowledged' && message.content.kind === 'page')
      if (isOver || escalation.generation !== message.generation)
        this.violate(
          'I-5',
          `${message.id} was begun although the ladder is ${escalation.status} (generation ${escalation.generation}, message ${message.generation})`,
        )
      if (message.content.kind === 'page') this.checkStillWanted(message, escalation)
      if (message.content.kind === 'page' && this.nobodyWaits(message.from.id))
        this.violate('I-5', `${message.id} was begun although every alert of the ladder is acknowledged, snoozed or resolved`)
      if (result !== 'accepted') continue
      const copies = sent.slice(0, this.sentSeen + 1).filter((each) => each.message.id === message.id && each.result === 'accepted').length
      if (copies > 1 + this.killed) this.violate('I-7', `${message.id} went out ${copies} times with ${this.killed} crashes`)
      if (copies > 1 && !message.possibleRepeat) this.violate('I-7', `a copy of ${message.id} does not say that it may be a repeat`)
    }
  }

  /** I-5 of what runs beside an alert's own ladder, and of who has answered for themselves. */
  private checkStillWanted({ id, target, from, content }: QueuedMessage, { about }: EscalationState): void {
    const facts = this.world.database.streams.get(`escalation:${from.id}`) ?? []
    const user = target.replace('user:', '')
    const answered = facts.findLastIndex((fact) => fact.name === 'escalation.answered' && fact.data.user === user)
    const isAnswered = facts.slice(0, answered).some((fact) => fact.name === 'page.opened' && fact.data.page === content.page)
    const isCallOut = facts.some((fact) => fact.name === 'escalation.started' && fact.data.callOut === true)
    if (answered >= 0 && (isAnswered || isCallOut) && !facts.slice(answered).some((fact) => fact.name === 'escalation.escalated'))
      this.violate('I-5', `${id} was begun although ${user} has answered`)
    const main = from.id.endsWith('-business') && about.kind === 'alert' ? this.escalation(from.id.replace(/-business$/, '')) : undefined
    if (main?.status === 'stopped') this.violate('I-5', `${id} was begun although the alert of its ladder is over`)
    // Nobody is paged again without being told why.
    const isAgain = facts.some((fact) => fact.name === 'escalation.acknowledged' || fact.name === 'escalation.exhausted')
    if (isAgain && !content.reason) this.violate('I-5', `${id} pages again and does not say why`)
  }

  private nobodyWaits(escalation: string): boolean {
    // Beside an alert's own ladder, and about an incident, others wait than its alerts.
    const started = (this.world.database.streams.get(`escalation:${escalation}`) ?? []).find((fact) => fact.name === 'escalation.started')
    if (!started?.data.alert || this.escalation(escalation)?.about.kind !== 'alert') return false
    const alerts = [...this.world.database.rows.values()].filter(
      (row) => row.subject.kind === 'alert' && row.columns.escalation === escalation,
    )
    return !alerts.some((row) => row.columns.status === 'triggered')
  }

  /** What the outbox calls done somebody has been handed, or was seen to refuse. */
  private checkHandedOver(): void {
    const handed = new Set(this.world.provider.sent.map((each) => each.message.id))
    for (const { id, status } of this.world.database.messages.values()) {
      if ((status === 'delivered' || status === 'failed') && !handed.has(id))
        this.violate('I-7', `${id} is ${status}, but nobody ever saw it`)
    }
  }

  /** What is told as queued is in the outbox: the fact and the message are one transaction. */
  private checkQueued(): void {
    const pages = [...this.world.database.messages.keys()]
    for (const facts of this.world.database.streams.values()) {
      for (const fact of facts) {
        if (
          fact.name !== 'page.queued' ||
          facts.some((later) => later.at === fact.at && later.seq > fact.seq && TAKES_BACK.includes(later.name))
        )
          continue
        const isThere = pages.some((id) => id.startsWith(`${fact.data.page}/`) && id.endsWith(`-${fact.data.channel}`))
        if (!isThere) this.violate('I-3', `a page to ${fact.data.user} by ${fact.data.channel} was told as queued and is not in the outbox`)
      }
    }
  }

  atTheEnd(): void {
    if (this.violations.length > 0) return
    for (const accepted of this.accepts) this.checkFirstPage(accepted)
    for (const [stream, facts] of this.world.database.streams) {
      const row = this.world.database.rows.get(stream)
      const broken = row && verifyStream(stream, facts, row)
      if (broken) this.violate('I-24', `${stream} is ${broken.what} at ${broken.seq}`)
      const waits = WAITS[String(facts.find((fact) => fact.name === 'escalation.started')?.data.ladder)]
      if (waits)
        for (const what of checkSteps(facts, { waits, isQuiet: (from, to) => this.isQuiet(from, to) }))
          this.violate('I-9', `${stream}: ${what}`)
    }
    const night = {
      streams: this.world.database.streams,
      endMs: this.world.nowMs(),
      isQuiet: (from: number, to: number) => this.isQuiet(from, to),
    }
    const { sent } = this.world.provider
    const found = [
      ...checkIncidents(this.world.database),
      ...checkLadders(night),
      ...checkRoads({ ...night, sent }),
      ...checkCopies(sent, this.killed),
    ]
    for (const { invariant, what } of found) this.violate(invariant, what)
    this.checkExhausted()
    this.checkQueued()
    this.checkHandedOver()
  }

  private isQuiet(from: number, to: number): boolean {
    return this.killed === 0 && !this.stalls.some((stall) => stall.from <= to && stall.to >= from)
  }

  private checkFirstPage({ id, key, acceptedAt }: Accepted): void {
    const row = this.world.database.rows.get(`alert:${id}`)
    if (!row) return void this.violate('I-1', `${key} was accepted as ${id} and is gone`)
    const state = row.state as AlertState
    if (state.quiet || !state.escalation) return
    const { sent } = this.world.provider
    const facts = this.world.database.streams.get(`alert:${id}`) ?? []
    const ladder = facts.find((fact) => fact.name === 'alert.attached')?.data.escalation
    const first = sent.find((each) => each.message.from.id === ladder && each.message.content.kind === 'page')
    const settledAt = facts.find((fact) => ['alert.acknowledged', 'alert.resolved', 'alert.snoozed'].includes(fact.name))?.at
    const hadTime = !settledAt || instantOf(settledAt).epochMilliseconds - acceptedAt > firstPageWithinMs
    if (!first && !settledAt) return void this.violate('I-1', `${key} (${id}) was accepted, nobody answered it and nobody was paged`)
    if (first && hadTime && this.isQuiet(acceptedAt, first.at) && first.at - acceptedAt > firstPageWithinMs)
      this.violate('I-8', `the first page of ${id} left ${first.at - acceptedAt} ms after its acceptance`)
  }

  /** I-4: who asked everybody in vain has told the fallback. */
  private checkExhausted(): void {
    for (const [stream, facts] of this.world.database.streams) {
      const exhausted = facts.findIndex((fact) => fact.name === 'escalation.exhausted')
      if (exhausted < 0) continue
      const after = facts.slice(exhausted)
      const isTold =
        after.some((fact) => fact.name === 'page.queued' && fact.data.user === 'cleo') ||
        after.some((fact) => fact.name === 'page.opened' && fact.data.user === 'cleo')
      if (!isTold) this.violate('I-4', `${stream} is exhausted and the fallback was not told`)
    }
  }

  private alert(id: string): AlertState | undefined {
    return this.world.database.rows.get(streamOf({ kind: 'alert', id }))?.state as AlertState | undefined
  }

  private escalation(id: string): EscalationState | undefined {
    return this.world.database.rows.get(streamOf({ kind: 'escalation', id }))?.state as EscalationState | undefined
  }
}
