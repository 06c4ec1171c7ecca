import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createReceiver, type Receiver } from '../../../test/fakes/receiver.ts'
import type { task } from '../../../test/world/held-work.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { MOST_WAITING } from '../../platform/work/work.ts'
import connections from '../connections/feature.ts'
import oncall from '../oncall/feature.ts'
import paging from '../paging/feature.ts'
import { createSender } from '../paging/sender.ts'
import coverage from './feature.ts'

const KEY = 'k'.repeat(24)
let house: Installation
let pager: Receiver
before(async () => {
  pager = await createReceiver()
  house = await startInstallation({
    features: [coverage, connections, oncall, paging],
    sender: createSender,
    bundle: {
      users: [
        { id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } },
        { id: 'ben', name: 'Ben', contacts: { webhook: `${pager.url}/ben` } },
      ],
      integrations: [{ id: 'any', type: 'generic', key: KEY, service: 'shop' }],
      severities: [{ id: 'SEV-1', name: 'One' }],
      escalation_policies: [
        { id: 'technical', steps: [{ page: ['user:ann'] }] },
        { id: 'other', steps: [{ page: ['user:ben'] }] },
      ],
      services: [
        { id: 'api', escalation: ['technical'] },
        { id: 'shop', escalation: ['other'] },
      ],
    },
  })
})
after(async () => {
  await house?.close()
  await pager?.close()
})

const ask = (url: string) => house.server.inject({ method: 'GET', url, headers: as('viewer') })

test('S3.4 the proof by API counts only roads that this installation can take', async () => {
  const answer = (await ask('/api/v1/coverage?days=2')).json()
  assert.equal(answer.isCovered, false)
  assert.deepEqual(
    answer.rows
      .find(({ services }: { services: string[] }) => services.includes('api'))
      .gaps.map((gap: { kind: string; isBreaking: boolean }) => [gap.kind, gap.isBreaking]),
    [['nobody', true]],
    'without a mail server nobody is reached',
  )
})

test('a span that would keep the pager busy is refused with what is possible', async () => {
  const answer = await ask('/api/v1/coverage?days=366')
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /100/)
})

test('when too many computations wait, one more is answered 503 with Retry-After, and alerts go on', async () => {
  const open = new SharedArrayBuffer(4)
  const input = new URL('../../../test/world/held-work.ts', import.meta.url)
  const taken = Array.from({ length: MOST_WAITING + 1 }, () => house.app.work.run<typeof task>(input, { open }))
  const refused = await ask('/api/v1/coverage?days=37')
  assert.deepEqual([refused.statusCode, refused.headers['retry-after'], refused.json().code], [503, '5', 'busy'])
  Atomics.store(new Int32Array(open), 0, 1)
  Atomics.notify(new Int32Array(open), 0)
  await Promise.all(taken)
})

test('S3.4 a proof and a year of fairness that take long hold up neither an alert nor its page', { timeout: 30_000 }, async () => {
  const open = new SharedArrayBuffer(4)
  const held = house.app.work.run<typeof task>(new URL('../../../test/world/held-work.ts', import.meta.url), { open })
  const answered: string[] = []
  const asked = ['/api/v1/coverage?days=90', '/api/v1/oncall/fairness?from=2026-01-01T00:00:00Z&to=2026-12-01T00:00:00Z'].map(
    async (url) => {
      assert.equal((await ask(url)).statusCode, 200)
      answered.push(url)
    },
  )
  const posted = await house.server.inject({ method: 'POST', url: `/in/generic/${KEY}`, payload: { title: 'Down', key: 'k1' } })
  assert.equal(posted.statusCode, 202)
  await pager.expect(1)
  assert.deepEqual(answered, [])
  Atomics.store(new Int32Array(open), 0, 1)
  Atomics.notify(new Int32Array(open), 0)
  await Promise.all([held, ...asked])
})
