import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import { tocsinAt } from '../../test/world/terminal.ts'
import type { AlertDetail } from '../features/alerts/contract.ts'
import alerts from '../features/alerts/feature.ts'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import incidents from '../features/incidents/feature.ts'

const bundle = {
  severities: [{ id: 'SEV-1' }, { id: 'SEV-2', name: 'High' }],
  users: [{ id: 'ben', contacts: { email: 'ben@example.com' } }],
  services: [
    { id: 'shop', escalation: ['first'] },
    { id: 'search', escalation: ['first'] },
  ],
  escalation_policies: [{ id: 'first', steps: [{ page: ['user:ben'], wait: '15m' }] }],
  incident: { reference: 'INC-{n}', sources: ['monitoring', 'customer'] },
}

describe('tocsin alert', () => {
  let world: Installation
  let url: string
  before(async () => {
    const root = JSON.parse(as('admin', 'root')['x-principal'] as string)
    world = await startInstallation({ features: [alerts, incidents], bundle, authenticate: async () => root })
    url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => world?.close())

  const run = (...args: string[]) => tocsinAt(url, ['alert', ...args])
  const opened = async (title: string, service = 'shop') =>
    JSON.parse((await run('open', title, '--service', service, '--json')).out) as AlertDetail

  test('S1.13 S2.3 an alert becomes an incident, belongs to one, or is none, with the reason', async () => {
    const [first, second, third] = [await opened('Checkout fails'), await opened('Basket fails'), await opened('A rehearsal')]
    const declared = await run('declare', first.reference, '--severity', 'sev2', '--title', 'The shop is shut')
    assert.equal(declared.code, 0, declared.err)
    const reference = /INC-\d+/.exec(declared.out)?.[0] ?? ''
    const again = await run('declare', first.reference)
    assert.match(again.err, /belongs to an incident already/)
    const linked = await run('link', second.reference, reference)
    assert.equal(linked.code, 0, linked.err)
    const declined = await run('resolve', third.reference, '--reason', 'Not an incident: a rehearsal')
    assert.match(declined.out, /resolved/)
    const { incident } = JSON.parse((await run('show', second.reference, '--json')).out) as AlertDetail
    const shown = JSON.parse((await tocsinAt(url, ['incident', 'show', reference, '--json'])).out) as IncidentDetail
    assert.equal(shown.id, incident)
    assert.deepEqual([shown.title, shown.severity.id], ['The shop is shut', 'SEV-2'])
    assert.deepEqual(new Set(shown.alerts.map(({ reference: each }) => each)), new Set([first.reference, second.reference]))
  })

  test('S1.13 what cannot be declared or linked is refused with the remedy', async () => {
    const { reference } = await opened('Search is slow', 'search')
    assert.match((await run('declare', reference, '--severity', 'SEV-9')).err, /use one of SEV-1, SEV-2/)
    assert.match((await run('declare', 'ALR-999999')).err, /no alert ALR-999999/)
    assert.match((await run('link', reference, 'INC-99')).err, /INC-99/)
    assert.equal((JSON.parse((await run('show', reference, '--json')).out) as AlertDetail).incident, null)
  })
})
