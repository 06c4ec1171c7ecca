import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { TWILIO } from '../../../../test/fakes/rigs.ts'
import { createTwilio, type Twilio } from '../../../../test/fakes/twilio.ts'
import { OUTSIDE, openPaged, type Paged } from '../../../../test/world/paged.ts'
import { pageCode } from './page-code.ts'

const ANN = '+15558675310'
const BEN = '+15558675311'
const FROM = '+15017122661'

const bundleOf = (server: string, road: 'sms' | 'phone') => {
  const fields = { ...TWILIO, from: FROM, server }
  return {
    users: [
      { id: 'ann', name: 'Ann', contacts: { phone: ANN }, rules: [{ after: '0m', by: [road] }] },
      { id: 'ben', name: 'Ben', contacts: { phone: '+1 (555) 867-5311' }, rules: [{ after: '0m', by: [road] }] },
      { id: 'cleo', name: 'Cleo', contacts: { webhook: 'http://127.0.0.1:9/x' }, rules: [{ after: '0m', by: ['webhook'] }] },
    ],
    services: [
      { id: 'pay', name: 'Payments', escalation: ['both'] },
      ...['web', 'disk', 'queue', 'tls'].map((id) => ({ id, name: id, escalation: ['ann'] })),
    ],
    escalation_policies: [
      {
        id: 'both',
        steps: [
          { at: '0m', page: ['user:ann', 'user:ben'] },
          { at: '1h', page: ['user:cleo'] },
        ],
      },
      {
        id: 'ann',
        steps: [
          { at: '0m', page: ['user:ann'] },
          { at: '1h', page: ['user:cleo'] },
        ],
      },
    ],
    integrations: [
      { id: 'texts', type: 'twilio-sms', fields },
      { id: 'calls', type: 'twilio-voice', fields },
    ],
  }
}

/** What is said when the call is taken. */
const saidIn = (form: URLSearchParams): string => URL.parse(form.get('Url') ?? '')?.searchParams.get('say') ?? ''

let sids = 0
const nextSid = (kind: string): string => {
  sids += 1
  return `${kind}${sids.toString(16).padStart(32, '0')}`
}

