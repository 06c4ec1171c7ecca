import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { proposedMitigations } from '../../src/core/incident/proposals.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { PlayedLadder } from './played-ladder.ts'

async function played(organisation: string, severity: string, service: string) {
  const { bundle } = readPolicy(organisation)
  assert.ok(bundle)
  const policy = createPolicy(bundle, 1)
  const incident = new PlayedLadder(organisation)
  await incident.declare({ severity, service })
  const context = () => ({ now: incident.rehearsal.now(), policy, policyAt: () => policy, canSend: () => true, numbers: {} })
  const proposed = () => proposedMitigations(incident.incident, context()).map(({ action, reason }) => `${action}: ${reason}`)
  return { incident, proposed }
}

describe('rolling back is proposed by facts', () => {
  test('S13.3 Dirt Free CRM: each of its five conditions, ten times slower not yet, and a deployment only behind a SEV1', async () => {
    const { incident, proposed } = await played('dirt-free-crm', 'SEV2', 'crm')
    assert.deepEqual(proposed(), [])
    await incident.does('impact', { fields: { times_slower: 10, recent_deployment: true } })
    assert.deepEqual(proposed(), [])
    await incident.does('impact', { fields: { times_slower: 11 } })
    assert.deepEqual(proposed(), ['rollback: times slower is 11, above 10'])
    await incident.does('severity', { severity: 'SEV1', reason: 'payments fail' })
    assert.equal(proposed().length, 2)
    assert.match(proposed()[0] ?? '', /^rollback: it is SEV1 and .A deployment caused it. is set$/)
    await incident.does('impact', { fields: { critical_broken: true, data_loss: true, hole_opened: true } })
    assert.equal(proposed().length, 5)
    await incident.does('resolve', { resolution: 'Rolled back', force: true, reason: 'a story' })
    assert.deepEqual(proposed(), [], 'nothing is proposed for what is over')
  })

  for (const [organisation, severity, service] of [
    ['smartbeak', 'SEV-2', 'publishing-api'],
    ['skillancer', 'P1', 'contracts'],
  ] as const)
    test(`S13.3 ${organisation}: a recent deployment`, async () => {
      const { incident, proposed } = await played(organisation, severity, service)
      assert.deepEqual(proposed(), [])
      await incident.does('impact', { fields: { recent_deployment: true } })
      assert.match(proposed().join(), /^rollback: .It began with a deployment. is set$/)
    })
})
