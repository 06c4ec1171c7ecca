import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { createSteppedClock } from './clock.ts'
import { measureEngine } from './metrics.ts'
import { unprepared } from './outbox.ts'
import type { QueuedMessage } from './store.ts'

test('W3 the engine says under /metrics how late it is and what became of each hand-over', async () => {
  const registry = new Registry()
  const clock = createSteppedClock(Temporal.Instant.from('2026-11-20T12:00:00.250Z'))
  const health = async () => ({ timerLateMs: 1_500, messageLateMs: 0, poisoned: [], inFlight: 3, audit: null, policyVersion: 7 })
  const measured = measureEngine({ registry, health, clock })
  const message = { channel: 'ntfy', queuedAt: '2026-11-20T12:00:00.000Z' } as QueuedMessage
  await (await measured(unprepared(async () => ({ ok: true, said: 'taken' })))(message))()
  await (await measured(unprepared(async () => ({ ok: false, retry: true, said: 'try later' })))(message))()
  const text = await registry.metrics()
  for (const line of [
    'tocsin_timer_late_seconds 1.5',
    'tocsin_messages_in_flight 3',
    'tocsin_policy_version 7',
    'tocsin_hand_overs_total{channel="ntfy",outcome="taken"} 1',
    'tocsin_hand_overs_total{channel="ntfy",outcome="failed"} 1',
    'tocsin_hand_over_seconds_sum{channel="ntfy"} 0.25',
  ])
    assert.ok(text.split('\n').includes(line), `"${line}" is missing in\n${text}`)
})
