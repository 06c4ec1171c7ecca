import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import policies from '../policies/feature.ts'
import type { AwayAnswer, ScheduleChange } from './contract/changes.ts'
import onCall from './feature.ts'

const PRIMARY = '/api/v1/schedules/payments-primary'
const FRIDAY = { from: '2026-11-13T09:00:00.000Z', to: '2026-11-13T17:00:00.000Z' }

describe('changes of who is on call', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [policies, onCall] })
  })
  after(() => organisation?.close())
  beforeEach(async () => {
    const { overrides } = await schedule()
    for (const { key } of overrides) await organisation.ask('ana', 'DELETE', `${PRIMARY}/overrides/${key}`)
  })

  const schedule = async () => (await organisation.ask('ana', 'GET', PRIMARY)).json() as ScheduleChange
  const done = async (
    as: string,
    ...[method, url, body]: [method: 'POST' | 'PUT' | 'DELETE', url: string, body?: object]
  ): Promise<ScheduleChange> => {
    const answer = await organisation.ask(as, method, url, body)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const wordsOf = ({ moves }: ScheduleChange) => moves.filter((move) => move.schedule === 'payments-primary').map(({ words }) => words)
  const holders = ({ final }: ScheduleChange, from: string, to: string) =>
    final
      .filter((each) => each.start < to && each.end > from && !each.isShadow)
      .map(({ people }) => people.map(({ name }) => name).join('+'))

  test('W38 the answer says in words who moves, for the schedule and those that follow it; a trial changes nothing', async () => {
    const body = { user: 'leila', replaces: 'ana', ...FRIDAY }
    const trial = await done('ben', 'POST', `${PRIMARY}/overrides`, { ...body, isTrial: true })
    assert.deepEqual(wordsOf(trial), ['Friday 13 Nov 09:00–17:00 moves from Ana to Leila (payments-primary)'])
    assert.deepEqual((await schedule()).overrides, [])
    const added = await done('ben', 'POST', `${PRIMARY}/overrides`, body)
    assert.deepEqual(wordsOf(added), wordsOf(trial))
    assert.deepEqual(holders(added, FRIDAY.from, FRIDAY.to), ['Leila'])
  })

  test('an override can be replaced by another and keeps its key', async () => {
    const { overrides } = await done('ben', 'POST', `${PRIMARY}/overrides`, { user: 'leila', replaces: 'ana', ...FRIDAY })
    const key = overrides[0]?.key ?? ''
    const part = { user: 'tomas', replaces: 'ana', from: FRIDAY.from, to: '2026-11-13T12:00:00.000Z' }
    const changed = await done('ben', 'PUT', `${PRIMARY}/overrides/${key}`, part)
    assert.deepEqual(
      changed.overrides.map((each) => [each.key, each.people[0]?.name, each.to]),
      [[key, 'Tomas', part.to]],
    )
    assert.deepEqual(wordsOf(changed), [
      'Friday 13 Nov 09:00–12:00 moves from Leila to Tomas (payments-primary)',
      'Friday 13 Nov 12:00–17:00 moves from Leila to Ana (payments-primary)',
    ])
    assert.equal((await organisation.ask('ben', 'PUT', `${PRIMARY}/overrides/gone`, part)).statusCode, 404)
  })

  test('W31 overrides are part of the policy: exported, and back after an import', async () => {
    await done('ben', 'POST', `${PRIMARY}/overrides`, { user: 'leila', replaces: 'ana', ...FRIDAY, reason: 'dentist' })
    const { files } = (await organisation.ask('ana', 'GET', '/api/v1/policy/export')).json()
    assert.match(
      files[0].text,
      /user: \[ leila \]\s+from: 2026-11-13T09:00:00.000Z\n\s+to: 2026-11-13T17:00:00.000Z\n\s+replaces: ana\n\s+reason: dentist/,
    )
    const { overrides } = await schedule()
    await done('ana', 'DELETE', `${PRIMARY}/overrides/${overrides[0]?.key}`)
    const applied = await organisation.ask('ana', 'POST', '/api/v1/policy/apply', { files, note: 'back' })
    assert.equal(applied.statusCode, 200, applied.body)
    assert.deepEqual((await schedule()).overrides, overrides)
  })

  test('W35 a temporary schedule: many shifts at once, cut to its span, overlaps trimmed, gaps to the rotation or to nobody, removed as one', async () => {
    const shifts = [
      { users: ['leila'], from: '2026-11-13T06:00:00.000Z', to: '2026-11-13T13:00:00.000Z' },
      { users: ['tomas'], from: '2026-11-13T12:00:00.000Z', to: '2026-11-13T15:00:00.000Z' },
    ]
    const body = { ...FRIDAY, shifts, reason: 'launch' }
    const withGap = await done('ben', 'POST', `${PRIMARY}/temporary`, { ...body, between: 'nobody', isTrial: true })
    assert.deepEqual(
      withGap.gaps.map(({ start, end }) => [start, end]),
      [['2026-11-13T15:00:00.000Z', FRIDAY.to]],
    )
    assert.ok(withGap.moves.some(({ isGap, words }) => isGap && words.includes('moves from Ana to nobody')))
    const made = await done('ben', 'POST', `${PRIMARY}/temporary`, body)
    assert.deepEqual(
      made.overrides.map((each) => [each.people[0]?.name, each.from.slice(11, 16), each.to.slice(11, 16)]),
      [
        ['Leila', '09:00', '12:00'],
        ['Tomas', '12:00', '15:00'],
      ],
    )
    assert.deepEqual(holders(made, FRIDAY.from, FRIDAY.to), ['Leila', 'Tomas', 'Ana'])
    const part = made.overrides[0]?.partOf
    assert.equal(part?.kind, 'temporary')
    const removed = await done('ben', 'DELETE', `${PRIMARY}/temporary/${part?.id}`)
    assert.deepEqual(removed.overrides, [])
  })

  test('a shadow is shown, marked, and covers nothing', async () => {
    const added = await done('ben', 'POST', `${PRIMARY}/shadows`, { user: 'yuki', follows: 'weekly' })
    assert.ok(added.final.some((each) => each.isShadow && each.people[0]?.name === 'Yuki'))
    assert.deepEqual(wordsOf(added), [])
    const removed = await done('ben', 'DELETE', `${PRIMARY}/shadows/yuki`)
    assert.ok(!removed.final.some((each) => each.isShadow && each.people[0]?.name === 'Yuki'))
  })

  test('W36 somebody joins or leaves a rotation from a day on, and the holder of today stays', async () => {
    const path = `${PRIMARY}/layers/weekly/members/leila`
    const joins = { from: '2026-12-07T00:00:00.000Z' }
    assert.equal((await organisation.ask('ben', 'PUT', path, joins)).statusCode, 403)
    const joined = await done('ana', 'PUT', path, joins)
    assert.equal(joined.final[0]?.people[0]?.name, 'Ana')
    assert.ok(wordsOf(joined).some((words) => / to Leila /.test(words)))
    assert.ok(joined.moves.every((move) => move.start >= joins.from))
    const left = await done('ana', 'PUT', path, { to: '2026-12-21T00:00:00.000Z', isTrial: true })
    assert.ok(left.moves.length > 0)
    await done('ana', 'DELETE', path)
  })

  test('W33 time off says which shifts it opens, who has them instead, and gives them back', async () => {
    const away = async (method: 'GET' | 'POST' | 'DELETE', path = '', body?: object): Promise<AwayAnswer> => {
      const answer = await organisation.ask('ben', method, `/api/v1/me/away${path}`, body)
      assert.equal(answer.statusCode, 200, answer.body)
      return answer.json()
    }
    const body = { from: '2026-11-17T00:00:00.000Z', to: '2026-11-19T00:00:00.000Z', reason: 'holiday' }
    const trial = await away('POST', '', { ...body, isTrial: true })
    const opens = trial.items[0]?.opens.filter(({ schedule: id }) => id === 'payments-primary') ?? []
    assert.match(opens[0]?.words ?? '', / moves from Ben to \w+ \(payments-primary\)$/)
    assert.deepEqual((await away('GET')).items, [])
    const added = await away('POST', '', body)
    assert.deepEqual(added.items[0]?.can, { remove: true })
    const day = (await organisation.ask('ana', 'GET', `${PRIMARY}?from=2026-11-17T00:00:00Z&to=2026-11-19T00:00:00Z`)).json()
    assert.ok(holders(day, body.from, body.to).every((name) => !name.includes('Ben')))
    const others = await organisation.ask('leila', 'POST', '/api/v1/people/ben/away', body)
    assert.equal(others.statusCode, 403)
    assert.equal((await organisation.ask('ana', 'GET', '/api/v1/people/ben/away')).json().items.length, 1)
    assert.deepEqual((await away('DELETE', `/${added.items[0]?.key}`)).items, [])
  })
})
