import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createIo, HTTP_RIGS, PAGE, TWILIO } from '../../test/fakes/rigs.ts'
import { createTwilio } from '../../test/fakes/twilio.ts'
import text from './twilio-sms.ts'
import call from './twilio-voice.ts'

async function setUp(t: TestContext) {
  const twilio = await createTwilio(TWILIO)
  const { io, close } = createIo()
  t.after(() => Promise.all([close(), twilio.close()]))
  const rig = HTTP_RIGS['twilio-sms']?.(twilio.url) ?? assert.fail()
  return { twilio, io: io(rig) }
}

const refuse = (status: number, code: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ code, message: 'The number +15558675310 is wrong', more_info: 'https://x', status }),
})

test('a second try after an unclear first one sends no second copy', async (t) => {
  const { twilio, io } = await setUp(t)
  const page = { ...PAGE, code: 'kxt' }
  assert.partialDeepStrictEqual(await text.send(page, '+1 555 867-5310', io), { ok: true })
  const again = await text.send({ ...page, possibleRepeat: true }, '+15558675310', io)
  assert.partialDeepStrictEqual(again, { ok: true, said: 'had arrived at Twilio with an earlier try', providerId: twilio.messages[0]?.sid })
  assert.equal(twilio.messages.length, 1)
  await text.send({ ...page, title: 'Another', possibleRepeat: true }, '+15558675310', io)
  assert.equal(twilio.messages.length, 2)
})

test('a ladder that repeats is not taken for sent because it said the same before, nor is what was lost', async (t) => {
  const { twilio, io } = await setUp(t)
  const page = { ...PAGE, code: 'kxt' }
  await text.send(page, '+15558675310', io)
  await text.send({ ...page, possibleRepeat: true }, '+15558675310', { ...io, now: io.now.add({ minutes: 10 }) })
  assert.equal(twilio.messages.length, 2)
  for (const sent of twilio.messages) Object.assign(sent, { status: 'undelivered' })
  await text.send({ ...page, possibleRepeat: true }, '+15558675310', io)
  assert.equal(twilio.messages.length, 3)
})

test('an answer of 200 without a SID is nothing sent', async (t) => {
  const { twilio, io } = await setUp(t)
  twilio.receiver.answer({ status: 200, body: '<html>Welcome</html>' })
  for (const road of [text, call]) assert.partialDeepStrictEqual(await road.send(PAGE, '+15558675310', io), { ok: false, retry: true })
})

test("Twilio's codes become words that say what to do, never its sentence", async (t) => {
  const { twilio, io } = await setUp(t)
  const cases: [number, number, object, RegExp][] = [
    [400, 21614, { ok: false, retry: false, reason: 'gone', gone: true }, /21614, this is no mobile number/],
    [400, 21211, { ok: false, retry: false, reason: 'bad-address' }, /21211, this is no telephone number/],
    [400, 21610, { ok: false, retry: false, reason: 'rejected' }, /STOP/],
    [401, 20003, { ok: false, retry: false, reason: 'unauthorized' }, /auth token is wrong/],
    [429, 20429, { ok: false, retry: true, reason: 'rate-limited', retryAfterMs: 3_000 }, /too many/],
    [503, 20500, { ok: false, retry: true, reason: 'server-error' }, /20500/],
  ]
  for (const [status, code, expected, words] of cases) {
    twilio.receiver.answer(refuse(status, code, status === 429 ? { 'retry-after': '3' } : {}))
    const receipt = await text.send(PAGE, '+15558675310', io)
    assert.partialDeepStrictEqual(receipt, expected)
    assert.match(receipt.said, words)
    assert.doesNotMatch(receipt.said, /\+1555/)
  }
})

test('settings are looked at without sending', async (t) => {
  const { twilio, io } = await setUp(t)
  twilio.receiver.answer({ status: 200, body: JSON.stringify({ sid: TWILIO.accountSid, status: 'active' }) })
  assert.partialDeepStrictEqual(await text.probe?.(io), { ok: true })
  assert.equal(twilio.receiver.heard[0]?.method, 'GET')
  assert.partialDeepStrictEqual(await text.probe?.({ ...io, fields: { ...io.fields, accountSid: 'AC1' } }), {
    ok: false,
    reason: 'not-configured',
  })
  assert.partialDeepStrictEqual(await text.send(PAGE, '+15558675310', { ...io, fields: { ...io.fields, from: '' } }), {
    reason: 'not-configured',
  })
  for (const to of ['5310', '0151 123', 'ann@example.com', ''])
    assert.partialDeepStrictEqual(await text.send(PAGE, to, io), { reason: 'bad-address' })
})

test('a reply is found behind more sent texts than stand on one page, and what was read is not read again', async (t) => {
  const { twilio, io } = await setUp(t)
  const service = { ...io, fields: { ...io.fields, from: `MG${'0'.repeat(32)}`, hearing: 'ask' } }
  const at = (minutes: number): string => new Date(io.now.add({ minutes }).epochMilliseconds).toUTCString()
  const ask = async (cursor: string | null, minutes: number) =>
    (await text.poll?.({ open: [], lastAt: io.now, cursor }, { ...service, now: io.now.add({ minutes }) })) ?? assert.fail()
  const first = await ask(null, 0)
  twilio.receive({ from: '+15558675310', to: '+15017122661', body: 'ack', at: at(1) })
  for (let n = 0; n < 120; n += 1)
    Object.assign(twilio.receive({ from: '', to: '+15558675310', body: 'Page', at: at(2) }), { direction: 'outbound-api' })
  const second = await ask(first.cursor, 3)
  assert.deepEqual(
    second.replies?.map((each) => each.text),
    ['ack'],
  )
  twilio.receive({ from: '+15558675310', to: '+15017122661', body: 'resolve', at: at(60) })
  const before = twilio.receiver.heard.length
  const third = await ask(second.cursor, 61)
  assert.deepEqual(
    third.replies?.map((each) => each.text),
    ['resolve'],
  )
  assert.equal((await ask(third.cursor, 62)).replies?.length, 0)
  assert.ok(twilio.receiver.heard.length - before <= 4, 'no page before the last reply is read for ever')
})
