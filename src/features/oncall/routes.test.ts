import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import onCall from './feature.ts'

const SPAN = 'from=2026-11-09T00:00:00.000Z&to=2026-11-23T00:00:00.000Z'

describe('/api/v1/oncall and schedules', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [onCall] })
  })
  after(() => organisation?.close())
  const view = async () => (await organisation.ask('ana', 'GET', `/api/v1/schedules/payments-primary?${SPAN}`)).json()

  test('says who is on call now, until when, and why', async () => {
    const { items } = (await organisation.ask('ana', 'GET', '/api/v1/oncall')).json()
    const told = items.map(
      ({ schedule, people, until }: { schedule: string; people: { name: string }[]; until: string }) =>
        `${schedule} ${people[0]?.name} ${until}`,
    )
    assert.deepEqual(told, [
      'payments-primary Ana 2026-11-14T00:00:00.000Z',
      'payments-secondary Ben 2026-11-14T00:00:00.000Z',
      'publishing Mara 2026-11-13T08:00:00.000Z',
      'communications Leila 2026-11-16T09:00:00.000Z',
    ])
  })

  test('shows each layer, the final schedule, and no gap where there is none', async () => {
    const { layers, final, gaps } = await view()
    assert.deepEqual(
      layers.map((each: { id: string }) => each.id),
      ['weekly', 'weekend', 'releases'],
    )
    const names = final
      .filter((shift: { isShadow: boolean }) => !shift.isShadow)
      .map((shift: { people: { name: string }[] }) => shift.people[0]?.name)
    assert.deepEqual(names, ['Ana', 'Tomas', 'Ana', 'Mara', 'Ben', 'Tomas', 'Ben', 'Jonas'])
    assert.deepEqual(gaps, [])
  })

  test('an override changes the final schedule and can be taken off again', async () => {
    const body = {
      user: 'leila',
      replaces: 'everyone',
      from: '2026-11-13T09:00:00.000Z',
      to: '2026-11-13T17:00:00.000Z',
      reason: 'dentist',
    }
    const added = await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', body)
    assert.equal(added.statusCode, 200, added.body)
    const { final, overrides } = await view()
    const hers = final.find((shift: { people: { name: string }[] }) => shift.people[0]?.name === 'Leila')
    assert.deepEqual([hers.start, hers.end, hers.because], [body.from, body.to, 'override'])
    assert.equal(overrides[0].reason, 'dentist')
    const { rows } = await organisation.app.pools.side.query(
      `select by, data->>'note' as note from fact where name = 'policy.applied' order by seq desc limit 1`,
    )
    assert.equal(rows[0].by, 'user:ben')
    assert.match(rows[0].note, /Override of payments-primary: leila instead of everyone/)
    const path = `/api/v1/schedules/payments-primary/overrides/${overrides[0].key}`
    assert.equal((await organisation.ask('ben', 'DELETE', path)).statusCode, 200)
    assert.deepEqual((await view()).overrides, [])
    assert.equal((await organisation.ask('ben', 'DELETE', path)).statusCode, 404)
  })

  test('a gap is told with what it costs', async () => {
    const body = { replaces: 'ana', from: '2026-11-12T18:00:00.000Z', to: '2026-11-12T20:00:00.000Z' }
    await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', body)
    const { gaps, overrides } = await view()
    assert.deepEqual([gaps[0].start, gaps[0].end], [body.from, body.to])
    assert.match(gaps[0].cost, /nobody is woken by this schedule: Technical goes to payments-secondary at once/)
    await organisation.ask('ben', 'DELETE', `/api/v1/schedules/payments-primary/overrides/${overrides[0].key}`)
  })

  const refused: [body: object, code: string][] = [
    [{ user: 'leila', from: '2026-11-13T17:00:00Z', to: '2026-11-13T09:00:00Z' }, 'must be after'],
    [{ from: '2026-11-13T09:00:00Z', to: '2026-11-13T17:00:00Z' }, 'name a `user`'],
    [{ user: 'nobody', from: '2026-11-13T09:00:00Z', to: '2026-11-13T17:00:00Z' }, 'nobody'],
  ]
  for (const [body, said] of refused)
    test(`refuses ${JSON.stringify(body)}`, async () => {
      const answer = await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', body)
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, answer.body)
      assert.ok(answer.body.includes(said), answer.body)
      assert.deepEqual((await view()).overrides, [])
    })
})

test('where there is no schedule the API says whom each ladder asks first, always', async () => {
  const house = await openOrganisation({ policy: 'dirt-free-crm', start: '2026-11-12T14:41:12.000Z', features: [onCall] })
  const answer = (await house.ask('cto', 'GET', '/api/v1/oncall')).json()
  await house.close()
  assert.deepEqual(answer.items, [])
  assert.deepEqual(answer.always[0], { ladder: 'Technical', who: 'System Administrator' })
})
