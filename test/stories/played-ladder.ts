import assert from 'node:assert/strict'
import type { JsonObject, RecordedFact } from '../../src/core/command/command.ts'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Outcome } from '../../src/engine/decide-batch.ts'
import { createRehearsal, type Rehearsal } from '../../src/engine/rehearsal.ts'
import { readPolicy } from '../policies/read-policy.ts'

const MINUTE_MS = 60_000

export type Heard = { minute: number; who: string; why: string; ladder: string }

/** An incident of one organisation, minute by minute from its declaration. */
export class PlayedLadder {
  readonly rehearsal: Rehearsal
  private readonly start: Temporal.Instant
  private readonly heardPages: Heard[] = []

  /** `policy` names a bundle as readPolicy takes it: `smartbeak`, `as-written/sparkacademy`. */
  constructor(policy: string, at = '2026-02-03T10:00:00Z') {
    const { bundle, findings } = readPolicy(policy)
    assert.ok(bundle, JSON.stringify(findings))
    this.start = Temporal.Instant.from(at)
    this.rehearsal = createRehearsal({
      policy: createPolicy(bundle, 1),
      start: this.start,
      send: async ({ target, content, from }) => {
        if (content.kind === 'page')
          this.heardPages.push({
            minute: this.minute(),
            who: target.replace('user:', ''),
            why: String(content.reason ?? ''),
            ladder: from.id,
          })
        return { ok: true, said: 'taken' }
      },
    })
  }

  minute(): number {
    return (this.rehearsal.now().epochMilliseconds - this.start.epochMilliseconds) / MINUTE_MS
  }

  /** Lets time pass to this minute. */
  async until(minute: number): Promise<void> {
    await this.rehearsal.advance(this.start.add({ milliseconds: Math.round(minute * MINUTE_MS) }))
  }

  async declare(data: JsonObject): Promise<void> {
    await this.does('declare', { title: 'It is down', ...data })
  }

  async does(name: string, data: JsonObject = {}, by = 'user:somebody'): Promise<Outcome> {
    const outcome = await this.rehearsal.execute({ name, to: { kind: 'incident', id: 'i1' }, by, data })
    assert.equal(outcome.refusal, undefined, JSON.stringify(outcome.refusal))
    return outcome
  }

  /** To one of the incident's ladders. */
  ladder(id: string, name: string, data: JsonObject = {}, by = 'user:somebody'): Promise<Outcome> {
    return this.rehearsal.execute({ name, to: { kind: 'escalation', id: `esc-i1-${id}` }, by, data })
  }

  /** Who was paged, each person once a minute: `eng-a @0`. */
  pages(from = 0): string[] {
    const lines = this.heardPages.filter(({ minute }) => minute >= from).map(({ who, minute }) => `${who} @${Number(minute.toFixed(3))}`)
    return [...new Set(lines)]
  }

  /** What the last page to this person says it was sent for. */
  whyOf(who: string): string | undefined {
    return this.heardPages.findLast((each) => each.who === who)?.why
  }

  /** What the pages to this person say they were sent for, each reason once. */
  whysOf(who: string): string[] {
    return [...new Set(this.heardPages.filter((each) => each.who === who).map(({ why }) => why))]
  }

  told(name: string): RecordedFact[] {
    return this.rehearsal.facts().filter((fact) => fact.name === name)
  }

  stateOf(ladder: string): EscalationState {
    const row = this.rehearsal.store.rows.get(`escalation:esc-i1-${ladder}`)
    assert.ok(row, `there is no ladder ${ladder}`)
    return row.state as EscalationState
  }

  get incident(): IncidentState {
    return this.rehearsal.store.rows.get('incident:i1')?.state as IncidentState
  }

  minuteOf(moment: string): number {
    return (instantOf(moment).epochMilliseconds - this.start.epochMilliseconds) / MINUTE_MS
  }
}
