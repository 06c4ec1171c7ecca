import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { readPolicy } from '../policies/read-policy.ts'

/** SmartBeak declares a SEV-1 at T; minutes count from there. The moment is any Tuesday. */
const T = instantOf('2026-02-10T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ milliseconds: minutes * 60_000 })
const minutesOf = (moment: string): number => (instantOf(moment).epochMilliseconds - T.epochMilliseconds) / 60_000
const DAY = 24 * 60

function play() {
  const { bundle, findings } = readPolicy('smartbeak')
  if (!bundle) throw new Error(JSON.stringify(findings))
  const rehearsal = createRehearsal({ policy: createPolicy(bundle, 1), start: T })
  const act = async (name: string, data: JsonObject = {}) => {
    const outcome = await rehearsal.execute({ name, to: { kind: 'incident', id: 'b1' }, by: 'user:ic', data })
    assert.equal(outcome.refusal, undefined)
  }
  const state = async () => (await rehearsal.store.load([{ kind: 'incident', id: 'b1' }]))[0]?.state as IncidentState
  /** What was told about a promise, as "what minute". */
  const told = (rule: string): string[] =>
    rehearsal
      .facts()
      .filter((fact) => fact.name.startsWith('obligation.') && (fact.data as JsonObject).rule === rule)
      .map((fact) => `${fact.name.slice('obligation.'.length)} ${minutesOf(fact.at)}`)
  const dueAt = async (rule: string): Promise<number | undefined> => {
    const found = (await state()).obligations.findLast((each) => each.rule === rule)
    return found && minutesOf(found.dueAt)
  }
  return { rehearsal, act, state, told, dueAt }
}

const declare = { title: 'Publishing is down', severity: 'SEV-1', service: null }

describe('SmartBeak, a SEV-1', () => {
  test('S7.1 S1.9 is named both ways, opens its room and bridge', async () => {
    const { act, state } = play()
    await act('declare', declare)
    const { reference, aliases, room, bridge } = await state()
    assert.deepEqual([reference, aliases, room], ['INC-2026-02-10-001', ['INC-1'], 'incident-2026-02-10-001'])
    assert.match(bridge ?? '', /INC-2026-02-10-001/)
  })

  test('S10.1 first word and status page are due at T+5, then a word every 15 minutes; each missed turn counts', async () => {
    const { rehearsal, act, told } = play()
    await act('declare', declare)
    await rehearsal.advance(at(46))
    assert.deepEqual(
      told('sev1-first-update').filter((line) => line.startsWith('missed')),
      ['missed 5'],
    )
    assert.deepEqual(
      told('sev1-first-post').filter((line) => line.startsWith('missed')),
      ['missed 5'],
    )
    assert.deepEqual(
      told('sev1-updates').filter((line) => line.startsWith('missed')),
      ['missed 15', 'missed 30', 'missed 45'],
    )
  })

  test('S10.1 a word in time meets the first and restarts the rhythm', async () => {
    const { rehearsal, act, dueAt, told } = play()
    await act('declare', declare)
    await rehearsal.advance(at(4))
    await act('update', { text: 'Publishing answers 500, we look at the last deploy' })
    await act('publish', { text: 'Publishing fails at the moment', bypass: 'there is no commander yet' })
    assert.equal(await dueAt('sev1-updates'), 19)
    assert.deepEqual(told('sev1-first-update'), ['opened 0', 'due_soon 4', 'met 4'])
    assert.deepEqual(told('sev1-first-post'), ['opened 0', 'due_soon 4', 'met 4'])
  })

  test('S5.2 executives are told within 15 minutes, met by the delivery itself', async () => {
    const { act, state } = play()
    await act('declare', declare)
    const executives = (await state()).obligations.find((each) => each.rule === 'executives-told')
    assert.deepEqual([executives?.status, executives && minutesOf(executives.dueAt)], ['met', 15])
  })

  test('S16.3 S16.7 after the end: announced within 5 minutes, review scheduled by 24 h, complete by a week', async () => {
    const { rehearsal, act, dueAt, told, state } = play()
    await act('declare', declare)
    await act('update', { text: 'Known' })
    await rehearsal.advance(at(60))
    for (const task of (await state()).tasks?.filter((each) => each.gate === 'resolve') ?? []) await act('done', { task: task.id })
    await act('resolve', { resolution: 'Rolled back' })
    assert.equal(await dueAt('sev1-last-update'), 65)
    assert.equal(await dueAt('review-scheduled'), 60 + DAY)
    assert.equal(await dueAt('review-complete'), 60 + 7 * DAY)
    assert.ok(told('sev1-updates').at(-1)?.startsWith('dropped 60'))
    await rehearsal.advance(at(62))
    await act('update', { text: 'It is over' })
    assert.ok(told('sev1-last-update').at(-1)?.startsWith('met 62'))
    const review = {
      name: 'draft',
      to: { kind: 'review', id: 'b1' },
      by: 'engine',
      data: { incident: 'b1', reference: 'INC-1', title: 'x', severity: 'SEV-1', policy: 1, markdown: '#' },
    }
    await rehearsal.execute(review)
    await rehearsal.advance(at(60 + DAY - 1))
    await rehearsal.execute({ name: 'schedule', to: { kind: 'review', id: 'b1' }, by: 'user:ic', data: { at: '2026-02-12T10:00:00Z' } })
    await rehearsal.advance(at(60 + 7 * DAY + 1))
    const outcome = (rule: string) => state().then((now) => now.obligations.findLast((each) => each.rule === rule)?.status)
    assert.deepEqual([await outcome('review-scheduled'), await outcome('review-complete')], ['met', 'missed'])
  })
})
