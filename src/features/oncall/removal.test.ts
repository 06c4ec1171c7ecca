import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import type { CalendarList } from './contract/calendar.ts'
import type { ScheduleUses } from './contract/removal.ts'
import onCall from './feature.ts'

const START = '2026-11-12T14:41:12.000Z'

describe('what is set up on call and taken out again', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [onCall] })
  })
  after(() => organisation?.close())
  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
  const ask = async (request: `${Method} ${string}`, body?: object, as = 'ana') => {
    const [method, path] = request.split(' ')
    return organisation.ask(as, method as Method, `/api/v1/${path}`, body)
  }

  test('a schedule that something names is not removed, and what names it is said', async () => {
    const uses = (await ask('GET schedules/payments-primary/uses')).json() as ScheduleUses
    const named = uses.items.map(({ section, name }) => `${section} ${name}`)
    for (const each of ['escalation_policies Technical', 'schedules payments-secondary']) assert.ok(named.includes(each), `${named}`)
    assert.equal(uses.can.remove, false)
    const refused = await ask('DELETE schedules/payments-primary')
    assert.deepEqual([refused.statusCode, refused.json().code], [409, 'schedule-in-use'])
    assert.match(refused.json().detail, /escalation_policies: technical.*take it out there first/)
    assert.ok(organisation.app.policies.live().schedule('payments-primary'))
  })

  test('one that nothing names goes, by an admin, as a version of the policy', async () => {
    const schedule = { name: 'Spare', layers: [{ id: 'first', starts: '2026-11-12T00:00', members: ['ana'] }] }
    assert.equal((await ask('PUT schedules/spare/rotation', { stamp: null, schedule })).statusCode, 200)
    assert.equal((await ask('DELETE schedules/spare', undefined, 'ben')).statusCode, 403)
    const { version } = organisation.app.policies.live()
    const removed = await ask('DELETE schedules/spare')
    assert.deepEqual(removed.json(), { id: 'spare', name: 'Spare' })
    assert.deepEqual(
      [organisation.app.policies.live().version, organisation.app.policies.live().schedule('spare')],
      [version + 1, undefined],
    )
    assert.equal((await ask('DELETE schedules/spare')).statusCode, 404)
    assert.equal((await ask('GET schedules/spare/uses')).statusCode, 404)
  })

  test('a calendar is added by its address and taken out; what is wrong with it is said', async () => {
    const add = (body: object, as?: string) =>
      ask('POST calendars', { url: 'https://calendar.example.com/a.ics', fills: 'shifts', ...body }, as)
    const list = (await add({ name: 'Night crew', of: 'communications' })).json() as CalendarList
    assert.deepEqual([list.items[0]?.id, list.items[0]?.trouble, list.can.add], ['night-crew', null, true])
    assert.equal(((await add({ name: 'Leave', fills: 'away' })).json() as CalendarList).items[1]?.fills, 'time off')
    const refusals: [object, number][] = [
      [{ name: 'Night crew', of: 'communications' }, 409],
      [{ name: 'Other', of: 'none' }, 422],
      [{ name: 'Other', url: 'file:///etc/passwd', of: 'communications' }, 400],
    ]
    for (const [body, status] of refusals) assert.equal((await add(body)).statusCode, status, JSON.stringify(body))
    assert.equal((await add({ name: 'Mine', of: 'communications' }, 'ben')).statusCode, 403)
    const left = (await ask('DELETE calendars/night-crew')).json() as CalendarList
    assert.deepEqual(
      left.items.map(({ id }) => id),
      ['leave'],
    )
    assert.equal((await ask('DELETE calendars/night-crew')).statusCode, 404)
  })
})
