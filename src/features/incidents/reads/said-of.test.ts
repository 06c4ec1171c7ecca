import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../../test/world/policy-text.ts'
import type { JsonObject, RecordedFact } from '../../../core/command/command.ts'
import { saidOf } from './said-of.ts'
import { presentTimeline } from './timeline.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1, name: Critical }]
users: [{ id: bruno, name: Bruno Reis, contacts: { email: bruno@example.org } }, { id: engineering-manager, name: Ella May, contacts: { email: ella@example.org } }]
roles: [{ id: comms-lead, name: Communications Lead }]
teams: [{ id: payments, name: Payments, members: [user:bruno] }]
schedules: [{ id: primary, name: Primary, layers: [{ id: a, members: [bruno], rotation: weekly, starts: "2026-01-05T09:00" }] }]
audiences: [{ id: execs, name: Executives, members: [user:bruno] }]
`)
const reader = { policy, principal: null }
const AT = '2026-02-10T10:00:00.000Z'
let seq = 0
const fact = (name: string, data: JsonObject, more: Partial<RecordedFact> = {}): RecordedFact => {
  seq += 1
  return { name, data, of: { kind: 'incident', id: 'i1' }, by: 'user:bruno', at: AT, seq, hash: '', ...more }
}
const textsOf = (facts: RecordedFact[], view: 'curated' | 'everything' = 'curated') =>
  presentTimeline(facts, reader, view).items.map(({ text }) => text)

test('what is told names people, roles, teams, schedules and audiences as people do', () => {
  const told: [string, JsonObject, string][] = [
    ['incident.task_added', { text: 'look', owner: 'user:bruno' }, 'added a task for Bruno Reis'],
    ['incident.task_assigned', { text: 'look', owner: 'role:comms-lead' }, 'gave “look” to Communications Lead'],
    ['escalation.step_empty', { targets: ['schedule:primary', 'team:payments'] }, 'found nobody for on-call: Primary, team Payments'],
    [
      'incident.notified',
      { audience: 'execs', recipients: ['user:bruno'], unreached: ['user:engineering-manager'] },
      'is telling Executives: Bruno Reis; no way to Ella May',
    ],
    ['page.unreachable', { user: 'engineering-manager', why: 'no road' }, 'has no way to reach Ella May: no road'],
    ['notice.failed', { target: 'user:engineering-manager', channel: 'email', said: 'full' }, 'could not tell Ella May by email: full'],
    [
      'incident.times_changed',
      { started: '2026-02-10T09:20:00.000Z', before: { started: '2026-02-10T09:32:00.000Z' }, reason: 'graph' },
      'corrected when it was started from Tue 10 Feb, 09:32 UTC to Tue 10 Feb, 09:20 UTC: graph',
    ],
  ]
  for (const [name, data, text] of told) assert.deepEqual(textsOf([fact(name, data)], 'everything'), [text])
})

test('what each of several ladders says of one person is told once a minute; the whole record keeps each', () => {
  const ladders = ['a', 'b', 'c'].map((id) =>
    fact('page.unreachable', { user: 'engineering-manager', why: 'no road' }, { of: { kind: 'escalation', id }, by: 'engine' }),
  )
  const later = fact('page.unreachable', { user: 'engineering-manager', why: 'no road' }, { at: '2026-02-10T10:05:00.000Z', by: 'engine' })
  assert.equal(textsOf([...ladders, later]).length, 2)
  assert.equal(textsOf([...ladders, later], 'everything').length, 4)
})

test('an answer is made of the facts of its command, and says what became of the clocks', () => {
  const facts = [
    fact('incident.severity_changed', { from: 'SEV-2', to: 'SEV-1', reason: 'worse' }),
    fact('obligation.dropped', { title: 'Words' }),
    fact('obligation.opened', { title: 'Faster words', dueAt: AT }),
    fact('obligation.opened', { title: 'Scribe', dueAt: AT }),
    fact('incident.checklist_opened', { list: 'first', tasks: [] }, { by: 'engine' }),
  ]
  assert.equal(
    saidOf(facts, 'user:bruno', reader),
    'Bruno Reis changed the severity from SEV-2 to SEV-1: worse\nclocks: 2 began, 1 fell away',
  )
  assert.equal(saidOf([], 'user:bruno', reader), 'nothing changed: it was so already')
  assert.equal(
    saidOf([fact('obligation.waived', { title: 'Scribe', why: 'nearly over' })], 'user:bruno', reader),
    'Bruno Reis waived “Scribe”: nearly over',
  )
})
