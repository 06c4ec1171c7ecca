import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { changePolicy } from '../policies/reads.ts'
import type { ReadingAnswer } from './contract/reading.ts'
import escalations from './feature.ts'

const POLICY = `
version: 1
organization: { name: Known Ltd, timezone: UTC }
severities: [ { id: SEV-1, name: Critical } ]
users:
  - { id: ann, name: Ann, role: admin, contacts: { email: ann@example.com } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
  - { id: vera, name: Vera, role: viewer }
  - { id: gone, name: Gone, disabled: true }
escalation_policies: [ { id: technical, steps: [ { page: [user:ben], wait: 15m }, { page: [user:ann], wait: 15m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

describe('the ladder is known to all', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'none', written: POLICY, start: '2026-11-12T14:00:00.000Z', features: [escalations] })
  })
  after(() => organisation?.close())
  const read = async (as: string): Promise<ReadingAnswer> => (await organisation.ask(as, 'GET', '/api/v1/ladder-reading')).json()
  const confirm = (as: string, ladders: string) => organisation.ask(as, 'POST', '/api/v1/ladder-reading', { ladders })
  const known = ({ people }: ReadingAnswer) => people.map(({ name, readAt }) => `${name} ${readAt?.slice(0, 16) ?? 'no'}`)

  test('S4.11 each who can be paged confirms it for themselves, and everybody sees who has', async () => {
    const first = await read('vera')
    assert.deepEqual([known(first), first.confirmed, first.you, first.can.confirm], [['Ann no', 'Ben no'], 0, null, false])
    const done = (await confirm('ben', first.ladders)).json() as ReadingAnswer
    assert.deepEqual([known(done), done.confirmed, done.can.confirm], [['Ann no', 'Ben 2026-11-12T14:00'], 1, false])
    await organisation.pass('PT1H')
    assert.equal((await confirm('ben', first.ladders)).statusCode, 200, 'once more changes nothing')
    assert.deepEqual(known(await read('ann')), ['Ann no', 'Ben 2026-11-12T14:00'])
    const viewer = await confirm('vera', first.ladders)
    assert.deepEqual([viewer.statusCode, viewer.json().code], [403, 'not-a-reader'])
    assert.equal((await organisation.ask(null, 'GET', '/api/v1/ladder-reading')).statusCode, 401)
  })

  test('S4.11 what is changed is to be read anew, and what was shown before cannot be confirmed', async () => {
    const { ladders } = await read('ben')
    const outcome = await changePolicy(organisation.app, { by: 'user:ann', note: 'Ann first' }, (bundle) => ({
      ...bundle,
      escalation_policies: bundle.escalation_policies?.map((each) => ({ ...each, steps: each.steps.toReversed() })),
    }))
    assert.equal(outcome.refusal, undefined)
    const after = await read('ben')
    assert.notEqual(after.ladders, ladders)
    assert.deepEqual([known(after), after.you?.hasReadEarlier, after.can.confirm], [['Ann no', 'Ben no'], true, true])
    const late = await confirm('ben', ladders)
    assert.deepEqual([late.statusCode, late.json().code], [409, 'ladders-changed'])
    assert.equal((await confirm('ben', after.ladders)).json().confirmed, 1)
  })

  test('S4.11 a change of anything else leaves it confirmed', async () => {
    await changePolicy(organisation.app, { by: 'user:ann', note: 'renamed' }, (bundle) => ({
      ...bundle,
      organization: { ...bundle.organization, name: 'Well Known Ltd' },
    }))
    assert.equal((await read('ben')).confirmed, 1)
  })
})
