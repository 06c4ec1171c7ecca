import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createReceiver, type Receiver } from '../../../test/fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { createSteppedClock } from '../../engine/clock.ts'
import people from '../people/feature.ts'
import policies from '../policies/feature.ts'
import type { RoadsAnswer } from './contract.ts'
import paging from './feature.ts'

const ringsSoon = (_at: Temporal.Instant, call: () => void): (() => void) => {
  const timer = setTimeout(call, 50)
  return () => clearTimeout(timer)
}

const START = Temporal.Instant.from('2026-11-18T03:00:00Z')

describe('how somebody is reached, and whether it works', () => {
  // It stands still until it is moved, and yet whoever waits on it is woken: the engine ends its loops by it.
  const clock = { ...createSteppedClock(START), at: ringsSoon }
  let hook: Receiver
  let home: Installation
  before(async () => {
    hook = await createReceiver({ status: 200 })
    const users = [
      { id: 'root', role: 'admin' },
      { id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } },
    ]
    home = await startInstallation({ features: [policies, people, paging], bundle: { users }, clock })
  })
  after(async () => {
    await home?.close()
    await hook?.close()
  })

  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    home.server.inject({ method, url, headers: as('responder', 'ann'), ...(payload ? { payload } : {}) })
  const roads = async (): Promise<RoadsAnswer> => (await ask('GET', '/api/v1/me/roads')).json() as RoadsAnswer
  const roadOf = async (channel: string) => (await roads()).items.find((each) => each.channel === channel)
  const lastCode = (): string => /Your code is (\d{6})/.exec(hook.heard.at(-1)?.body ?? '')?.[1] ?? ''
  const pass = (span: Temporal.DurationLike): void => clock.set(clock.now().add(span))

  test('a contact that somebody types does not count before its code is typed', async () => {
    const answer = await ask('POST', '/api/v1/me/contacts', { webhook: `${hook.url}/ann` })
    assert.deepEqual(answer.json().unverified, ['webhook'], answer.body)
    assert.deepEqual(
      (await roads()).items.map(({ channel, standing, tone }) => [channel, standing, tone]),
      [['webhook', 'unverified', 'red']],
    )
    assert.equal((await roads()).wakes, false)
    assert.equal(answer.json().roads.includes('webhook'), false)
  })

  test('a test goes to every road with a code; a wrong code is refused, the right one proves it with its time', async () => {
    const sent = await ask('POST', '/api/v1/me/roads/test', {})
    assert.equal(sent.statusCode, 200, sent.body)
    assert.equal((await roadOf('webhook'))?.awaitsCode, true)
    const right = lastCode()
    const wrong = await ask('POST', '/api/v1/me/roads/prove', { code: right === '000000' ? '000001' : '000000' })
    assert.equal(wrong.json().code, 'code-wrong')
    pass({ minutes: 1 })
    const proved = await ask('POST', '/api/v1/me/roads/prove', { code: right })
    assert.equal(proved.statusCode, 200, proved.body)
    const road = await roadOf('webhook')
    assert.deepEqual([road?.standing, road?.tone, road?.provedAt, road?.provedBy], ['proved', 'green', '2026-11-18T03:01:00.000Z', 'code'])
    assert.deepEqual(home.app.policies.live().user('ann')?.unverified ?? [], [])
    assert.equal((await ask('POST', '/api/v1/me/roads/prove', { code: right })).json().code, 'no-code', 'a code is good for once')
  })

  test('says how each road breaks through Do Not Disturb', async () => {
    assert.ok(((await roadOf('webhook'))?.guidance.length ?? 0) > 0)
  })

  test('proof older than 30 days is amber, and a road that fails its test is red', async () => {
    pass({ hours: 24 * 30 })
    assert.equal((await roadOf('webhook'))?.tone, 'green')
    pass({ minutes: 1 })
    assert.deepEqual([(await roadOf('webhook'))?.standing, (await roadOf('webhook'))?.tone], ['stale', 'amber'])
    hook.answer({ status: 404 })
    await ask('POST', '/api/v1/me/roads/test', { channels: ['webhook'] })
    const road = await roadOf('webhook')
    assert.deepEqual([road?.standing, road?.tone, road?.tried?.isOk, road?.awaitsCode], ['failing', 'red', false, false])
    hook.answer({ status: 200 })
  })

  test('five wrong guesses end every code that waits', async () => {
    pass({ minutes: 1 })
    await ask('POST', '/api/v1/me/roads/test', {})
    const right = lastCode()
    const wrong = right === '123456' ? '123457' : '123456'
    for (let i = 0; i < 5; i += 1) assert.equal((await ask('POST', '/api/v1/me/roads/prove', { code: wrong })).json().code, 'code-wrong')
    assert.equal((await ask('POST', '/api/v1/me/roads/prove', { code: right })).json().code, 'no-code')
  })

  test('a second test right after the first is refused, and a changed address has to prove itself anew', async () => {
    pass({ minutes: 1 })
    await ask('POST', '/api/v1/me/roads/test', {})
    assert.equal((await ask('POST', '/api/v1/me/roads/test', {})).json().code, 'too-soon')
    await ask('POST', '/api/v1/me/contacts', { webhook: `${hook.url}/other` })
    const road = await roadOf('webhook')
    assert.deepEqual([road?.standing, road?.provedAt, road?.tried], ['unverified', null, null])
  })

  test('a number that takes no texts is told as a landline, its calls are not', async () => {
    const phone = '+491511234567'
    const users = [
      { id: 'root', role: 'admin' },
      { id: 'carl', name: 'Carl', contacts: { phone, landline: phone } },
    ]
    const fields = { accountSid: 'AC0123456789abcdef0123456789abcdef', from: '+4930123456' }
    const integrations = ['twilio-sms', 'twilio-voice'].map((type) => ({
      id: type,
      type,
      name: type,
      fields: { ...fields, authToken: 'x' },
    }))
    const other = await startInstallation({ features: [policies, people, paging], bundle: { users, integrations }, clock })
    const answer = await other.server.inject({ url: '/api/v1/me/roads', headers: as('responder', 'carl') })
    const items = (answer.json() as RoadsAnswer).items.map(({ channel, isLandline, to }) => [channel, isLandline, to])
    await other.close()
    assert.deepEqual(items, [
      ['twilio-voice', false, [phone]],
      ['twilio-sms', true, [phone]],
    ])
  })

  test('nobody but the person and admins sees where they are reached', async () => {
    const other = await home.server.inject({ url: '/api/v1/people/ann/roads', headers: as('responder', 'bob') })
    assert.equal(other.statusCode, 404)
    const admin = await home.server.inject({ url: '/api/v1/people/ann/roads', headers: as('admin', 'root') })
    assert.equal(admin.statusCode, 200)
  })
})
