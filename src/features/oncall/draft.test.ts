import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import policies from '../policies/feature.ts'
import type { ScheduleChange } from './contract/changes.ts'
import type { DraftAnswer } from './contract/draft.ts'
import onCall from './feature.ts'

const PATH = '/api/v1/schedules/payments-primary/rotation'
type Written = { id: string; name?: string; layers: { id: string; members: unknown[]; rotation: unknown }[] }

describe('drafting a rotation', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [policies, onCall] })
  })
  after(() => organisation?.close())
  const draft = async (path = PATH, as = 'ana') => (await organisation.ask(as, 'GET', path)).json() as DraftAnswer
  const scheduleIn = ({ bundle, id }: DraftAnswer): Written => {
    const found = (bundle.schedules as Written[]).find((each) => each.id === id)
    assert.ok(found)
    const { overrides: _, ...rotation } = found as Written & { overrides: unknown }
    return rotation
  }
  const reordered = (schedule: Written): Written => ({
    ...schedule,
    layers: schedule.layers.map((layer) => (layer.id === 'weekend' ? { ...layer, members: ['mara', 'tomas', 'jonas'] } : layer)),
  })

  test('is given what decides who is on call, without contacts and reasons', async () => {
    const answer = await draft()
    const [user] = answer.bundle.users as { id: string; contacts: object }[]
    assert.deepEqual([user?.id, user?.contacts], ['ana', { webpush: [] }])
    assert.deepEqual(Object.keys(answer.bundle).sort(), [
      'escalation_policies',
      'organization',
      'roles',
      'schedules',
      'teams',
      'users',
      'version',
    ])
    assert.doesNotMatch(JSON.stringify(answer.bundle.users), /@example\.com/)
    assert.deepEqual([answer.can.save, (await draft(PATH, 'leila')).can.save], [true, false])
  })

  test('a trial says who moves and changes nothing; saving does, and keeps whose turn it is and the overrides', async () => {
    const friday = { user: 'leila', replaces: 'everyone', from: '2026-11-13T09:00:00.000Z', to: '2026-11-13T17:00:00.000Z' }
    await organisation.ask('ana', 'POST', '/api/v1/schedules/payments-primary/overrides', friday)
    const base = await draft()
    const body = { stamp: base.stamp, schedule: reordered(scheduleIn(base)) }
    const trial = (await organisation.ask('ana', 'PUT', PATH, { ...body, isTrial: true })).json() as ScheduleChange
    assert.ok(trial.moves.some(({ words }) => words === 'Saturday 21 Nov to Sunday 22 Nov moves from Jonas to Tomas (payments-primary)'))
    assert.equal((await draft()).stamp, base.stamp)
    const saved = await organisation.ask('ana', 'PUT', PATH, body)
    assert.equal(saved.statusCode, 200, saved.body)
    const { moves, overrides } = saved.json() as ScheduleChange
    assert.deepEqual(moves, trial.moves)
    assert.equal(overrides.length, 1)
    const again = await organisation.ask('ana', 'PUT', PATH, body)
    assert.deepEqual([again.statusCode, again.json().code], [409, 'schedule-moved-on'])
  })

  test('an override of somebody else does not stop a draft', async () => {
    const base = await draft()
    const friday = { user: 'tomas', from: '2026-11-14T09:00:00.000Z', to: '2026-11-14T17:00:00.000Z' }
    await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', friday)
    const body = { stamp: base.stamp, schedule: { ...scheduleIn(base), name: 'Payments, first line' } }
    const saved = await organisation.ask('ana', 'PUT', PATH, body)
    assert.equal(saved.statusCode, 200, saved.body)
    assert.equal(saved.json().name, 'Payments, first line')
    assert.equal(saved.json().overrides.length, 2)
  })

  test('a new schedule is made by its first draft; a name that is taken is refused', async () => {
    const path = '/api/v1/schedules/databases/rotation'
    assert.equal((await draft(path)).stamp, null)
    const schedule = {
      name: 'Databases',
      timezone: 'Europe/Berlin',
      layers: [{ id: 'first', starts: '2026-11-12T00:00', members: ['ana', 'ben'] }],
    }
    const made = await organisation.ask('ana', 'PUT', path, { stamp: null, schedule })
    assert.equal(made.statusCode, 200, made.body)
    assert.equal(made.json().final[0].people[0].name, 'Ana')
    assert.equal((await organisation.ask('ana', 'PUT', path, { stamp: null, schedule })).json().code, 'schedule-moved-on')
  })

  test('what is no schedule is refused with its remedy, and only admins save', async () => {
    const base = await draft()
    const wrong = { ...scheduleIn(base), timezone: 'Berlin' }
    const answer = await organisation.ask('ana', 'PUT', PATH, { stamp: base.stamp, schedule: wrong })
    assert.equal(answer.statusCode, 422, answer.body)
    assert.match(answer.body, /Europe\/Berlin/)
    assert.equal((await organisation.ask('leila', 'PUT', PATH, { stamp: base.stamp, schedule: scheduleIn(base) })).statusCode, 403)
  })
})
