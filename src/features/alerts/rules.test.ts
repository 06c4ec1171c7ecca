import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readPolicy } from '../../../test/policies/read-policy.ts'
import type { AlertState } from '../../core/alert/state.ts'
import type { EscalationState } from '../../core/escalation/state.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import { foresee, ledgerOf, nextPeople, numberOf, pagedNow } from './rules.ts'

const AT = Temporal.Instant.from('2026-02-03T10:00:00Z')
const ALERT = { kind: 'alert', id: 'a' }

async function opened(folder: string, service: string) {
  const { bundle } = readPolicy(folder)
  if (!bundle) throw new Error(`policies/${folder} cannot be read`)
  const policy = createPolicy(bundle, 1)
  const rehearsal = createRehearsal({ policy, start: AT })
  const event = { action: 'open', key: 'k', title: 'Down', labels: { service }, details: {}, links: [], source: 'test' }
  await rehearsal.execute({ name: 'open', to: ALERT, by: 'engine', data: { event, integration: 'test', service } })
  const [row] = await rehearsal.store.load([ALERT])
  const id = (row?.state as AlertState | undefined)?.escalation ?? ''
  const ladder = async (): Promise<EscalationState> =>
    (await rehearsal.store.load([{ kind: 'escalation', id }]))[0]?.state as EscalationState
  const look = async () => foresee(id, await ladder(), { policy, policyAt: () => policy, canSend: () => true, numbers: {} })
  return { rehearsal, ladder, look }
}

describe('what will happen if everybody stays silent', () => {
  const cases: [folder: string, service: string][] = [
    ['example', 'payments-settlement'],
    ['skillancer', 'payments'],
    ['as-written/skillancer', 'payments'],
    ['smartbeak', ''],
  ]
  for (const [folder, service] of cases)
    test(`is foreseen in ${folder} exactly as it then happens`, async () => {
      const { rehearsal, look } = await opened(folder, service)
      const foreseen = (await look()).map(({ at, user, channel }) => `${at} ${user} ${channel}`)
      const before = rehearsal.facts().length
      await rehearsal.advance(AT.add({ hours: 6 }))
      const happened = rehearsal
        .facts()
        .slice(before)
        .filter((fact) => fact.name === 'page.queued')
      const told = happened.map(({ at, data }) => `${at} ${data.user} ${data.channel}`)
      assert.ok(foreseen.length > 0)
      assert.deepEqual(foreseen, told.slice(0, foreseen.length))
    })

  test('ends with an acknowledgement', async () => {
    const { rehearsal, look, ladder } = await opened('example', 'payments-settlement')
    assert.deepEqual(pagedNow(await ladder()), ['ana'])
    assert.deepEqual(nextPeople(await ladder(), await look())?.users, ['ben'])
    await rehearsal.execute({ name: 'acknowledge', to: ALERT, by: 'user:ana', data: { via: 'test' } })
    assert.deepEqual(await look(), [])
    assert.deepEqual(pagedNow(await ladder()), [])
  })
})

test('the ledger has a line for each attempt with what became of it', async () => {
  const { rehearsal } = await opened('example', 'payments-settlement')
  await rehearsal.advance(AT.add({ minutes: 3 }))
  const lines = ledgerOf(rehearsal.facts()).map(({ user, road, result, said }) => `${user} ${road} ${result}: ${said}`)
  assert.deepEqual(lines, ['ana push delivered: rehearsed', 'ana chat delivered: rehearsed', 'ana sms delivered: rehearsed'])
})

test('a reference is known in any case, and nothing else is one', () => {
  assert.equal(numberOf('ALR-12'), '12')
  assert.equal(numberOf(' alr-12 '), '12')
  for (const text of ['12', 'ALR-', 'ALR-1x', 'INC-1', '']) assert.equal(numberOf(text), null)
})
