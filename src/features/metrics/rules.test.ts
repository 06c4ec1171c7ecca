import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../../core/command/command.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import type { IncidentTimes } from './contract.ts'
import { csvOf, lengthsOf, measuresOf, rowOf, scoreOf, spreadOf, targetOf, timesOf } from './rules.ts'

const fact = (name: string, at: string, data: JsonObject = {}) => ({ name, at: `2026-11-12T${at}:00.000Z`, data })
const at = (time: string) => `2026-11-12T${time}:00.000Z`
const declared = (data: JsonObject = {}) =>
  fact('incident.declared', '10:05', {
    reference: 'INC-1',
    title: 'Slow',
    severity: 'SEV-1',
    service: 'api',
    startedAt: at('09:55'),
    detectedAt: at('10:00'),
    acceptedAt: at('10:00'),
    ...data,
  })

const told = (...facts: ReturnType<typeof fact>[]): IncidentTimes => timesOf('i', [declared(), ...facts]) as IncidentTimes
const minutes = (times: IncidentTimes) =>
  Object.fromEntries(Object.entries(lengthsOf(times)).map(([id, ms]) => [id, ms === null ? null : ms / 60_000]))

test('an incident is measured between the moments its facts tell', () => {
  assert.deepEqual(minutes(told(fact('incident.acknowledged', '10:03'), fact('incident.resolved', '11:00'))), {
    detect: 5,
    acknowledge: 3,
    resolve: 65,
  })
  assert.deepEqual(minutes(told()), { detect: 5, acknowledge: null, resolve: null })
})

test('a corrected start counts, and a reopened incident lasts until its last resolution', () => {
  const times = told(
    fact('incident.resolved', '11:00'),
    fact('incident.reopened', '11:10'),
    fact('incident.times_changed', '11:20', { started: at('09:00') }),
    fact('incident.resolved', '12:00'),
  )
  assert.equal(minutes(times).resolve, 180)
  assert.equal(minutes(told(fact('incident.resolved', '11:00'), fact('incident.reopened', '11:10'))).resolve, null)
})

test('a promise that was missed and then kept is late, not both', () => {
  const { obligations } = told(
    fact('obligation.met', '10:06'),
    fact('obligation.missed', '10:30'),
    fact('obligation.late', '10:40'),
    fact('obligation.missed', '10:50'),
  )
  assert.deepEqual([obligations.met, obligations.late, obligations.missed], [1, 1, 1])
  assert.equal(scoreOf([told()]).share, null)
})

test('median, p90 by nearest rank, mean', () => {
  assert.deepEqual(spreadOf([]), { count: 0, medianMs: null, p90Ms: null, meanMs: null })
  assert.deepEqual(spreadOf([3, 1, 2, 10]), { count: 4, medianMs: 2.5, p90Ms: 10, meanMs: 4 })
  assert.equal(spreadOf(Array.from({ length: 10 }, (_, i) => i + 1)).p90Ms, 9)
})

const policy = createPolicy(
  bundleSchema.parse({
    version: 1,
    organization: { name: 'X' },
    severities: [{ id: 'SEV-1' }, { id: 'SEV-2' }],
    targets: { mttd: '5m', mttr: { 'SEV-1': '1h' } },
  }),
  1,
)

test('S18.3 targets are per severity where the policy says so, and a week over it is marked', () => {
  assert.deepEqual(targetOf(policy, 'resolve', 'SEV-1'), { text: '1h', ms: 3_600_000 })
  assert.equal(targetOf(policy, 'resolve', null), null)
  assert.equal(targetOf(policy, 'detect', 'SEV-2')?.ms, 300_000)
  const span = { from: Temporal.Instant.from('2026-11-01T00:00Z'), to: Temporal.Instant.from('2026-11-13T00:00Z'), zone: 'UTC' }
  const measures = measuresOf([told(fact('incident.resolved', '11:00'))], { policy, span })
  const resolve = measures.find(({ id, severity }) => id === 'resolve' && severity === 'SEV-1')
  assert.equal(resolve?.isMet, false)
  assert.deepEqual(
    resolve?.weeks.map(({ from, isOver }) => [from, isOver]),
    [
      ['2026-10-26', false],
      ['2026-11-02', false],
      ['2026-11-09', true],
    ],
  )
})

test('a title from outside stays text in a spreadsheet', () => {
  const row = rowOf({ ...told(), title: '=HYPERLINK("http://evil")' })
  assert.match(csvOf([row]), /\r\nINC-1,"'=HYPERLINK\(""http:\/\/evil""\)",SEV-1,api,/)
})
