import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import alertmanager from './alertmanager/index.ts'
import type { ReceiveRequest } from './declaration.ts'

/** What senders write where an end would be: nothing, Go's zero time, an estimate of when it will have ended, rubbish. */
const end = fc.oneof(
  fc.constantFrom(undefined, null, '', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 0, 1, true, 'resolved', {}, []),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.string(),
)
const words = fc.oneof(fc.string(), fc.constantFrom('ok', 'up', 'resolved', 'upstream_down is up', 'all clear', 'recovered'))

const read = (body: unknown) => {
  const raw = Buffer.from(JSON.stringify(body))
  return alertmanager.receive({ body: JSON.parse(raw.toString()), raw, headers: {}, query: {} } as unknown as ReceiveRequest).events
}

describe('an alert that fires', () => {
  test('W19 W17 is never read as over, whatever stands in its times, labels and texts', () => {
    fc.assert(
      fc.property(end, words, words, (endsAt, summary, name) => {
        const alert = { status: 'firing', labels: { alertname: name, state: summary }, annotations: { summary }, startsAt: endsAt, endsAt }
        for (const status of ['firing', 'resolved', undefined]) {
          const [event] = read({ version: '4', groupKey: 'g', status, alerts: [alert] })
          assert.equal(event?.action, 'open')
          assert.equal(event?.endedAt, undefined)
        }
      }),
      { numRuns: 500, seed: 19 },
    )
  })

  test('W19 of one post only what says that it is over is', () => {
    const alerts = ['firing', 'resolved', 'firing', 'Resolved'].map((status, n) => ({
      status,
      labels: { alertname: `a${n}` },
      endsAt: '2026-01-01T00:00:00Z',
    }))
    assert.deepEqual(
      read({ status: 'firing', alerts }).map(({ action }) => action),
      ['open', 'resolve', 'open', 'resolve'],
    )
  })
})
