import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHelp } from '../contract/grammar.ts'
import type { IncidentDetail } from '../contract/incident.ts'
import { completionsOf } from './command-completion.ts'

const incident = {
  choices: {
    people: [
      { id: 'ana', name: 'Ana Ruiz' },
      { id: 'ben', name: 'Ben' },
    ],
    severities: [
      { id: 'SEV-1', name: 'Critical', rank: 1 },
      { id: 'SEV-2', name: 'High', rank: 2 },
    ],
  },
  statuses: ['investigating', 'monitoring', 'resolved'],
  roles: [{ id: 'scribe', name: 'Scribe' }],
  impact: [{ id: 'users_affected', name: 'Users affected' }],
  tasks: [
    { id: 'start/1', text: 'Freeze deploys', status: 'open' },
    { id: 'start/2', text: 'Compare', status: 'done' },
  ],
} as unknown as IncidentDetail

const words = (typed: string): string[] => completionsOf(typed, commandHelp, incident).map(({ text }) => text)

for (const [typed, expected] of [
  ['', []],
  ['sev', ['severity ']],
  ['/incident sev', ['severity ']],
  ['severity ', ['severity SEV-1 ', 'severity SEV-2 ']],
  ['sev high', ['sev SEV-2 ']],
  ['severity SEV-1', []],
  ['status mon', ['status monitoring ']],
  ['commander a', ['commander @ana ']],
  ['role scribe ', ['role scribe @ana ', 'role scribe @ben ', 'role scribe nobody ']],
  ['note ask @be', ['note ask @ben ']],
  ['impact us', ['impact users_affected=']],
  ['done ', ['done start/1 ']],
  ['note we look', []],
] as const)
  test(`“${typed}” may go on as ${expected.join(', ') || 'nothing'}`, () => assert.deepEqual(words(typed), expected))
