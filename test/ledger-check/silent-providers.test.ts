import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { disagreements, type Entry } from './check-ledger.ts'
import { contacts, type Night, openNight, START } from './night.ts'

/** I-10: the next road of the same person by then. */
const NEXT_ROAD_MS = 30_000

const start = async (t: TestContext): Promise<{ night: Night; ledger(): Promise<Entry[]> }> => {
  const night = await openNight()
  t.after(night.close)
  const ledger = async () => {
    const answer = await night.organisation.ask('cleo', 'GET', `/api/v1/ledger?from=${START}&to=2026-11-19T00:00:00Z`)
    return (answer.json() as { items: Entry[] }).items
  }
  return { night, ledger }
}

const of = (entries: Entry[], user: string, channel: string): Entry =>
  entries.find((each) => each.user === user && each.channel === channel) ?? assert.fail(`${user} was sent nothing by ${channel}`)
const stagesOf = ({ events }: Entry): string[] => events.map(({ stage }) => stage)
const sinceStart = ({ events }: Entry): number => Date.parse(events[0]?.at ?? '') - Date.parse(START)

test('I-10 a carrier that answers 201 and delivers nothing: silent, and the next road of the same person within 30 s', async (t) => {
  const { night, ledger } = await start(t)
  await night.open('api', 'api')
  await night.organisation.pass('PT40S')
  const entries = await ledger()
  assert.deepEqual(stagesOf(of(entries, 'ana', 'twilio-voice')), ['queued', 'handed-over', 'silent'])
  const push = of(entries, 'ana', 'ntfy')
  assert.ok(sinceStart(push) > 0 && sinceStart(push) <= NEXT_ROAD_MS, `${sinceStart(push)} ms`)
  assert.deepEqual(disagreements({ ledger: entries, log: night.log(), contacts }), [])
})

test('W13 a call that is taken without a key is "answered", and the ladder climbs on as if nobody had', async (t) => {
  const { night, ledger } = await start(t)
  await night.open('api', 'api')
  await night.organisation.pass('PT5S')
  await night.tell('calls', { CallStatus: 'in-progress', AnsweredBy: 'human' })
  await night.organisation.pass('PT20S')
  await night.tell('calls', { CallStatus: 'completed', AnsweredBy: 'human' })
  await night.organisation.pass('PT5M')
  const entries = await ledger()
  const call = of(entries, 'ana', 'twilio-voice')
  assert.deepEqual(stagesOf(call), ['queued', 'handed-over', 'answered'])
  assert.equal(call.events.at(-1)?.said, 'answered, no key yet')
  assert.equal(sinceStart(of(entries, 'ana', 'ntfy')), 2 * 60_000, 'their own next road as their rules say')
  assert.equal(sinceStart(of(entries, 'ben', 'twilio-sms')), 5 * 60_000, 'the next step as the ladder says')
  assert.deepEqual(disagreements({ ledger: entries, log: night.log(), contacts }), [])
})

test('W13 a voicemail is "voicemail": the next road at once, and the ladder climbs on', async (t) => {
  const { night, ledger } = await start(t)
  await night.open('api', 'api')
  await night.organisation.pass('PT15S')
  await night.tell('calls', { CallStatus: 'in-progress', AnsweredBy: 'machine_end_beep' })
  await night.organisation.pass('PT5M')
  const entries = await ledger()
  assert.deepEqual(stagesOf(of(entries, 'ana', 'twilio-voice')), ['queued', 'handed-over', 'voicemail'])
  assert.equal(sinceStart(of(entries, 'ana', 'ntfy')), 15_000)
  assert.equal(sinceStart(of(entries, 'ben', 'twilio-sms')), 5 * 60_000)
})

test('I-10 a carrier whose line is down at both ends: refused for 30 s, the next road is not waited for', async (t) => {
  const { night, ledger } = await start(t)
  night.twilio.receiver.answerNext({ status: 503 }, 50)
  await night.open('api', 'api')
  await night.organisation.pass('PT30S')
  const push = of(await ledger(), 'ana', 'ntfy')
  assert.ok(sinceStart(push) <= NEXT_ROAD_MS, `${sinceStart(push)} ms`)
  assert.ok(stagesOf(push).includes('handed-over'))
})
