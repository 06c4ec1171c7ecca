import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { alertKey } from '../../src/core/alert/machine.ts'
import { momentOf } from '../../src/core/time/moment.ts'
import type { Prepare } from '../../src/engine/outbox.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import type { App } from '../../src/features/feature.ts'
import { features } from '../../src/features/index.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { disagreements, type ReceivedPage } from './check-ledger.ts'

const START = '2026-11-18T03:00:00.000Z'

const written = `
version: 1
organization: { name: Proof Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities: [ { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } } ]
users:
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: ana, name: Ana, contacts: { phone: "+491511234567", email: ana@example.com, ntfy: "https://ntfy.example.com/ana" }, rules: [ { after: 0m, by: [phone] }, { after: 2m, by: [push] } ] }
  - { id: ben, name: Ben, contacts: { phone: "+491517654321", email: ben@example.com } }
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 5m }, { page: [user:ben], wait: 5m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

/** A carrier that keeps its own book: it answers by plan and reports what became of each message to the ladder it came from. */
class Carrier {
  readonly received: ReceivedPage[] = []
  plan: (message: QueuedMessage) => Pick<ReceivedPage, 'answered' | 'proofs'> = () => ({ answered: 'ok' })
  private readonly reports: (() => Promise<void>)[] = []

  sender = (app: App): Prepare => {
    return async (message) => async () => {
      const { answered, proofs } = this.plan(message)
      this.received.push({ id: message.id, at: momentOf(app.clock.now()), answered, ...(proofs ? { proofs } : {}) })
      if (answered === 'error') return { ok: false, retry: true, said: 'answered 500' }
      for (const stage of proofs ?? []) this.reports.push(() => this.report(app, message, stage))
      return { ok: true, said: 'answered 200' }
    }
  }

  private async report(app: App, message: QueuedMessage, stage: string): Promise<void> {
    const data = { message: message.id, stage, said: `the carrier says ${stage}` }
    const { refusal } = await app.engine.execute({ name: 'evidence', to: message.from, by: 'integration:carrier', data })
    assert.equal(refusal, undefined)
  }

  async reportAll(): Promise<void> {
    for (const report of this.reports.splice(0)) await report()
  }
}

type Answer = { items: { message: string; user: string; channel: string; events: { stage: string; at: string; said: string | null }[] }[] }

describe('the delivery ledger against the book of the carrier', () => {
  let organisation: Organisation
  const carrier = new Carrier()
  let alert = ''
  before(async () => {
    organisation = await openOrganisation({ policy: '', written, start: START, features, sender: carrier.sender })
  })
  after(() => organisation?.close())

  const ledger = async (): Promise<Answer['items']> => {
    const answer = await organisation.ask('cleo', 'GET', `/api/v1/alerts/${alert}/ledger`)
    assert.equal(answer.statusCode, 200, answer.body)
    return (answer.json() as Answer).items
  }

  test('W13 I-10 agrees over a night of a voicemail, a provider that is down, a silent carrier, and an answer', async () => {
    carrier.plan = ({ target, channel }) => {
      if (target === 'user:ana' && channel === 'twilio-voice') return { answered: 'ok', proofs: ['accepted', 'voicemail'] }
      if (target === 'user:ana' && channel === 'ntfy') return { answered: 'error' }
      if (channel === 'twilio-sms')
        return { answered: 'ok', ...(target === 'user:ben' ? { proofs: ['accepted', 'delivered', 'human'] } : {}) }
      return { answered: 'ok' }
    }
    const event = {
      action: 'open',
      key: 'k',
      title: 'Payments are down',
      severity: 'critical',
      labels: {},
      details: {},
      links: [],
      source: 'test',
    }
    const { subject } = await organisation.execute({
      name: 'open',
      to: { kind: 'alert', key: alertKey('am', 'k'), orNew: 'a1' },
      by: 'integration:am',
      data: { event, integration: 'am', service: 'api' },
    })
    alert = subject?.id ?? ''
    await organisation.pass('PT20S')
    await carrier.reportAll()
    await organisation.pass('PT4M40S')
    await carrier.reportAll()
    await organisation.pass('PT10S')
    await organisation.execute({ name: 'acknowledge', to: { kind: 'alert', id: alert }, by: 'user:ben', data: { via: 'sms' } })
    await organisation.pass('PT1H')
    const items = await ledger()
    assert.deepEqual(disagreements(items, carrier.received), [])
    const stagesOf = (user: string, channel: string) =>
      items.find((each) => each.user === user && each.channel === channel)?.events.map(({ stage }) => stage)
    assert.deepEqual(stagesOf('ana', 'twilio-voice'), ['queued', 'handed-over', 'accepted', 'voicemail', 'acknowledged'])
    assert.deepEqual(stagesOf('ben', 'twilio-sms'), ['queued', 'handed-over', 'accepted', 'delivered', 'human', 'acknowledged'])
    assert.ok(stagesOf('ana', 'ntfy')?.includes('retrying'))
    const moment = (user: string, channel: string) =>
      Date.parse(items.find((each) => each.user === user && each.channel === channel)?.events[0]?.at ?? '') - Date.parse(START)
    assert.equal(moment('ana', 'ntfy'), 20_000, 'the voicemail brings the push forward at once')
    assert.ok(moment('ana', 'twilio-sms') <= 50_000, 'the push provider is down: the next road within 30 s')
  })

  test('is exported as a table with one line for each event', async () => {
    const answer = await organisation.ask('cleo', 'GET', `/api/v1/ledger?format=csv&from=${START}&to=2026-11-19T00:00:00Z`)
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
    const lines = answer.body.trim().split('\r\n')
    assert.equal(lines[0], 'message,escalation,page,user,road,channel,step,because,reason,stage,at,said,by')
    const events = (await ledger()).reduce((sum, { events }) => sum + events.length, 0)
    assert.equal(lines.length, events + 1)
  })

  test('finds what is planted: a page that nobody received, one too many, a proof that was never given', async () => {
    const items = await ledger()
    const withoutFirst = carrier.received.filter(({ id }) => id !== items[0]?.message)
    assert.match(disagreements(items, withoutFirst)[0] ?? '', /called handed over and nobody received it/)
    const copies = [...carrier.received, ...Array.from({ length: 2 }, () => carrier.received[0] as ReceivedPage)]
    assert.match(disagreements(items, copies).join(), /was received 3 times/)
    const stranger = [...carrier.received, { id: 'esc-x.1.0.0.ana/0-ntfy', at: START, answered: 'ok' as const }]
    assert.match(disagreements(items, stranger)[0] ?? '', /is not in the ledger/)
    const unproved = carrier.received.map(({ proofs: _, ...each }) => each)
    assert.match(disagreements(items, unproved).join(), /says the ledger, and not the carrier/)
  })
})
