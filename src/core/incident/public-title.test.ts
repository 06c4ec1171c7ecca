import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { publicTitleOf } from './public-title.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1 }]
services: [{ id: api, name: payments-api-7, component: Card payments }, { id: vault, name: vault-3 }]
status_pages: [{ id: public, title: Shop, components: [service:api] }, { id: inside, title: Inside, private: true, components: [service:vault] }]
`)

test('without words for customers the title names only what the public page names, never the title of colleagues', () => {
  assert.equal(publicTitleOf({ publicTitle: 'Cards fail', service: 'api' }, policy), 'Cards fail')
  assert.equal(publicTitleOf({ publicTitle: null, service: 'api' }, policy), 'Problem with Card payments')
  assert.equal(publicTitleOf({ publicTitle: null, service: 'vault' }, policy), 'Problem with Test')
  assert.equal(publicTitleOf({ publicTitle: null, service: null }, policy), 'Problem with Test')
})
