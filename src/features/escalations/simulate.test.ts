import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import type { LadderPlan, LaddersAnswer, LadderView } from './contract/ladders.ts'
import type { Question, SimulateAnswer } from './contract/simulate.ts'
import escalations from './feature.ts'

const START = '2026-11-12T14:41:12.000Z'
const NIGHT = '2026-11-15T03:00:00.000Z'
const QUESTION: Question = { service: 'payments-api', severity: 'SEV-1', at: NIGHT }

describe('what would happen, and the ladders that it rests on', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [escalations] })
  })
  after(() => organisation?.close())

  const ask = async (question: object, as = 'ben'): Promise<SimulateAnswer> => {
    const answer = await organisation.ask(as, 'POST', '/api/v1/simulate', question)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const ladders = async (as = 'ana'): Promise<LaddersAnswer> => (await organisation.ask(as, 'GET', '/api/v1/ladders')).json()
  const technical = async (): Promise<LadderView> => (await ladders()).items.find(({ id }) => id === 'technical') as LadderView
  const stepsOf = ({ steps }: LadderView) =>
    steps.map(({ page, wait, at, severity, reason }, from) => ({ from, page: page.map(({ ref }) => ref), wait, at, severity, reason }))

  test('S4.1 S4.3 who is woken when, by which road, computed by the engine; nobody is paged by asking', async () => {
    const { wakes, first, promise, severity, service } = await ask(QUESTION)
    const told = wakes
      .slice(0, 5)
      .map(({ afterS, person, roads, ladder, wakes: isWaking }) =>
        [afterS, person.name, roads.map(({ road }) => road).join('+'), ladder.id, isWaking].join(' '),
      )
    assert.deepEqual(told, [
      '0 Mara push+chat technical true',
      '0 Priya phone+sms business true',
      '120 Mara sms technical true',
      '300 Mara phone technical true',
      '600 Jonas push+chat technical true',
    ])
    assert.equal(first?.person.name, 'Mara')
    assert.deepEqual([promise?.withinS, promise?.spareS], [900, 900])
    assert.deepEqual([severity.id, service?.name], ['SEV-1', 'Payments API'])
    assert.deepEqual(organisation.sent, [])
  })

  test('answers stop the ladder that waits for them, and the worst case is told all the same', async () => {
    const { wakes, worst, promise } = await ask({ ...QUESTION, answers: [{ user: 'mara', after: '4m' }] })
    assert.deepEqual([...new Set(wakes.filter(({ ladder }) => ladder.id === 'technical').map(({ person }) => person.id))], ['mara'])
    assert.equal(promise?.acknowledgedAt, '2026-11-15T03:04:00.000Z')
    const asleep = worst.map(({ asleep: names, person, afterS }) => [names.map(({ id }) => id).join(), person?.id ?? null, afterS])
    assert.deepEqual(asleep[0], ['mara', 'priya', 0])
    assert.ok(asleep.some(([, next, seconds]) => next === 'jonas' && seconds === 600))
  })

  test('several answers are played in their order: one who passes it on has the next woken at once', async () => {
    const { wakes, promise } = await ask({
      ...QUESTION,
      answers: [
        { user: 'jonas', after: '7m' },
        { user: 'mara', after: '1m', does: 'pass' },
      ],
    })
    const technical = wakes.filter(({ ladder }) => ladder.id === 'technical').map(({ afterS, person }) => `${afterS} ${person.id}`)
    assert.deepEqual(technical, ['0 mara', '60 jonas', '180 jonas'])
    assert.equal(promise?.acknowledgedAt, '2026-11-15T03:07:00.000Z')
  })

  test('clocks that nobody serves are missed, steps that do not apply are named with the reason', async () => {
    const worst = await ask(QUESTION)
    assert.equal(worst.clocks.find(({ title }) => title === 'First public post')?.status, 'missed')
    assert.equal(worst.clocks.find(({ title }) => title === 'Executives told')?.status, 'met')
    const lesser = await ask({ ...QUESTION, severity: 'SEV-2' })
    assert.ok(lesser.skipped.some(({ what, step, why }) => what === 'step' && step === 2 && why === 'it is only for SEV-1'))
  })

  test('what cannot be asked is refused with the remedy', async () => {
    for (const [question, code] of [
      [{ service: 'none' }, 'service-unknown'],
      [{ severity: 'SEV-9' }, 'severity-unknown'],
      [{ for: 'soon' }, 'not-a-duration'],
      [{ for: '3d' }, 'too-long'],
      [{ answers: [{ user: 'nobody', after: '5m' }] }, 'person-unknown'],
    ] as const) {
      const answer = await organisation.ask('ben', 'POST', '/api/v1/simulate', { ...QUESTION, ...question })
      assert.deepEqual([answer.statusCode, answer.json().code], [400, code])
    }
  })

  test('a trial of other steps says in words what changes and who is woken at another time, and changes nothing', async () => {
    const [primary, secondary, lead] = stepsOf(await technical())
    const edit = { repeat: 1, steps: [primary, lead, { ...secondary, wait: '10m' }], isTrial: true, question: QUESTION }
    const answer = await organisation.ask('ana', 'POST', '/api/v1/ladders/technical', edit)
    const { changes, moves }: LadderPlan = answer.json()
    assert.deepEqual(changes, [
      'Step 3 (payments-secondary) waits 10m instead of 15m',
      'The order becomes payments-primary, then Tomas, then payments-secondary',
    ])
    assert.deepEqual(moves, [
      'Tomas is woken at 03:10 UTC instead of 03:25 UTC',
      'Jonas is woken at 03:25 UTC instead of 03:10 UTC',
      'Ana is woken at 04:10 UTC instead of 04:20 UTC',
    ])
    assert.deepEqual((await technical()).steps[1]?.page[0]?.ref, 'schedule:payments-secondary')
  })

  test('a saved change is a version of the policy, kept conditions stay, and only admins may', async () => {
    const before = await ladders()
    const [primary, secondary, lead] = stepsOf(await technical())
    const edit = { repeat: 2, basedOn: before.version, steps: [primary, { ...secondary, wait: '5m' }, { ...lead, severity: null }] }
    const refused = await organisation.ask('ben', 'POST', '/api/v1/ladders/technical', edit)
    assert.equal(refused.statusCode, 403)
    const saved = await organisation.ask('ana', 'POST', '/api/v1/ladders/technical', edit)
    assert.equal(saved.json().version, before.version + 1, saved.body)
    const after = await technical()
    assert.deepEqual([after.repeat, after.steps[1]?.wait, after.steps[2]?.condition], [2, '5m', 'for SEV-1'])
    const late = await organisation.ask('ana', 'POST', '/api/v1/ladders/technical', { ...edit, repeat: 3 })
    assert.deepEqual([late.statusCode, late.json().code], [409, 'policy-moved-on'])
  })

  test('steps that cannot be read or name nobody are refused with their place', async () => {
    const [primary] = stepsOf(await technical())
    const post = (step: object) =>
      organisation.ask('ana', 'POST', '/api/v1/ladders/technical', { repeat: 0, steps: [{ ...primary, ...step }], isTrial: true })
    const soon = await post({ wait: 'soon' })
    assert.deepEqual([soon.statusCode, soon.json().errors[0].field], [400, 'steps.0.wait'])
    const stranger = await post({ page: ['user:stranger'] })
    assert.deepEqual([stranger.statusCode, stranger.json().code], [422, 'policy-invalid'])
  })
})
