import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { bundleSchema } from '../../src/core/policy/schema/bundle.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { wordsFor } from '../../src/features/paging/amend.ts'
import { Night } from './night.ts'

const organisation = `
version: 1
organization: { name: Chat Ltd, timezone: UTC }
severities: [ { id: SEV-1, name: Critical, respond_within: 15m } ]
users:
  - { id: ana, name: Ana, contacts: { slack: U0ANA } }
  - { id: ben, name: Ben, contacts: { telegram: "4711", teams: ben@example.com } }
escalation_policies: [ { id: technical, ack_timeout: 30m, steps: [ { page: [user:ana, user:ben], wait: 15m } ] } ]
services: [ { id: api, escalation: [technical] } ]
grouping: { by: [service], window: 5m }
`

const handles: Record<string, string> = { slack: 'D0ANA:1.1', telegram: '4711:7', teams: '1' }

function chatNight(answer?: (message: QueuedMessage) => Receipt): Night {
  const night = new Night('2026-11-18T03:00:00Z', organisation)
  const posted = ({ channel }: QueuedMessage): Receipt => ({ ok: true, said: 'answered 200', providerId: handles[channel] ?? '' })
  night.answer = answer ?? posted
  return night
}

const amended = (night: Night) =>
  night.sent
    .filter(({ message }) => message.content.kind === 'amend')
    .map(({ at, message }) => `${message.channel} ${String(message.content.handle)} @${at}`)

describe('a page that stands in a chat', () => {
  test('is written over when somebody acknowledged, wherever it can be, and the ledger of pages has nothing of it', async () => {
    const night = chatNight()
    const alert = await night.alert()
    await night.until(2)
    await night.does('acknowledge', alert)
    await night.until(3)
    assert.deepEqual(amended(night), ['slack D0ANA:1.1 @2', 'telegram 4711:7 @2'])
    assert.equal(night.told('page.delivered').length, 3)
    assert.equal(night.told('chat_post.changed').length, 2)
  })

  test('is written over again when the acknowledgement ran out and when it is over', async () => {
    const night = chatNight()
    const alert = await night.alert()
    await night.does('acknowledge', alert)
    await night.until(31)
    await night.does('resolve', alert)
    await night.until(32)
    const slack = amended(night).filter((line) => line.startsWith('slack D0ANA:1.1'))
    assert.deepEqual(slack.slice(0, 2), ['slack D0ANA:1.1 @0', 'slack D0ANA:1.1 @30'])
    assert.ok(slack.length >= 3, slack.join())
  })

  test('W43 says that it is silenced, by whom, why and until when, instead of that it is over', async () => {
    const night = chatNight()
    const alert = await night.alert()
    await night.until(2)
    await night.does('snooze', alert, { until: '2026-11-18T05:00:00Z', reason: 'a disk comes' })
    await night.until(3)
    assert.deepEqual(amended(night), ['slack D0ANA:1.1 @2', 'telegram 4711:7 @2'])
    const ladder = night.rehearsal.store.rows.get(`escalation:${night.told('escalation.stopped')[0]?.of.id}`)?.state as EscalationState
    const policy = createPolicy(
      bundleSchema.parse({ version: 1, organization: { name: 'Chat Ltd' }, users: [{ id: 'ana', name: 'Ana' }] }),
      1,
    )
    assert.equal(
      wordsFor(ladder, { policy, zone: 'UTC' }),
      'Silenced by Ana until Wed 18 Nov, 05:00 UTC: a disk comes. It pages again then.',
    )
  })

  test('is written over at once when it was answered while it was on its way', async () => {
    let arrive: (receipt: Receipt) => void = () => {}
    const night = chatNight((message) => {
      if (message.channel !== 'slack' || message.content.kind === 'amend') return { ok: true, said: 'taken' }
      return new Promise<Receipt>((resolve) => {
        arrive = resolve
      }) as unknown as Receipt
    })
    const asked = night.alert()
    while (night.sent.every(({ message }) => message.channel !== 'slack')) await new Promise((resolve) => setImmediate(resolve))
    const ladder = [...night.rehearsal.store.rows.keys()].find((name) => name.startsWith('escalation:'))?.slice('escalation:'.length)
    assert.ok(ladder)
    const acknowledged = night.rehearsal.execute({
      name: 'acknowledge',
      to: { kind: 'escalation', id: ladder },
      by: 'user:ben',
      data: { via: 'x' },
    })
    while (night.told('escalation.acknowledged').length === 0) await new Promise((resolve) => setImmediate(resolve))
    arrive({ ok: true, said: 'answered 200', providerId: 'D0ANA:1.1' })
    await Promise.all([asked, acknowledged])
    await night.until(1)
    assert.deepEqual(amended(night), ['slack D0ANA:1.1 @0'])
    assert.equal(night.told('page.delivered').find(({ data }) => data.channel === 'slack')?.data.late, true)
  })

  test('W46 a workspace that limits us delays no other road and loses no correction', async () => {
    let isLimited = true
    const limited: Receipt = { ok: false, retry: true, said: 'answered 429', retryAfterMs: 30_000 }
    const night = chatNight((message) => {
      if (message.channel === 'slack' && isLimited) return limited
      return { ok: true, said: 'answered 200', providerId: handles[message.channel] ?? '' }
    })
    const alert = await night.alert()
    assert.deepEqual(night.heard().sort(), ['ana chat page @0', 'ben chat page @0', 'ben chat page @0'])
    await night.until(0.4)
    isLimited = false
    await night.until(1)
    assert.ok(night.heard(0.4).includes('ana chat page @0.5'), night.heard().join('\n'))
    await night.does('acknowledge', alert)
    await night.until(2)
    assert.deepEqual(amended(night).sort(), ['slack D0ANA:1.1 @1', 'telegram 4711:7 @1'])
  })
})
