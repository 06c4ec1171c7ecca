import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { whoAt } from '../../core/oncall/shifts-between.ts'
import type { CoverView } from './contract/cover.ts'
import { writeCover } from './cover-writing.ts'
import onCall from './feature.ts'

// Ana has payments until Saturday 00:00 UTC; Ben has it from Monday on.
const FRIDAY = { schedule: 'payments-primary', from: '2026-11-13T08:00:00.000Z', to: '2026-11-13T16:00:00.000Z' }

describe('swaps and requests for cover', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [onCall] })
  })
  after(() => organisation?.close())

  const ask = async (as: string, body: object) => await organisation.ask(as, 'POST', '/api/v1/cover', body)
  const asked = async (as: string, body: object): Promise<CoverView> => {
    const answer = await ask(as, body)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const act = (as: string, id: string, verb: string) => organisation.ask(as, 'POST', `/api/v1/cover/${id}/${verb}`, {})
  const primaryAt = (moment: string) => whoAt(organisation.app.policies.live(), 'payments-primary', Temporal.Instant.from(moment)).members
  const sentTo = (user: string) => organisation.sent.filter((each) => each.user === user).map((each) => each.title)

  test('W38 a request is asked of people, and whoever asked stays on call until somebody accepts: never a gap', async () => {
    const request = await asked('ana', { ...FRIDAY, ask: ['leila', 'tomas'], reason: 'dentist' })
    assert.equal(request.status, 'asked')
    assert.deepEqual(request.can, { accept: false, decline: false, withdraw: true })
    assert.deepEqual(sentTo('leila'), ['Ana asks you to take over'])
    assert.deepEqual(sentTo('tomas'), ['Ana asks you to take over'])
    assert.deepEqual(primaryAt('2026-11-13T10:00:00Z'), ['ana'])
    const accepted = (await act('leila', request.id, 'accept')).json()
    assert.equal(accepted.status, 'done')
    assert.deepEqual(
      ['2026-11-13T07:59:59.999Z', '2026-11-13T08:00:00Z', '2026-11-13T15:59:59.999Z', '2026-11-13T16:00:00Z'].map(primaryAt),
      [['ana'], ['leila'], ['leila'], ['ana']],
    )
    assert.deepEqual(sentTo('ana'), ['Leila takes over from you'])
    assert.deepEqual(sentTo('tomas'), ['Ana asks you to take over', 'Taken by Leila'])
  })

  test('two accept at once: one has it, the other is told who', async () => {
    const body = { ...FRIDAY, from: '2026-11-13T18:00:00.000Z', to: '2026-11-13T20:00:00.000Z', ask: ['leila', 'tomas'] }
    const { id } = await asked('ana', body)
    const answers = await Promise.all([act('leila', id, 'accept'), act('tomas', id, 'accept')])
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409])
    assert.match(answers.find(({ statusCode }) => statusCode === 409)?.body ?? '', /has taken it|was not/)
    const [holder] = primaryAt('2026-11-13T19:00:00Z')
    assert.ok(holder === 'leila' || holder === 'tomas')
  })

  test('what was accepted is written although whoever accepted is gone, and only once', async () => {
    const body = { ...FRIDAY, from: '2026-11-13T21:00:00.000Z', to: '2026-11-13T22:00:00.000Z', ask: ['leila'] }
    const { id } = await asked('ana', body)
    // The command alone: the edge that would write at once died here. The job is in the outbox.
    await organisation.execute({ name: 'accept', to: { kind: 'cover', id }, by: 'user:leila', data: { user: 'leila' } })
    assert.deepEqual(primaryAt('2026-11-13T21:30:00Z'), ['leila'])
    await writeCover(organisation.app, id)
    const overrides = organisation.app.policies
      .live()
      .schedule('payments-primary')
      ?.overrides.filter((each) => each.id === `cover-${id}`)
    assert.equal(overrides?.length, 1)
  })

  test('a swap moves both at once', async () => {
    const mine = { from: '2026-11-13T22:00:00.000Z', to: '2026-11-13T23:00:00.000Z' }
    const swap = { schedule: 'payments-primary', from: '2026-11-17T08:00:00.000Z', to: '2026-11-17T16:00:00.000Z' }
    const [bens] = primaryAt('2026-11-17T10:00:00Z')
    assert.equal(bens, 'ben')
    const refused = await ask('ana', { ...FRIDAY, ...mine, ask: ['leila'], swap })
    assert.match(refused.body, /Leila is not on call on .*nothing to take in return/)
    const { id } = await asked('ana', { ...FRIDAY, ...mine, ask: ['ben'], swap })
    assert.equal((await act('leila', id, 'accept')).statusCode, 403)
    assert.equal((await act('ben', id, 'accept')).json().status, 'done')
    assert.deepEqual([primaryAt('2026-11-13T22:30:00Z'), primaryAt('2026-11-17T10:00:00Z')], [['ben'], ['ana']])
  })

  test('declined by all, withdrawn or expired leaves whoever asked on call, and says so', async () => {
    const free = { ...FRIDAY, from: '2026-11-13T23:00:00.000Z', to: '2026-11-13T23:30:00.000Z', ask: ['leila'] }
    const declined = await asked('ana', free)
    assert.equal((await act('leila', declined.id, 'decline')).json().status, 'declined')
    assert.ok(sentTo('ana').includes('You are still on call: your request was not taken'))
    const taken = await asked('ana', free)
    assert.equal((await act('ben', taken.id, 'withdraw')).statusCode, 403)
    assert.equal((await act('ana', taken.id, 'withdraw')).json().status, 'withdrawn')
    assert.equal((await act('leila', taken.id, 'accept')).statusCode, 409)
    const expiring = await asked('ana', { ...free, expires: '2026-11-12T15:41:12.000Z' })
    await organisation.pass('PT1H')
    const { items } = (await organisation.ask('ana', 'GET', '/api/v1/cover?status=all')).json()
    assert.equal(items.find((each: CoverView) => each.id === expiring.id).status, 'expired')
    assert.deepEqual(primaryAt('2026-11-13T23:15:00Z'), ['ana'])
    assert.deepEqual((await organisation.ask('ana', 'GET', '/api/v1/cover')).json().items, [])
  })

  const refused: [body: object, code: string][] = [
    [{ ...FRIDAY, asker: 'ana', schedule: 'nope' }, 'schedule-unknown'],
    [{ ...FRIDAY, asker: 'ana', ask: ['nobody'] }, 'person-unknown'],
    [{ ...FRIDAY, asker: 'ana', ask: ['ana'] }, 'self'],
    [{ ...FRIDAY, asker: 'tomas' }, 'not-on-call'],
    [{ ...FRIDAY, asker: 'ana', from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' }, 'over'],
    [{ ...FRIDAY, from: '2026-11-13T16:30:00.000Z', to: '2026-11-13T17:00:00.000Z', ask: ['leila', 'ben'], swap: FRIDAY }, 'one-person'],
  ]
  for (const [body, code] of refused)
    test(`refuses what cannot be: ${code}`, async () => {
      const answer = await ask('ana', body)
      assert.equal(answer.json().code, code, answer.body)
    })

  test('people answer for themselves only, and viewers not at all', async () => {
    const asOther = await ask('ben', { ...FRIDAY, asker: 'ana', ask: ['leila'] })
    assert.equal(asOther.json().code, 'not-yours')
    assert.equal((await organisation.ask(null, 'GET', '/api/v1/cover')).statusCode, 401)
  })
})
