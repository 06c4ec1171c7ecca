import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { type OpenIncident, probablyPartOf, type Unlinked } from './probable.ts'

const policy = createPolicy(
  bundleSchema.parse({
    version: 1,
    organization: { name: 'Example Ltd' },
    services: [
      { id: 'api', depends_on: ['dependency:cards'] },
      { id: 'ledger', depends_on: ['service:api'] },
      { id: 'settlement', depends_on: ['service:ledger'] },
      { id: 'search' },
    ],
  }),
  1,
)
const alert = (service: string | null, more: Partial<Unlinked> = {}): Unlinked => ({
  service,
  group: 'g',
  openedAt: '2026-11-12T14:39:00.000Z',
  ...more,
})
const incident = (id: string, service: string | null, more: Partial<OpenIncident> = {}): OpenIncident => ({
  id,
  service,
  rank: 1,
  startedAt: '2026-11-12T14:02:00.000Z',
  groups: [],
  ...more,
})
const found = (one: Unlinked, ...incidents: OpenIncident[]) => probablyPartOf(one, incidents, policy)

describe('the incident an alert is probably part of', () => {
  test('same service, what it waits for, and what waits for it', () => {
    assert.deepEqual(found(alert('api'), incident('i', 'api')), { id: 'i', because: 'service', afterMs: 37 * 60_000 })
    assert.equal(found(alert('settlement'), incident('i', 'api'))?.because, 'waits-for')
    assert.equal(found(alert('api'), incident('i', 'settlement'))?.because, 'needed-by')
  })
  test('nothing in common is nothing, nor are two without a service', () => {
    assert.equal(found(alert('search'), incident('i', 'api')), null)
    assert.equal(found(alert(null), incident('i', null)), null)
  })
  test('the same kind of alert in it is the surest, then the service, then severity, then the latest', () => {
    const sure = incident('group', 'search', { groups: ['g'], rank: 3 })
    assert.equal(found(alert('api'), incident('service', 'api', { rank: 0 }), sure)?.id, 'group')
    assert.equal(found(alert('api'), incident('tree', 'settlement', { rank: 0 }), incident('service', 'api'))?.id, 'service')
    assert.equal(found(alert('api'), incident('mild', 'api', { rank: 2 }), incident('bad', 'api', { rank: 0 }))?.id, 'bad')
    const later = incident('later', 'api', { startedAt: '2026-11-12T14:30:00.000Z' })
    assert.equal(found(alert('api'), incident('earlier', 'api'), later)?.id, 'later')
  })
  test('only within its time: a first sign may come half an hour before, nothing half a day after', () => {
    assert.equal(found(alert('api', { openedAt: '2026-11-12T13:40:00.000Z' }), incident('i', 'api'))?.afterMs, -22 * 60_000)
    assert.equal(found(alert('api', { openedAt: '2026-11-12T13:20:00.000Z' }), incident('i', 'api')), null)
    assert.equal(found(alert('api', { openedAt: '2026-11-13T03:00:00.000Z' }), incident('i', 'api')), null)
  })
})
