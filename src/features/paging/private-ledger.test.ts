import assert from 'node:assert/strict'
import { test } from 'node:test'
import { as, startInstallation } from '../../../test/world/installation.ts'
import type { AlertDetail } from '../alerts/contract.ts'
import alerts from '../alerts/feature.ts'
import incidents from '../incidents/feature.ts'
import type { LedgerAnswer } from './contract.ts'
import paging from './feature.ts'

const rules = [{ after: '0m', by: ['webhook'] }]
const person = (id: string) => ({ id, role: 'responder', contacts: { email: `${id}@example.com`, webhook: 'http://127.0.0.1:9/x' }, rules })
const bundle = {
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    impact: { security: { type: 'flag' } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
  },
  users: ['ann', 'ben', 'eve'].map(person),
  services: [{ id: 'web', escalation: ['ben'] }],
  escalation_policies: [{ id: 'ben', steps: [{ at: '0m', page: ['user:ben'] }] }],
}

test('S1.17 the ladder of an alert that became a private incident is for its responders only', async (t) => {
  const world = await startInstallation({ features: [alerts, incidents, paging], bundle })
  t.after(() => world.close())
  const ask = async <T>(path: string, who: string, payload?: object): Promise<T> => {
    const method = payload ? 'POST' : 'GET'
    const answer = await world.server.inject({ method, url: `/api/v1/${path}`, headers: as('responder', who), ...(payload && { payload }) })
    assert.ok(answer.statusCode < 300, answer.body)
    return answer.json() as T
  }
  const { id } = await ask<{ id: string }>('alerts', 'ann', { title: 'Odd log-ins', service: 'web' })
  const pagesSeenBy = async (who: string): Promise<number> => (await ask<LedgerAnswer>(`alerts/${id}/ledger`, who)).items.length
  const ladderSeenBy = async (who: string): Promise<unknown> => {
    const { escalation, ledger, timeline, why } = await ask<AlertDetail>(`alerts/${id}`, who)
    return { escalation: escalation !== null, ledger: ledger.length > 0, paged: /ben/i.test(JSON.stringify([timeline, why])) }
  }
  for (let tries = 0; (await pagesSeenBy('eve')) === 0; tries += 1) {
    assert.ok(tries < 500, 'ben was not paged')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const seen = { escalation: true, ledger: true, paged: true }
  assert.deepEqual(await ladderSeenBy('eve'), seen)
  await ask(`alerts/${id}/declare`, 'ann', {})
  await ask(`incidents/inc-${id}/impact`, 'ann', { fields: { security: true } })
  const { rows } = await world.app.pools.side.query('select about_kind, about_id from escalation')
  assert.deepEqual(rows, [{ about_kind: 'incident', about_id: `inc-${id}` }])
  assert.deepEqual([await pagesSeenBy('eve'), await pagesSeenBy('ann'), await pagesSeenBy('ben')], [0, 1, 1])
  assert.deepEqual(await ladderSeenBy('eve'), { escalation: false, ledger: false, paged: false })
  for (const who of ['ann', 'ben']) assert.deepEqual(await ladderSeenBy(who), seen)
})
