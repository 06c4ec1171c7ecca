import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Case, disagreements, type Entry } from './check-ledger.ts'
import { contacts, type Night, openNight, SHOPS, START } from './night.ts'
import type { Logged } from './requests.ts'

const END = '2026-11-19T00:00:00Z'
const BEN = '+491517654321'

type Pages = { ledger: Entry[]; log: Logged[] }
type Falsification = { name: string; falsify(pages: Pages): Partial<Pages> | undefined; named: RegExp }

const lineOf = ({ ledger }: Pages, user: string, channel: string, stage = 'handed-over'): Entry =>
  ledger.find((each) => each.user === user && each.channel === channel && each.events.some((event) => event.stage === stage)) ??
  assert.fail(`${user} by ${channel} has none that is ${stage}`)
const takenBy = ({ log }: Pages, service: string, path = ''): Logged =>
  log.find(
    (each) =>
      each.service === service &&
      each.status === 200 + (service === 'twilio' ? 1 : service === 'smtp' ? 50 : 0) &&
      each.path.includes(path),
  ) ?? assert.fail(`${service} took nothing`)
const later = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString()
const eventOf = ({ events, message }: Entry, stage: string) =>
  events.find((event) => event.stage === stage) ?? assert.fail(`${message} is not ${stage}`)

const FALSIFICATIONS: Falsification[] = [
  {
    name: 'a page that no provider received',
    falsify: (pages) => ({ log: pages.log.filter((each) => each !== takenBy(pages, 'telegram', 'sendMessage')) }),
    named: /dan\/1-telegram is called handed over at .*, and dan by telegram received nothing/,
  },
  {
    name: 'a line that was taken out',
    falsify: (pages) => ({ ledger: pages.ledger.filter((each) => each !== lineOf(pages, 'ben', 'twilio-sms')) }),
    named: /ben by twilio-sms received something at .* that no line of the ledger explains/,
  },
  {
    name: 'somebody else called than the ledger says',
    falsify: (pages) => void Object.assign(lineOf(pages, 'ana', 'twilio-voice'), { user: 'ben' }),
    named: /ben by twilio-voice received nothing[\s\S]*ana by twilio-voice received something/,
  },
  {
    name: 'a number that is nobody’s',
    falsify: (pages) => {
      const call = takenBy(pages, 'twilio', 'Calls')
      call.body = call.body.replace('491511234567', '491511234560')
      return undefined
    },
    named: /somebody in no list of contacts \(\+491511234560 by twilio-voice\) was sent something/,
  },
  {
    name: 'two of one, by the id on the wire',
    falsify: ({ log, ...pages }) => ({ log: [...log, { ...takenBy({ log, ...pages }, 'webhook') }] }),
    named: /dan\/0-webhook was received twice: at .* and at /,
  },
  {
    name: 'two of one, where the wire has no id',
    falsify: ({ log, ...pages }) => ({ log: [...log, { ...takenBy({ log, ...pages }, 'ntfy') }] }),
    named: /ana\/1-ntfy was received twice/,
  },
  {
    name: 'a send that began after the acknowledgement',
    falsify: (pages) => {
      const ended = eventOf(lineOf(pages, 'dan', 'webhook', 'acknowledged'), 'acknowledged')
      takenBy(pages, 'webhook').at = later(ended.at, 1)
      return undefined
    },
    named: /dan\/0-webhook was begun at .*, after it was acknowledged at /,
  },
  {
    name: 'a page that is called withdrawn and was received',
    falsify: (pages) => {
      const entry = lineOf(pages, 'dan', 'webhook', 'withdrawn')
      const { at } = eventOf(entry, 'retrying')
      const hook = takenBy(pages, 'webhook')
      return { log: [...pages.log, { ...hook, at, headers: { ...hook.headers, 'webhook-id': entry.message } }] }
    },
    named: /dan\/0-webhook was received at .*, and the ledger says "withdrawn"/,
  },
  {
    name: 'a hand-over written down before it was',
    falsify: (pages) => {
      const call = takenBy(pages, 'telegram', 'sendMessage')
      call.at = later(call.at, 5_000)
      return undefined
    },
    named: /dan\/1-telegram is called handed over at .*, and dan by telegram received nothing/,
  },
  {
    name: 'a refusal that is not told',
    falsify: (pages) => {
      const entry = lineOf(pages, 'ana', 'ntfy')
      entry.events = entry.events.filter(({ said }) => said !== 'answered 503')
      return undefined
    },
    named: /ana by ntfy was tried at .* \(answered 503\), and no line of the ledger tells of it/,
  },
  {
    name: 'a refusal that was none',
    falsify: (pages) => ({ log: pages.log.filter(({ service, status }) => service !== 'smtp' || status !== 451) }),
    named: /ben\/1-email says "451 try later" of .*, and nobody answered that/,
  },
  {
    name: 'a receipt that no carrier gave',
    falsify: (pages) => ({ log: pages.log.filter(({ body }) => !body.includes('MessageStatus=delivered')) }),
    named: /ben\/0-twilio-sms is "delivered", says the ledger, and not the provider/,
  },
  {
    name: 'a voicemail that is left out',
    falsify: (pages) => {
      const entry = lineOf(pages, 'ana', 'twilio-voice', 'voicemail')
      entry.events = entry.events.filter(({ stage }) => stage !== 'voicemail')
      return undefined
    },
    named: /ana\/0-twilio-voice is "voicemail", says the provider, and not the ledger/,
  },
  {
    name: 'events that go back in time',
    falsify: (pages) => void lineOf(pages, 'ben', 'email').events.reverse(),
    named: /ben\/1-email does not begin with its queueing[\s\S]*ben\/1-email goes back in time/,
  },
  {
    name: 'a line that stands there twice',
    falsify: (pages) => ({ ledger: [...pages.ledger, lineOf(pages, 'ben', 'email')] }),
    named: /ben\/1-email stands in the ledger 2 times/,
  },
]

