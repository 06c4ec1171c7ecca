import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commandHelp, readCommand } from './grammar.ts'

const known = {
  severities: [
    { id: 'SEV-1', aliases: ['P0'] },
    { id: 'critical', aliases: ['major'] },
  ],
  roles: [
    { id: 'commander', name: 'Incident Commander' },
    { id: 'tech-lead', name: 'Tech lead' },
  ],
  users: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben-o', name: 'Ben Ode' },
  ],
}

const cases: [string, string, Record<string, unknown>][] = [
  ['declare p0 Nothing loads', 'declare', { title: 'Nothing loads', severity: 'p0', page: true }],
  ['declare Critical Nothing loads', 'declare', { title: 'Nothing loads', severity: 'Critical', page: true }],
  ['declare Major outage in EU-1', 'declare', { title: 'Major outage in EU-1', page: true }],
  ['declare EU-1 is down', 'declare', { title: 'EU-1 is down', page: true }],
  ['ack', 'acknowledge', {}],
  ['/incident ack', 'acknowledge', {}],
  ['severity SEV-2', 'severity', { severity: 'SEV-2' }],
  ['sev sev 2 errors are back to normal', 'severity', { severity: 'sev-2', reason: 'errors are back to normal' }],
  ['commander @ana', 'role', { role: 'commander', user: 'ana' }],
  ['role tech-lead @ben-o', 'role', { role: 'tech-lead', user: 'ben-o' }],
  ['role TechLead @BenOde', 'role', { role: 'tech-lead', user: 'ben-o' }],
  ['commander Ben Ode', 'role', { role: 'commander', user: 'ben-o' }],
  ['role scribe nobody', 'role', { role: 'scribe', user: null }],
  ['status monitoring watching for 10 minutes', 'status', { status: 'monitoring', note: 'watching for 10 minutes' }],
  ['update Rollback at 60 % next 30m', 'update', { text: 'Rollback at 60 %', nextIn: '30m' }],
  ['update What comes next is unknown', 'update', { text: 'What comes next is unknown' }],
  ['publish We are fixing it next in 1h', 'publish', { text: 'We are fixing it', nextIn: '1h' }],
  ['note  two   spaces stay', 'note', { text: 'two   spaces stay' }],
  ['decide Roll back', 'decide', { text: 'Roll back' }],
  ['page @ben-o team:payments the queue hangs', 'page', { targets: ['user:ben-o', 'team:payments'], reason: 'the queue hangs' }],
  ['waive scribe#1 nearly over', 'waive', { obligation: 'scribe#1', why: 'nearly over' }],
  ['resolve', 'resolve', {}],
  ['resolve Rolled back', 'resolve', { resolution: 'Rolled back' }],
]

describe('what can be typed', () => {
  for (const [text, verb, body] of cases) {
    test(`S8 "${text}"`, () => assert.deepEqual(readCommand(text, known), { ok: true, request: { verb, body } }))
  }

  for (const [text, part] of [
    ['update', 'needs a text'],
    ['role scribe', 'role scribe @ben'],
    ['page nobody', 'say whom'],
    ['dance', 'severity'],
    ['waive x', 'why'],
    ['ack I am on it', 'note I am on it'],
    ['stand-down everybody go home', '"stand-down" takes nothing after it'],
    ['close all is done', 'note all is done'],
    ['close all is done --force it cannot wait', 'note all is done'],
    ['commander @ana and @ben-o', '"and @ben-o" stands after; write commander @ana'],
    ['role scribe @ana please', 'write role scribe @ana'],
  ] as const) {
    test(`"${text}" teaches`, () => {
      const read = readCommand(text, known)
      assert.ok(!read.ok && read.message.includes(part), JSON.stringify(read))
    })
  }

  test('every word is one command', () => {
    const words = commandHelp.flatMap(({ name, aliases }) => [name, ...aliases])
    assert.deepEqual(
      words.filter((word, i) => words.indexOf(word) !== i),
      [],
    )
  })

  test('help lists every command', () => {
    const read = readCommand('/incident help')
    assert.ok(!read.ok && read.isHelp)
    assert.equal(read.message.split('\n').length, commandHelp.length)
  })
})
