import assert from 'node:assert/strict'
import { test } from 'node:test'
import { severityTitle } from './severity-title.ts'

test('a level is named by id and name, and by one of them when they are the same word', () => {
  assert.equal(severityTitle('SEV-2', 'High'), 'SEV-2 High')
  assert.equal(severityTitle('critical', 'Critical'), 'Critical')
  assert.equal(severityTitle('P2', 'P2'), 'P2')
  assert.equal(severityTitle('P2', 'P2 High'), 'P2 High')
  assert.equal(severityTitle('P2', undefined), 'P2')
})
