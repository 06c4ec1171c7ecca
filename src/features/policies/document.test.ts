import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { importDocument } from '../../core/document/import-document.ts'
import { parseBundle } from '../../core/policy/parse.ts'
import connections from '../connections/feature.ts'
import policies from './feature.ts'

const example = readFileSync(new URL('../../../policies/example/tocsin.yaml', import.meta.url), 'utf8')
const KEYS = { EXAMPLE_PROMETHEUS_KEY: 'prometheus-secret', EXAMPLE_EVENTS_KEY: 'events-secret', EXAMPLE_GENERIC_KEY: 'generic-secret' }

let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies, connections] })
  const applied = await home.server.inject({
    method: 'POST',
    url: '/api/v1/policy/apply',
    headers: as('admin'),
    payload: { text: example, variables: KEYS },
  })
  assert.equal(applied.statusCode, 200, applied.body)
})
after(() => home.close())

async function documentFor(role: 'admin' | 'viewer', format: string): Promise<string> {
  const answer = await home.server.inject({ method: 'GET', url: `/api/v1/policy/document?format=${format}`, headers: as(role) })
  assert.equal(answer.statusCode, 200, answer.body)
  return (JSON.parse(answer.body) as { text: string }).text
}

test('the running policy is a document that says who is on call, carries no secret and is the policy again when imported', async () => {
  const text = await documentFor('admin', 'md')
  assert.match(text, /## Who is on call\n\nAs of \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  for (const secret of Object.values(KEYS)) assert.ok(!text.includes(secret), secret)
  const { policy } = importDocument(text)
  const { bundle } = parseBundle([{ path: 'tocsin.yaml', text: policy ?? '' }], {})
  assert.deepEqual(
    bundle?.severities?.map(({ id }) => id),
    ['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4'],
  )
})

test('whoever may only read gets the document without how people are reached', async () => {
  const phone = '+49'
  assert.ok((await documentFor('admin', 'html')).includes(phone))
  assert.ok(!(await documentFor('viewer', 'html')).includes(phone))
})
