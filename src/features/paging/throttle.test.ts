import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { alertKey } from '../../core/alert/machine.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { createSteppedClock } from '../../engine/clock.ts'
import type { Prepare } from '../../engine/outbox.ts'
import type { App } from '../feature.ts'
import { features } from '../index.ts'
import { asItsLeader, turnOf, withOthers } from './throttle.ts'

const START = '2026-11-18T03:00:00.000Z'

const written = `
version: 1
organization: { name: Storm Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities: [ { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } } ]
users:
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: ana, name: Ana, contacts: { phone: "+491511234567" }, rules: [ { after: 0m, by: [sms] } ] }
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 5m } ], repeat: 3 } ]
services: [ { id: api, escalation: [technical] } ]
grouping: { by: [labels.alertname], window: 1m }
`

type Handed = { at: string; id: string; title: string; others: number; kind: string }

/** The sender's own turn-taking in front of a carrier that takes everything. */
const taking =
  (handed: Handed[]) =>
  (app: App): Prepare =>
  async (message) => {
    const turn = await turnOf(app, message)
    if (turn.kind === 'held') return async () => ({ ok: false, retry: true, isHeld: true, retryAfterMs: turn.ms, said: turn.said })
    if (turn.kind === 'bundled') return () => asItsLeader(app, message, turn)
    return async () => {
      const { title, alerts, kind } = withOthers(message, turn.others)
      if (message.target === 'user:ana')
        handed.push({
          at: momentOf(app.clock.now()),
          id: message.id,
          title: String(title),
          kind: String(kind),
          others: (alerts as unknown[])?.length ?? 0,
        })
      return { ok: true, said: 'taken', proof: 'accepted' }
    }
  }

async function openAlert(organisation: Organisation, serial: number): Promise<string> {
  const key = `k${serial}`
  const event = {
    action: 'open',
    key,
    title: `${key} is down`,
    severity: 'critical',
    labels: { alertname: key },
    details: {},
    links: [],
    source: 'test',
  }
  const { subject } = await organisation.execute({
    name: 'open',
    to: { kind: 'alert', key: alertKey('am', key), orNew: `a${serial}` },
    by: 'integration:am',
    data: { event, integration: 'am', service: 'api' },
  })
  return subject?.id ?? ''
}

describe('a storm of pages to one person', () => {
  let organisation: Organisation
  const handed: Handed[] = []
  let serial = 0
  before(async () => {
    organisation = await openOrganisation({ policy: '', written, start: START, features, sender: taking(handed) })
  })
  after(() => organisation?.close())

  const open = (): Promise<string> => {
    serial += 1
    return openAlert(organisation, serial)
  }
  const minutes = ({ at }: Handed): number => (Date.parse(at) - Date.parse(START)) / 60_000
  const factsOf = async (name: string) =>
    (
      await organisation.app.pools.side.query<{ data: Record<string, string> }>('select data from fact where name = $1 order by id', [name])
    ).rows.map(({ data }) => data)

  test('W48 I-19 never holds the first page of an alert, however many there are', async () => {
    for (let i = 0; i < 12; i += 1) await open()
    assert.equal(handed.length, 12)
    assert.ok(handed.every((each) => each.kind === 'page' && each.others === 0 && minutes(each) === 0))
    assert.deepEqual(await factsOf('page.held'), [])
  })

  test('W48 I-19 holds repeats until the limit has room, tells them together, and says of each why it was late', async () => {
    await organisation.pass('PT5M')
    assert.equal(handed.length, 12, 'the repeats at five minutes wait: twelve went out just now')
    const held = await factsOf('page.held')
    assert.equal(held.length, 12)
    assert.match(String(held[0]?.why), /held back for 300 s .* ana has had as many by sms/)
    const shown = (await organisation.ask('cleo', 'GET', '/api/v1/alerts/a3')).json() as {
      timeline: { text: string }[]
      ledger: { events: { stage: string }[] }[]
    }
    assert.match(
      shown.timeline[0]?.text ?? '',
      /^A page to ana by twilio-sms was held back until 2026-11-18T03:10:00.000Z: held back for 300 s/,
    )
    assert.equal(shown.ledger[1]?.events.at(-1)?.stage, 'held')
    await organisation.pass('PT4M59S')
    assert.equal(handed.length, 12)
    await organisation.pass('PT11S')
    assert.equal(handed.length, 13, JSON.stringify(handed.slice(12)))
    assert.equal(handed[12]?.others, 11, 'one message tells of the eleven others')
    const told = (await factsOf('page.delivered')).filter(({ said }) => said?.startsWith('told together'))
    assert.equal(told.length, 23, 'two repeats of each of the twelve, one of them as itself')
  })
})

describe('a backlog', () => {
  let organisation: Organisation
  const handed: Handed[] = []
  before(async () => {
    organisation = await openOrganisation({ policy: '', written, start: START, features, sender: taking(handed) })
  })
  after(() => organisation?.close())

  test('I-15 after hours of standing still leaves as one message, without what was answered in the meantime', async () => {
    const { app } = organisation
    // Queued while nobody sends: as a process leaves them that dies right after its commit.
    const queue = async (name: string, status: string) => {
      const id = `esc-${name}.1.0.0.ana/0-twilio-sms`
      await app.pools.page.query(
        `insert into message (id, from_kind, from_id, channel, target, road, content, until_at, generation, status, attempt, queued_at, next_at, possible_repeat)
         values ($1, 'escalation', $2, 'twilio-sms', 'user:ana', 'sms', $3, '2026-11-19', 1, $4, 0, $5, $5, false)`,
        [id, `esc-${name}`, JSON.stringify({ kind: 'page', title: `${name} is down` }), status, '2026-11-18T00:00:00Z'],
      )
      return id
    }
    for (let i = 0; i < 30; i += 1) await queue(`b${i}`, i === 7 ? 'withdrawn' : 'queued')
    await organisation.pass('PT10S')
    assert.equal(handed.length, 1)
    assert.equal(handed[0]?.others, 28)
    const { rows } = await app.pools.side.query<{ status: string; n: number }>(
      `select status, count(*)::int as n from message group by 1 order by 1`,
    )
    assert.deepEqual(rows, [
      { status: 'delivered', n: 29 },
      { status: 'withdrawn', n: 1 },
    ])
  })

  test('I-5 I-15 a clock that jumps pages nobody for what is acknowledged, and tells the rest in one message', async () => {
    handed.splice(0)
    await organisation.pass('PT1H')
    const alerts: string[] = []
    for (let i = 100; i < 110; i += 1) alerts.push(await openAlert(organisation, i))
    assert.equal(handed.length, 10, 'first pages on time are never bundled')
    for (const id of alerts.slice(0, 4))
      await organisation.execute({ name: 'acknowledge', to: { kind: 'alert', id }, by: 'user:ana', data: { via: 'console' } })
    handed.splice(0)
    const clock = organisation.app.clock as ReturnType<typeof createSteppedClock>
    clock.set(clock.now().add({ hours: 2 }))
    await organisation.pass('PT20S')
    assert.deepEqual(
      handed.map(({ others, kind }) => [kind, others]),
      [['page', 5]],
      'six wait for an answer: one page that names the five others',
    )
    const { rows } = await organisation.app.pools.side.query<{ n: number }>(
      `select count(*)::int as n from message where from_id = any($1) and queued_at > $2`,
      [alerts.slice(0, 4).map((id) => `esc-${id}-2`), START.replace('03:00', '05:00')],
    )
    assert.equal(rows[0]?.n, 0)
  })
})
