import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filterOf } from './filter.ts'
import { isNarrowed, queryOf } from './filter-query.ts'

test('an address is a filter: what is none is left out, days hold from midnight to midnight', () => {
  const raw = { status: 'all', severity: 'SEV-1', person: '', from: '2026-11-12', to: '2026-11-12', type: 3, page: 'x' }
  const filter = filterOf(raw)
  assert.deepEqual(filter, { status: 'all', severity: 'SEV-1', from: '2026-11-12', to: '2026-11-12' })
  assert.equal(isNarrowed(filter), true)
  assert.equal(isNarrowed(filterOf({ status: 'resolved' })), false)
  assert.deepEqual(filterOf({ status: 'open', from: 'yesterday' }), {})
  assert.deepEqual(Object.fromEntries(new URLSearchParams(queryOf(filter, ''))), {
    status: 'all',
    severity: 'SEV-1',
    from: '2026-11-12T00:00:00.000Z',
    to: '2026-11-13T00:00:00.000Z',
  })
})