describe('text messages through Twilio', () => {
  let twilio: Twilio
  let world: Paged
  before(async () => {
    twilio = await createTwilio(TWILIO)
    world = await openPaged({ bundle: bundleOf(twilio.url, 'sms') })
  })
  after(async () => {
    await world?.close()
    await twilio?.close()
  })
  beforeEach(async () => {
    const { rows } = await world.app.pools.side.query(`select id from alert where status <> 'resolved'`)
    for (const { id } of rows)
      await world.app.engine.execute({ name: 'resolve', to: { kind: 'alert', id }, by: 'test', data: { via: 'api' } })
    twilio.messages.length = 0
  })

  type Sent = { rest?: string; signedFor?: string; alter?: (payload: string) => string; headers?: Record<string, string> }

  const post = (form: Record<string, string>, { rest = '', signedFor, alter = (each) => each, headers }: Sent = {}) => {
    const path = `/hear/twilio-sms/texts${rest}`
    const complete = { AccountSid: TWILIO.accountSid, ...form }
    const signature = twilio.sign(signedFor ?? `${OUTSIDE}${path}`, complete)
    return world.server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature, ...headers },
      payload: alter(new URLSearchParams(complete).toString()),
    })
  }
  const write = (from: string, Body: string, sid = nextSid('SM')) => post({ MessageSid: sid, From: from, To: FROM, Body })
  const status = (n: number, form: Record<string, string>) => {
    const sent = twilio.messages[n]
    const callback = new URL(sent?.form.get('StatusCallback') ?? '')
    assert.ok(callback.href.startsWith(`${OUTSIDE}/hear/twilio-sms/texts/status?m=`), callback.href)
    return post({ MessageSid: sent?.sid ?? '', To: String(sent?.to), From: FROM, ...form }, { rest: `/status${callback.search}` })
  }
  const texts = (count: number) => world.until(() => twilio.messages.length >= count)

  test('a page says what broke and how to answer; 4 acknowledges, behind a proxy too', async () => {
    const id = await world.page('Checkout answers 500', 'web')
    await texts(1)
    const body = twilio.messages[0]?.form.get('Body') ?? ''
    assert.match(body, /^Critical: Checkout answers 500\nweb\nReply 4 ack, 6 resolve, 1 escalate \([A-Z]{3}\)$/)
    const answered = await write(ANN, '4')
    assert.equal(answered.statusCode, 200, answered.body)
    assert.match(answered.body, /<Message>You have &quot;Checkout answers 500&quot;\. Nobody else is paged for it\.<\/Message>/)
    assert.deepEqual((await world.stateOf(id)).acknowledged?.by, 'user:ann')
    assert.deepEqual((await world.stateOf(id)).acknowledged?.via, 'sms')
    assert.ok((await world.factsOf(id)).some((each) => each.name === 'page.answered' && each.by === 'integration:texts'))
  })

  test('W15 "ack all" takes every page; "ack" with several open gets a list, and a code says which', async () => {
    const first = await world.page('Disk full', 'disk')
    const second = await world.page('Queue stuck', 'queue')
    const third = await world.page('Certificate ends', 'tls')
    const asked = await write(ANN, 'ack')
    assert.match(asked.body, /3 are open:/)
    for (const id of [first, second, third]) assert.match(asked.body, new RegExp(pageCode(id).toUpperCase()))
    assert.equal((await world.stateOf(first)).status, 'running', 'in doubt nothing is done')
    const chosen = await write(ANN, `Ack ${pageCode(second)} please`)
    assert.match(chosen.body, /You have &quot;Queue stuck&quot;/)
    assert.equal((await world.stateOf(first)).status, 'running')
    assert.equal((await world.stateOf(second)).status, 'acknowledged')
    const all = await write(ANN, 'ACK ALL')
    assert.match(all.body, /You have &quot;Disk full&quot;/)
    assert.match(all.body, /You have &quot;Certificate ends&quot;/)
    for (const id of [first, third]) assert.equal((await world.stateOf(id)).acknowledged?.by, 'user:ann')
  })

  test('two acknowledgements at once: one winner, both told', async () => {
    const id = await world.page('Payments fail', 'pay')
    await texts(2)
    const [ann, ben] = await Promise.all([write(ANN, '4'), write(BEN, '4')])
    const state = await world.stateOf(id)
    const winner = state.acknowledged?.by
    assert.ok(winner === 'user:ann' || winner === 'user:ben')
    const [won, lost, name] = winner === 'user:ann' ? [ann, ben, 'Ann'] : [ben, ann, 'Ben']
    assert.match(won.body, /You have &quot;Payments fail&quot;/)
    assert.match(lost.body, new RegExp(`${name} has &quot;Payments fail&quot; since`))
  })

  test('an unknown code is answered with what is possible, and a machine that answers by itself not for ever', async () => {
    await world.page('Slow search', 'web')
    const bodies: string[] = []
    for (let n = 0; n < 6; n += 1) bodies.push((await write(ANN, 'I am driving and answer later')).body)
    assert.match(bodies[0] ?? '', /&quot;I am driving and answer later&quot; is not understood\.\nOpen:\n[A-Z]{3}: .*Slow search/)
    assert.match(bodies[0] ?? '', /Write ack, resolve or escalate \(or 4, 6, 1\)/)
    assert.doesNotMatch(bodies[5] ?? '', /Message/)
  })

  test('6 resolves, 1 passes on, a stranger is told nothing', async () => {
    const id = await world.page('Cache cold', 'web')
    assert.doesNotMatch((await write('+15550000000', '4')).body, /Message/)
    assert.equal((await world.stateOf(id)).status, 'running')
    assert.match((await write(ANN, '1')).body, /Passed on/)
    assert.ok((await world.stateOf(id)).pages.some((each) => each.user === 'cleo'))
    assert.match((await write(ANN, 'resolve')).body, /Resolved: &quot;Cache cold&quot;/)
    assert.equal((await world.stateOf(id)).status, 'stopped')
  })

  test('what the carrier tells is kept as evidence', async () => {
    const id = await world.page('Backup late', 'web')
    await texts(1)
    assert.equal((await status(0, { MessageStatus: 'sent' })).statusCode, 200)
    assert.equal((await status(0, { MessageStatus: 'delivered' })).statusCode, 200)
    assert.equal((await status(0, { MessageStatus: 'delivered' })).statusCode, 200)
    const names = (await world.factsOf(id)).map((each) => each.name).filter((name) => /accepted|arrived/.test(name))
    assert.deepEqual(names, ['page.accepted', 'page.arrived'])
  })

  test('refuses every altered request, and a copy does nothing', async () => {
    const id = await world.page('Login down', 'web')
    const form = { MessageSid: nextSid('SM'), From: ANN, To: FROM, Body: '4' }
    const path = '/hear/twilio-sms/texts'
    const altered: [string, Sent][] = [
      ['a byte of the body', { alter: (each) => each.replace('Body=4', 'Body=5') }],
      ['another sender', { alter: (each) => each.replace('5310', '5311') }],
      ['a parameter twice', { alter: (each) => `${each}&Body=4` }],
      ['a parameter more', { alter: (each) => `${each}&Extra=1` }],
      ['a parameter less', { alter: (each) => each.replace(/&To=[^&]*/, '') }],
      ['a border moved', { alter: (each) => each.replace('&Body=4', '').replace('AccountSid=', 'AccountSid=x') }],
      ['bytes that are no UTF-8', { alter: (each) => each.replace('Body=4', 'Body=%FF4') }],
      ['another charset', { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=iso-8859-1' } }],
      ['JSON', { headers: { 'content-type': 'application/json' } }],
      ['no type', { headers: { 'content-type': '' } }],
      ['no signature', { headers: { 'x-twilio-signature': '' } }],
      ['half a signature', { headers: { 'x-twilio-signature': twilio.sign(`${OUTSIDE}${path}`, form).slice(0, 14) } }],
      ['two signatures', { headers: { 'x-twilio-signature': 'a, b' } }],
      ['the inner address', { signedFor: `http://127.0.0.1:4400${path}` }],
      ['another host', { signedFor: `https://evil.example${path}`, headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } }],
      ['without the proxy path', { signedFor: `https://ops.example.com${path}` }],
      ['another connection', { signedFor: `${OUTSIDE}/hear/twilio-sms/other` }],
      ['another query', { signedFor: `${OUTSIDE}${path}?a=1` }],
      ['plain http', { signedFor: `${OUTSIDE.replace('https', 'http')}${path}` }],
      ['nothing at all', { alter: () => '' }],
    ]
    assert.equal(altered.length, 20)
    for (const [name, how] of altered) {
      const answered = await post(form, how)
      assert.ok(answered.statusCode >= 400, `${name}: ${answered.statusCode}`)
      assert.doesNotMatch(answered.body, /Message|Login/, name)
    }
    assert.equal((await post({ ...form, AccountSid: `AC${'1'.repeat(32)}` })).statusCode, 403, 'another account with the same token')
    assert.equal((await world.stateOf(id)).status, 'running')
    const first = await post({ ...form, Body: '1' })
    assert.equal(first.statusCode, 200)
    const { cycle, step } = await world.stateOf(id)
    const pages = (await world.stateOf(id)).pages.length
    const together = await Promise.all([1, 2, 3, 4].map(() => post({ ...form, Body: '1' })))
    for (const each of together) assert.equal(each.body, first.body)
    assert.equal((await world.stateOf(id)).pages.length, pages)
    const copy = await post({ ...form, Body: '1' })
    assert.equal(copy.body, first.body, 'the same answer')
    assert.deepEqual([(await world.stateOf(id)).cycle, (await world.stateOf(id)).step], [cycle, step])
  })

  test('the same reply several times at once is one reply', async () => {
    const id = await world.page('Search slow', 'queue')
    const form = { MessageSid: nextSid('SM'), From: ANN, To: FROM, Body: '1' }
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(form)))
    assert.ok(answers.some((each) => each.statusCode === 200))
    for (const each of answers) assert.ok([200, 409].includes(each.statusCode), String(each.statusCode))
    const { rows } = await world.app.pools.side.query(`select count(*) from fact where stream = $1 and name = 'escalation.escalated'`, [
      `escalation:${id}`,
    ])
    assert.equal(rows[0].count, 1)
  })

  test('W14 a landline is a permanent failure: marked, never texted again, its owner told', async () => {
    const id = await world.page('Mail stuck', 'web')
    await texts(1)
    await status(0, { MessageStatus: 'undelivered', ErrorCode: '30006' })
    const told = (await world.factsOf(id)).find((each) => each.name === 'page.undelivered')
    assert.match(told?.said ?? '', /error 30006, a landline/)
    const ann = world.app.policies.live().user('ann')
    assert.deepEqual([ann?.contacts.phone, ann?.contacts.landline], [ANN, ANN])
    await world.until(() => twilio.calls.some((call) => /no longer reaches you.*is a landline/.test(saidIn(call.form))))
    const before = twilio.messages.length
    const next = await world.page('Mail stuck again', 'disk')
    await world.until(async () => (await world.stateOf(next)).pages.length > 0)
    assert.ok((await world.stateOf(next)).pages.every((page) => page.roads.every((road) => road.road !== 'sms')))
    assert.equal(twilio.messages.length, before)
  })
})
