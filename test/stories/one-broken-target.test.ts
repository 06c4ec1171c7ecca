import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveTarget } from '../../src/core/oncall/targets.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy, type Policy } from '../../src/core/policy/policy.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'

const PEOPLE = 100
const START = Temporal.Instant.from('2026-11-18T03:00:00Z')

function hundred(): Policy {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({ id: `p${i}`, contacts: { email: `p${i}@example.com` } }))
  const text = JSON.stringify({
    version: 1,
    organization: { name: 'Hundred Ltd' },
    users: people,
    schedules: [{ id: 'broken', timezone: 'UTC', layers: [{ id: 'l', rotation: 'weekly', starts: '2026-01-05T00:00', members: ['p0'] }] }],
    escalation_policies: [
      { id: 'all', steps: [{ page: ['schedule:broken', ...people.slice(1).map(({ id }) => `user:${id}`)], wait: '15m' }] },
    ],
    services: [{ id: 'api', escalation: ['all'] }],
    integrations: [{ id: 'am', type: 'alertmanager', service: 'api', key: 'k'.repeat(32) }],
  })
  const { bundle, findings } = parseBundle([{ path: 'hundred.yaml', text }])
  assert.ok(bundle, JSON.stringify(findings))
  return createPolicy(bundle, 1)
}

const event = { action: 'open', key: 'k', title: 'Down', labels: {}, details: {}, links: [], source: 'test' }
const open = {
  name: 'open',
  to: { kind: 'alert', key: 'am/k', orNew: 'a1' },
  by: 'integration:am',
  data: { event, integration: 'am', service: 'api' },
}

test('I-11 W6 one person whose words cannot be made and 99 who are well: 99 are delivered, the one is told as failed', async () => {
  const delivered = new Set<string>()
  const rehearsal = createRehearsal({
    policy: hundred(),
    start: START,
    send: async ({ target }) => {
      if (target === 'user:p7') throw new Error('the template says {{ nothing }}')
      delivered.add(target)
      return { ok: true, said: 'taken' }
    },
  })
  await rehearsal.execute(open)
  await rehearsal.advance(START.add({ milliseconds: 100 }))
  assert.equal(delivered.size, PEOPLE - 1)
  const failed = rehearsal.facts().filter((fact) => fact.name === 'page.failed')
  assert.deepEqual([...new Set(failed.map((fact) => fact.data.user))], ['p7'])
  assert.match(String(failed[0]?.data.said), /template/)
})

test('I-11 W6 a schedule that cannot be read keeps nobody else of its step from their page, and is named', async () => {
  const policy = hundred()
  const broken: Policy = {
    ...policy,
    schedule: (id) => {
      if (id.endsWith('broken')) throw new Error('a rotation without an end')
      return policy.schedule(id)
    },
  }
  assert.throws(() => resolveTarget(broken, 'schedule:broken', { at: START }), 'the fault is really there')
  const delivered = new Set<string>()
  const send = async ({ target }: { target: string }) => {
    delivered.add(target)
    return { ok: true as const, said: 'taken' }
  }
  const rehearsal = createRehearsal({ policy: broken, start: START, send })
  await rehearsal.execute(open)
  await rehearsal.advance(START.add({ milliseconds: 100 }))
  assert.equal(delivered.size, PEOPLE - 1)
  const told = rehearsal.facts().find((fact) => fact.name === 'escalation.target_broken')
  assert.deepEqual([told?.data.target, told?.data.why], ['schedule:broken', 'a rotation without an end'])
})
