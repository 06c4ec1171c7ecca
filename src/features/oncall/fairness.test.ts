import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { changePolicy } from '../policies/reads.ts'
import type { FairnessView } from './contract/fairness.ts'
import onCall from './feature.ts'

const START = '2026-11-12T14:41:12.000Z'

describe('fairness and pay', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [onCall] })
  })
  after(() => organisation?.close())
  const ask = async (as: string, from: string, to: string): Promise<FairnessView> => {
    const answer = await organisation.ask(as, 'GET', `/api/v1/oncall/fairness?from=${from}&to=${to}&schedule=payments-primary`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const minutesOf = ({ people }: FairnessView) => Object.fromEntries(people.map(({ person, minutes }) => [person.name, minutes]))

  test('hours of everybody add up to the span, to the minute, with nights and weekends', async () => {
    const view = await ask('ana', '2026-11-16T00:00:00Z', '2026-11-30T00:00:00Z')
    assert.equal(
      view.people.reduce((sum, { minutes }) => sum + minutes, 0),
      14 * 24 * 60,
    )
    assert.ok(view.people.some(({ nightMinutes, weekendMinutes }) => nightMinutes > 0 && weekendMinutes > 0))
    const shares = view.balance.find(({ measure }) => measure === 'minutes')?.shares ?? []
    assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - shares.length) < 1e-9)
  })

  test('what was is counted by the policy of its time: a later change takes nothing away', async () => {
    await organisation.pass('PT10H')
    const rotation = organisation.app.policies.live().bundle
    const { refusal } = await changePolicy(organisation.app, { by: 'user:ana', note: 'another rotation' }, (bundle) => ({
      ...bundle,
      schedules: bundle.schedules?.map((each) =>
        each.id === 'payments-primary'
          ? {
              ...each,
              overrides: [{ user: ['leila'], replaces: 'everyone', from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }],
            }
          : each,
      ),
    }))
    assert.equal(refusal, undefined)
    const now = organisation.now().toString()
    assert.deepEqual(minutesOf(await ask('ana', START, now)), { Ana: 600 })
    assert.deepEqual(minutesOf(await ask('ana', START, organisation.now().add({ hours: 2 }).toString())), { Ana: 600, Leila: 120 })
    await changePolicy(organisation.app, { by: 'user:ana', note: 'back' }, () => rotation)
  })

  test("pay is to the minute, everybody's for admins and one's own for others", async () => {
    const { refusal } = await changePolicy(organisation.app, { by: 'user:ana', note: 'rates' }, (bundle) => ({
      ...bundle,
      organization: { ...bundle.organization, pay: { currency: 'EUR', hour: 6, weekend: 12 } },
    }))
    assert.equal(refusal, undefined)
    const [from, to] = ['2026-11-16T00:00:00Z', '2026-11-30T00:00:00Z']
    const all = await ask('ana', from, to)
    const paid = all.pay.reduce((sum, { minutes }) => sum + minutes.hour + minutes.night + minutes.weekend + minutes.holiday, 0)
    assert.equal(paid, 14 * 24 * 60)
    for (const { minutes, amount } of all.pay) assert.equal(amount, Math.round((minutes.hour / 10 + minutes.weekend / 5) * 100) / 100)
    const own = await ask('ben', from, to)
    assert.deepEqual([own.pay.map(({ person }) => person.name), own.can.seeAllPay], [['Ben'], false])
    assert.equal(
      (await organisation.ask('ana', 'GET', '/api/v1/oncall/fairness?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z')).statusCode,
      400,
    )
  })
})
