import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { type Asked, simulateBody } from './contract/simulate.ts'
import { simulated } from './reads/simulate.ts'

const NIGHT = Temporal.Instant.from('2026-11-15T03:00:00Z')

type Written = { jonas?: string; primary?: string; steps?: string[] }

const USUAL_STEPS = ['{ page: schedule:primary, wait: 15m }', '{ page: user:jonas, wait: 15m }', '{ page: user:tomas, wait: 15m }']

/** Mara, then Jonas, then Tomas, fifteen minutes each; Jonas' phone waits for its code. */
const written = ({ jonas = 'unverified: [phone], ', primary = '', steps = USUAL_STEPS }: Written) => `
severities:
  - { id: SEV-1, name: Critical, respond_within: 15m, roads: [phone, chat] }
  - { id: SEV-4, name: Low, pages: false }
users:
  - { id: mara, name: Mara, contacts: { phone: "+4915112344521" } }
  - { id: jonas, name: Jonas, ${jonas}contacts: { phone: "+4915112344522", slack: U0JONAS } }
  - { id: tomas, name: Tomas, role: admin, contacts: { phone: "+4915112344523" } }
schedules:
  - id: primary
    name: primary
    timezone: UTC
    layers: [{ id: weekly, rotation: weekly, starts: "2026-01-05T00:00", members: [mara]${primary} }]
escalation_policies:
  - { id: technical, name: Technical, steps: [${steps.join(', ')}] }
services: [{ id: api, name: API, escalation: [technical] }]
`

const ask = (policy: Written, question: Partial<Asked> = {}) =>
  simulated(
    { ...simulateBody.parse({ service: 'api', at: NIGHT.toString() }), ...question },
    { policy: policyFrom(written(policy)), now: () => NIGHT, canSend: () => true },
  )

describe('what could go wrong, what it costs and what mends it', () => {
  test('a phone that is not verified keeps the second person asleep: verify it, or change the steps', async () => {
    const { findings, skipped, promise } = await ask({})
    const [alone, asleep] = findings
    assert.equal(alone?.what, 'If Mara sleeps through, nobody else is woken until 30m after the alert')
    assert.equal(alone?.cost, 'then SEV-1 misses its response of 15m by 15m')
    assert.deepEqual(
      alone?.remedies.map(({ words }) => words),
      ['Ask Jonas to verify', 'Swap step 2 and 3', 'Edit the steps of Technical'],
    )
    assert.deepEqual([asleep?.kind, asleep?.what, asleep?.cost], ['no-waking-road', 'Jonas is told, but not woken', 'phone not verified'])
    assert.deepEqual(
      skipped.map(({ person, road, why }) => [person?.name, road, why]).filter(([name]) => name === 'Jonas'),
      [['Jonas', 'phone', 'phone not verified']],
    )
    assert.equal(promise?.spareS, 900)
  })

  test('with it verified nothing is wanting', async () => {
    const { findings } = await ask({ jonas: '' })
    assert.deepEqual(findings, [])
  })

  test('a hole of a schedule is a step that pages nobody, with the schedule to open', async () => {
    const { findings, first } = await ask({ jonas: '', primary: ', restrict: [{ days: [mon, tue, wed, thu, fri] }]' })
    assert.equal(first?.person.name, 'Jonas')
    const empty = findings.find(({ kind }) => kind === 'empty-step')
    assert.equal(empty?.what, 'Step 1 of Technical pages nobody: it names nobody at this moment')
    assert.deepEqual(empty?.remedies[0], { kind: 'schedule', schedule: { id: 'primary', name: 'primary' }, words: 'Open primary' })
  })

  test('somebody who is woken after the promise, one person alone, nobody, and what pages nobody', async () => {
    const late = await ask({ steps: ['{ page: user:jonas, wait: 20m }', '{ page: user:tomas }'] })
    const [first, second] = late.findings
    assert.deepEqual(
      [first?.kind, first?.isBreaking, first?.cost],
      ['late', true, 'SEV-1 promises a response within 15m; it is missed by 5m'],
    )
    assert.deepEqual([second?.kind, second?.what], ['alone', 'If Tomas sleeps through, nobody else is woken'])
    const asleep = await ask({ steps: ['{ page: user:jonas }'] }, { for: '10m' })
    assert.deepEqual([asleep.findings[0]?.kind, asleep.first], ['asleep', null])
    const quiet = await ask({}, { severity: 'SEV-4', declare: false })
    assert.deepEqual([quiet.findings.map(({ kind }) => kind), quiet.wakes], [['quiet'], []])
  })

  test('a whole day is played, with the same findings as its first hour', async () => {
    const kindsOf = async (duration: string) => (await ask({}, { for: duration })).findings.map(({ kind }) => kind)
    assert.deepEqual(await kindsOf('24h'), await kindsOf('1h'))
  })
})
