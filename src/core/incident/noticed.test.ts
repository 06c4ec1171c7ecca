import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'
import { monitoredBy } from './noticed.ts'
import type { IncidentState } from './state.ts'

const policy = (sources: string) =>
  policyFrom(`
incident: { sources: ${sources} }
severities: [{ id: SEV-1, respond_within: 15m }, { id: SEV-2 }]
users: [{ id: ann, contacts: { email: ann@example.com } }]
services: [{ id: api, escalation: [tech] }]
escalation_policies: [{ id: tech, steps: [{ page: [user:ann], wait: 15m }] }]
integrations: [{ id: eu-metrics, type: alertmanager, service: api, key: kkkkkkkkkkkkkkkkkkkk }]
`)

const NOW = '2026-02-10T10:00:00.000Z'

function play(sources = '[monitoring, customer]') {
  const night = createRehearsal({
    policy: policy(sources),
    start: instantOf(NOW),
    send: async () => ({ ok: true, said: '', proof: 'accepted' }),
  })
  const incident = { kind: 'incident', id: 'i1' }
  const declare = async (data: JsonObject) =>
    (
      await night.execute({
        name: 'declare',
        to: incident,
        by: 'user:ann',
        data: { title: 'Down', severity: 'SEV-1', page: false, ...data },
      })
    ).refusal
  const state = async (id = 'i1') => (await night.store.load([{ kind: 'incident', id }]))[0]?.state as IncidentState
  const alarm = async (data: JsonObject, by = 'integration:eu-metrics') => {
    const event = { action: 'open', key: 'k', title: 'Errors', source: 'host-1', labels: {}, details: {}, links: [], ...data }
    const to = { kind: 'alert', key: 'eu-metrics/k', orNew: 'a1' }
    assert.equal(
      (await night.execute({ name: 'open', to, by, data: { event, integration: 'eu-metrics', service: 'api' } })).refusal,
      undefined,
    )
  }
  const make = async (data: JsonObject = {}) =>
    (await night.execute({ name: 'declare-incident', to: { kind: 'alert', id: 'a1' }, by: 'user:ann', data })).refusal
  return { declare, state, alarm, make, night }
}

describe('what is said when declaring', () => {
  const refused: [JsonObject, code: string, remedy: RegExp][] = [
    [{ source: 'astrology' }, 'source-unknown', /use one of monitoring, customer/],
    [{ source: 'custmer' }, 'source-unknown', /did you mean customer\?/],
    [{ startedAt: '2027-01-01T00:00:00.000Z' }, 'time-in-the-future', /give a moment that has/],
    [{ detectedAt: '2026-02-10T10:00:01.000Z' }, 'time-in-the-future', /has not happened yet/],
    [{ startedAt: '2026-02-10T09:30:00.000Z', detectedAt: '2026-02-10T09:20:00.000Z' }, 'detected-before-start', /correct one of them/],
  ]
  for (const [data, code, remedy] of refused) {
    test(`S2.1 S2.4 ${JSON.stringify(data)} is refused with its remedy`, async () => {
      const refusal = await play().declare(data)
      assert.equal(refusal?.code, code)
      assert.match(refusal?.message ?? '', remedy)
    })
  }

  test('S2.1 a word is kept as the policy writes it, and any word where it lists none', async () => {
    const listed = play()
    assert.equal(await listed.declare({ source: ' Customer ' }), undefined)
    assert.equal((await listed.state()).source, 'customer')
    const free = play('[]')
    assert.equal(await free.declare({ source: 'a call from Berne' }), undefined)
    assert.equal((await free.state()).source, 'a call from Berne')
  })

  test('a start alone moves nothing after it', async () => {
    const { declare, state } = play()
    assert.equal(await declare({ startedAt: '2026-02-10T09:30:00.000Z' }), undefined)
    const { started, detected, accepted } = (await state()).at
    assert.deepEqual([started, detected, accepted], ['2026-02-10T09:30:00.000Z', NOW, NOW])
  })
})

describe('what a machine says', () => {
  test('S2.1 an incident of an alert was noticed by what monitored it, in the words of the policy', async () => {
    const { alarm, make, state } = play()
    await alarm({})
    assert.equal(await make(), undefined)
    assert.equal((await state('inc-a1')).source, 'monitoring')
    const bySources = (sources: string, alert = { integration: 'eu-metrics', source: 'host' }) => monitoredBy(policy(sources), alert)
    assert.equal(bySources('[customer, EU-metrics, alertmanager]'), 'EU-metrics')
    assert.equal(bySources('[customer, alertmanager, monitoring]'), 'alertmanager')
    assert.equal(bySources('[customer]'), 'eu-metrics')
    assert.equal(bySources('[]'), 'eu-metrics')
    assert.equal(bySources('[customer]', { integration: 'manual', source: 'token:9f' }), 'monitoring')
    assert.equal(bySources('[monitoring]', { integration: 'manual', source: 'user:ann' }), 'manual')
  })

  test('a clock that is ahead costs no incident: what it says is brought into order', async () => {
    const { alarm, make, state } = play()
    await alarm({ startedAt: '2026-02-10T10:07:00.000Z' })
    assert.equal(await make(), undefined)
    const { started, detected } = (await state('inc-a1')).at
    assert.deepEqual([started, detected], [NOW, NOW])
  })

  test('S1.13 a level that there is not is refused before anything is declared', async () => {
    const { alarm, make, night } = play()
    await alarm({})
    assert.match((await make({ severity: 'SEV-9' }))?.message ?? '', /use one of SEV-1, SEV-2/)
    assert.equal(night.facts().filter(({ name }) => name === 'alert.incident_asked').length, 0)
    assert.equal(await make({ severity: 'sev2' }), undefined)
  })
})