describe('the delivery ledger against the logs of the providers', () => {
  let night: Night
  let found: Case
  before(async () => {
    night = await openNight()
  })
  after(() => night?.close())

  /** The product's own export, page by page. */
  const ledger = async (): Promise<Entry[]> => {
    const all: Entry[] = []
    let next: string | null = ''
    while (next !== null) {
      const url: string = `/api/v1/ledger?from=${START}&to=${END}${next ? `&cursor=${encodeURIComponent(next)}` : ''}`
      const answer = await night.organisation.ask('cleo', 'GET', url)
      assert.equal(answer.statusCode, 200, answer.body)
      const page = answer.json() as { items: Entry[]; next: string | null }
      all.push(...page.items)
      next = page.next
    }
    return all
  }
  const caseNow = async (): Promise<Case> => ({ ledger: await ledger(), log: night.log(), contacts })
  /** By the links of every page that this person has had. */
  const answerAll = async (user: string): Promise<void> => {
    for (const escalation of new Set((await ledger()).filter((each) => each.user === user).map((each) => each.escalation))) {
      const url = night.organisation.ackLink(escalation, user)
      assert.equal((await night.organisation.server.inject({ method: 'POST', url })).statusCode, 200)
    }
  }
  const pass = (duration: string) => night.organisation.pass(duration)

  test('W13 I-10 agrees over a night of limits, failures, a voicemail and two who answer', async () => {
    const busy = { status: 429, headers: { 'retry-after': '2' }, body: JSON.stringify({ code: 20429, message: 'Too many', status: 429 }) }
    night.twilio.receiver.answerNext(busy)
    night.ntfy.receiver.answerNext({ status: 503 }, 2)
    night.ntfy.receiver.answerNext({ fate: 'drop' })
    night.mailbox.refuseNext({ code: 451, text: 'try later' })
    await night.open('api', 'api')
    await pass('PT10S')
    await night.tell('calls', { CallStatus: 'ringing' })
    await night.tell('calls', { CallStatus: 'in-progress', AnsweredBy: 'machine_start' })
    await pass('PT5M')
    await night.tell('texts', { MessageStatus: 'delivered' })
    await pass('PT30S')
    const said = await night.post('texts', { MessageSid: `SM${'f'.repeat(32)}`, From: BEN, To: '+15017122661', Body: '4' })
    assert.match(said, /You have/)
    await pass('PT1H')
    await night.open('api-again', 'api')
    await pass('PT5S')
    await night.tell('calls', { CallStatus: 'in-progress', AnsweredBy: 'human' })
    const pressed = await night.press('4')
    assert.match(pressed, /You have/)
    await pass('PT1H')
    night.hook.answerNext({ fate: 'hang' })
    night.hook.answerNext({ status: 500 })
    for (const service of SHOPS) await night.open(service, service)
    await pass('PT30S')
    await night.open('shop-0-again', 'shop-0')
    await pass('PT60S')
    await answerAll('dan')
    await pass('PT2H')
    await night.hook.down()
    await night.open('shop-1-again', 'shop-1')
    await pass('PT8S')
    await answerAll('dan')
    await night.hook.up()
    await pass('PT1H')
    for (const service of SHOPS) await night.open(`${service}-late`, service)
    await pass('PT2H')
    await answerAll('cleo')
    await pass('PT1H')
    found = await caseNow()
    assert.deepEqual(disagreements(found), [])
    const told = new Set(found.ledger.flatMap(({ events }) => events.map(({ stage }) => stage)))
    for (const stage of ['held', 'retrying', 'voicemail', 'delivered', 'human', 'silent', 'withdrawn', 'acknowledged'])
      assert.ok(told.has(stage), `the night had no "${stage}"`)
    assert.ok(new Set(found.log.map(({ service }) => service)).size === 5 && found.log.length > 80)
  })

  test('W13 a voicemail is no human: the next road of the same person is taken at once, and the ladder climbs on', () => {
    const stagesOf = (user: string, channel: string) =>
      found.ledger.find((each) => each.user === user && each.channel === channel)?.events.map(({ stage }) => stage)
    assert.deepEqual(stagesOf('ana', 'twilio-voice'), ['queued', 'retrying', 'handed-over', 'accepted', 'voicemail', 'acknowledged'])
    const push = found.ledger.find((each) => each.user === 'ana' && each.channel === 'ntfy')
    assert.equal(push?.events[0]?.at, '2026-11-18T03:00:10.000Z')
    assert.deepEqual(stagesOf('ben', 'twilio-sms'), ['queued', 'handed-over', 'delivered', 'acknowledged', 'human'])
  })

  test('is exported as a table with one line for each event', async () => {
    const answer = await night.organisation.ask('cleo', 'GET', `/api/v1/ledger?format=csv&from=${START}&to=${END}`)
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
    const lines = answer.body.trim().split('\r\n')
    assert.equal(lines[0], 'message,escalation,page,user,road,channel,to,step,because,reason,stage,at,said,by')
    assert.equal(lines.length, found.ledger.reduce((sum, { events }) => sum + events.length, 0) + 1)
  })

  test('shows addresses whole to the person themselves and to admins, masked to everybody else, in every export', async () => {
    const toOf = async (who: string, user: string, url: string): Promise<(string | null)[]> => {
      const answer = await night.organisation.ask(who, 'GET', url)
      assert.equal(answer.statusCode, 200, answer.body)
      const { items } = answer.json() as { items: (Entry & { to: string | null })[] }
      return [...new Set(items.filter((each) => each.user === user).map(({ channel, to }) => `${channel} ${to}`))].sort()
    }
    const alert = '/api/v1/alerts/a-api/ledger'
    const whole = ['email ben@example.com', 'twilio-sms +491517654321']
    const masked = ['email b…@example.com', 'twilio-sms +49…321']
    assert.deepEqual(await toOf('vera', 'ben', alert), masked)
    assert.deepEqual(await toOf('ana', 'ben', alert), masked)
    assert.deepEqual(await toOf('ben', 'ben', alert), whole)
    assert.deepEqual(await toOf('cleo', 'ben', alert), whole)
    const span = `/api/v1/ledger?from=${START}&to=${END}`
    assert.ok((await toOf('dan', 'ben', span)).includes('twilio-sms +49…321'))
    const hidden = /\+4915|\w{2,}@example\.com|127\.0\.0\.1:\d+\/(ana|dan)/
    for (const url of [alert, `${alert}?format=csv`]) {
      const { body } = await night.organisation.ask('vera', 'GET', url)
      assert.doesNotMatch(body, hidden)
      assert.match(body, /\+49…567/)
    }
    assert.match((await night.organisation.ask('cleo', 'GET', `${alert}?format=csv`)).body, /,twilio-voice,'\+491511234567,/)
    const { rows } = await night.organisation.app.pools.side.query(`select data::text from fact where name like 'page.%'`)
    for (const { data } of rows) assert.doesNotMatch(data, hidden, 'no fact holds a whole address')
  })

  test('is checked by a program that imports nothing of the product', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-ledger-'))
    t.after(() => rm(folder, { recursive: true }))
    const files = { ledger: { items: found.ledger }, requests: found.log, contacts: found.contacts }
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.json`), JSON.stringify(content))
    const program = new URL('./check-ledger.ts', import.meta.url).pathname
    const check = (log: string) =>
      spawnSync(process.execPath, [program, ...['ledger', log, 'contacts'].map((name) => join(folder, `${name}.json`)), '0'], {
        encoding: 'utf8',
      })
    const good = check('requests')
    assert.equal(good.stdout, `${found.ledger.length} lines, ${found.log.length} requests: 0 disagreements\n`, good.stderr)
    assert.equal(good.status, 0)
    await writeFile(join(folder, 'fewer.json'), JSON.stringify(found.log.filter(({ service }) => service !== 'ntfy')))
    const bad = check('fewer')
    assert.equal(bad.status, 1)
    assert.match(bad.stdout, /ana by ntfy received nothing/)
    for (const file of ['check-ledger', 'requests', 'matching'])
      for (const [, from = ''] of readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8').matchAll(/from '([^']+)'/g))
        assert.match(from, /^(node:|\.\/(requests|matching)\.ts$)/)
  })

  for (const { name, falsify, named } of FALSIFICATIONS)
    test(`names what is planted: ${name}`, () => {
      const { ledger, log } = structuredClone({ ledger: found.ledger, log: found.log }) as Pages
      const changed = falsify({ ledger, log })
      const problems = disagreements({ ...found, ledger, log, ...changed })
      assert.ok(problems.length > 0, 'nothing was noticed')
      assert.match(problems.join('\n'), named)
    })
})
