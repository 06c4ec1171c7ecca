import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { TWILIO } from '../../../../test/fakes/rigs.ts'
import { createTwilio, type Twilio } from '../../../../test/fakes/twilio.ts'
import { OUTSIDE, openPaged, type Paged } from '../../../../test/world/paged.ts'
import { pollAll } from './poll.ts'

const ANN = '+15558675310'
const FROM = '+15017122661'

const bundleOf = (server: string) => {
  const fields = { ...TWILIO, from: FROM, server }
  return {
    users: [
      {
        id: 'ann',
        name: 'Ann',
        contacts: { phone: ANN },
        rules: [
          { after: '0m', by: ['phone'] },
          { after: '30m', by: ['sms'] },
        ],
      },
      { id: 'cleo', name: 'Cleo', contacts: { webhook: 'http://127.0.0.1:9/x' }, rules: [{ after: '0m', by: ['webhook'] }] },
    ],
    services: ['web', 'disk', 'queue', 'tls', 'mail', 'jobs'].map((id) => ({ id, name: `The ${id}`, escalation: ['ann'] })),
    escalation_policies: [
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

const open = async (publicUrl: string): Promise<{ twilio: Twilio; world: Paged; close(): Promise<void> }> => {
  const twilio = await createTwilio(TWILIO)
  const world = await openPaged({ bundle: bundleOf(twilio.url), publicUrl })
  const close = async () => {
    await world.close()
    await twilio.close()
  }
  return { twilio, world, close }
}

describe('calls through Twilio', () => {
  let twilio: Twilio
  let world: Paged
  let close: () => Promise<void>
  before(async () => {
    ;({ twilio, world, close } = await open(OUTSIDE))
  })
  after(() => close?.())

  /** What Twilio posts in the course of a call; `url` is one of those we gave it. */
  const post = (url: string, form: Record<string, string>) => {
    const complete = { AccountSid: TWILIO.accountSid, Direction: 'outbound-api', From: FROM, To: ANN, ...form }
    return world.server.inject({
      method: 'POST',
      url: url.slice(OUTSIDE.length),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': twilio.sign(url, complete) },
      payload: new URLSearchParams(complete).toString(),
    })
  }
  const call = async (title: string, service: string) => {
    const count = twilio.calls.length
    const id = await world.page(title, service)
    await world.until(() => twilio.calls.length > count)
    const { sid, form } = twilio.calls[count] as Twilio['calls'][number]
    await world.until(async () => (await world.stateOf(id)).pages[0]?.roads[0]?.status === 'delivered')
    return { id, CallSid: sid, url: form.get('Url') ?? '', callback: form.get('StatusCallback') ?? '' }
  }
  const actionIn = (body: string): string => (/action="([^"]+)"/.exec(body)?.[1] ?? '').replaceAll('&amp;', '&')

  test('says the service and the title first, repeats, and 4 acknowledges', async () => {
    const { id, CallSid, url } = await call('Checkout answers 500 & more', 'web')
    const said = await post(url, { CallSid, CallStatus: 'in-progress', AnsweredBy: 'human' })
    assert.match(said.headers['content-type'] as string, /^text\/xml/)
    assert.match(
      said.body,
      /<Response><Gather [^>]*numDigits="1"[^>]*><Say>The web\. Checkout answers 500 &amp; more\. Critical\. Tocsin\. Press 4 to/,
    )
    assert.equal(said.body.match(/<Gather/g)?.length, 3, 'repeats')
    assert.equal((await world.stateOf(id)).status, 'running', 'to take the call is not to take the page')
    const pressed = await post(actionIn(said.body), { CallSid, CallStatus: 'in-progress', Digits: '4' })
    assert.match(pressed.body, /<Say>You have &quot;Checkout answers 500 &amp; more&quot;/)
    assert.deepEqual((await world.stateOf(id)).acknowledged?.via, 'phone')
    assert.ok((await world.factsOf(id)).some((each) => each.name === 'page.answered'))
  })

  test('an unknown key is answered with what is possible; 1 passes on and 6 resolves', async () => {
    const first = await call('Disk full', 'disk')
    const said = await post(first.url, { CallSid: first.CallSid, AnsweredBy: 'unknown' })
    const wrong = await post(actionIn(said.body), { CallSid: first.CallSid, Digits: '9' })
    assert.match(wrong.body, /Key 9 means nothing here\. Press 4 to acknowledge, 6 to resolve, 1 to escalate/)
    const passed = await post(actionIn(wrong.body), { CallSid: first.CallSid, Digits: '1' })
    assert.match(passed.body, /Passed on/)
    assert.ok((await world.stateOf(first.id)).pages.some((each) => each.user === 'cleo'))
    const second = await call('Queue stuck', 'queue')
    const again = await post(second.url, { CallSid: second.CallSid, AnsweredBy: 'human' })
    assert.match((await post(actionIn(again.body), { CallSid: second.CallSid, Digits: '6' })).body, /Resolved/)
    assert.equal((await world.stateOf(second.id)).status, 'stopped')
  })

  test('W13 an answering machine is not delivered: it hears nothing, and the next road is taken at once', async () => {
    const { id, CallSid, url, callback } = await call('Certificate ends', 'tls')
    const texts = twilio.messages.length
    const answered = await post(url, { CallSid, CallStatus: 'in-progress', AnsweredBy: 'machine_start' })
    assert.match(answered.body, /<Response><Hangup\/><\/Response>/)
    await post(callback, { CallSid, CallStatus: 'completed', AnsweredBy: 'machine_start' })
    const names = (await world.factsOf(id)).map((each) => each.name)
    assert.ok(names.includes('page.voicemail') && names.includes('page.next_road'), names.join())
    assert.ok(!names.includes('page.answered') && !names.includes('page.arrived'), names.join())
    await world.until(() => twilio.messages.length > texts)
  })

  test('nobody answers: the next road is taken at once', async () => {
    const { id, CallSid, callback } = await call('Mail late', 'mail')
    const texts = twilio.messages.length
    await post(callback, { CallSid, CallStatus: 'no-answer' })
    assert.match((await world.factsOf(id)).find((each) => each.name === 'page.undelivered')?.said ?? '', /rang, nobody answered/)
    await world.until(() => twilio.messages.length > texts)
  })
})

describe('W16 without an address that Twilio can reach', () => {
  test('calls are made and asked after, and text messages answer', async (t) => {
    const { twilio, world, close } = await open('http://127.0.0.1:4400')
    t.after(close)
    const id = await world.page('Jobs stand still', 'jobs')
    await world.until(async () => (await world.stateOf(id)).pages[0]?.roads[0]?.status === 'delivered')
    const call = twilio.calls[0] as Twilio['calls'][number]
    assert.match(
      call.form.get('Twiml') ?? '',
      /<Say>The jobs\. Jobs stand still\..*This call takes no keys\. Acknowledge by text message, by the link/,
    )
    assert.equal(call.form.get('StatusCallback'), null)
    call.status = 'completed'
    call.answered_by = 'machine_start'
    await pollAll(world.app)
    assert.ok((await world.factsOf(id)).some((each) => each.name === 'page.voicemail'))
    await world.until(() => twilio.messages.length > 0)
    const text = twilio.messages[0] as Twilio['messages'][number]
    await world.until(async () => (await world.stateOf(id)).pages[0]?.roads[1]?.status === 'delivered')
    text.status = 'delivered'
    twilio.receive({ from: ANN, to: FROM, body: 'ack', at: new Date().toUTCString() })
    await pollAll(world.app)
    assert.equal((await world.stateOf(id)).acknowledged?.by, 'user:ann')
    assert.ok((await world.factsOf(id)).some((each) => each.name === 'page.arrived'))
    assert.match(twilio.messages.at(-1)?.form.get('Body') ?? '', /You have "Jobs stand still"/)
    const count = twilio.messages.length
    await pollAll(world.app)
    assert.equal(twilio.messages.length, count, 'heard once')
  })
})
