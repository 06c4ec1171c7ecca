import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import coverage from './feature.ts'

let house: Installation
before(async () => {
  house = await startInstallation({
    features: [coverage],
    bundle: {
      users: [{ id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } }],
      severities: [{ id: 'SEV-1', name: 'One' }],
      escalation_policies: [{ id: 'technical', steps: [{ page: ['user:ann'] }] }],
      services: [{ id: 'api', escalation: ['technical'] }],
    },
  })
})
after(() => house.close())

const ask = (url: string) => house.server.inject({ method: 'GET', url, headers: as('viewer') })

test('S3.4 the proof by API counts only roads that this installation can take', async () => {
  const answer = (await ask('/api/v1/coverage?days=2')).json()
  assert.equal(answer.isCovered, false)
  assert.deepEqual(
    answer.rows[0].gaps.map((gap: { kind: string; isBreaking: boolean }) => [gap.kind, gap.isBreaking]),
    [['nobody', true]],
    'without a mail server nobody is reached',
  )
})

test('a span that would keep the pager busy is refused with what is possible', async () => {
  const answer = await ask('/api/v1/coverage?days=366')
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /100/)
})
