import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { z } from 'zod'
import { commandHelp, readCommand } from './grammar.ts'
import { declareBody, incidentBodies } from './requests.ts'

/** Bodies by what a command asks for; what only reads has none. */
const bodies: Readonly<Record<string, z.ZodType>> = { ...incidentBodies, declare: declareBody }
const READS = new Set(['list', 'oncall', 'show'])

/** `page @ben [why]` → `page @ben`, `page @ben why`: what a usage offers, without and with each part in brackets. */
function offeredBy(usage: string): string[] {
  const parts = usage.split(/\s*(\[[^\]]*\])\s*/).filter(Boolean)
  const optional = parts.filter((part) => part.startsWith('['))
  const without = (kept: readonly string[]): string =>
    parts
      .flatMap((part) => (part.startsWith('[') ? (kept.includes(part) ? [part.slice(1, -1).split('|')[0] as string] : []) : [part]))
      .join(' ')
  return [without([]), ...optional.map((part) => without([part])), without(optional)].flatMap((each) => each.split(', then '))
}

describe('commands and the API mean the same', () => {
  for (const { name, aliases, usage } of commandHelp) {
    test(`S8.6 what “${usage}” offers is taken by the API, by every name`, () => {
      for (const typed of offeredBy(usage))
        for (const each of [name, ...aliases]) {
          const line = typed.replace(/^\S+/, each)
          const read = readCommand(line)
          assert.ok(read.ok, `${line}: ${read.ok || read.message}`)
          if (READS.has(read.request.verb)) continue
          const body = bodies[read.request.verb]?.safeParse(read.request.body)
          assert.ok(body?.success, `${line}: ${JSON.stringify(read.request)} ${body?.error?.message}`)
        }
    })

    test(`S8.6 words after “${name}” are taken by the API or refused by the grammar, which says why`, () => {
      for (const typed of offeredBy(usage)) {
        const read = readCommand(`${typed} and some words more`)
        if (!read.ok) assert.ok(read.message.includes(usage), `${typed}: ${read.message}`)
        else if (!READS.has(read.request.verb)) {
          const body = bodies[read.request.verb]?.safeParse(read.request.body)
          assert.ok(body?.success, `${typed}: ${JSON.stringify(read.request)} ${body?.error?.message}`)
        }
      }
    })
  }

  const PROMISES: [string, Record<string, unknown>][] = [
    ['update fine next 45 min', { text: 'fine', nextIn: '45m' }],
    ['update fine, next update in half an hour.', { text: 'fine,', nextIn: '30m' }],
    ['update All is well. Next update by 14:30', { text: 'All is well.', nextIn: 'by 14:30' }],
    ['update fine next 1h30m eta 2 hours', { text: 'fine', nextIn: '90m', eta: '2h' }],
    ['update fine eta 2h next 30m', { text: 'fine', nextIn: '30m', eta: '2h' }],
    ['publish We expect to be back within the next hour', { text: 'We expect to be back within the next hour' }],
    ['publish No ETA yet', { text: 'No ETA yet' }],
    ['publish What comes next is a test of 30 minutes', { text: 'What comes next is a test of 30 minutes' }],
    ['publish status:Monitoring We watch it next 1 hour', { text: 'We watch it', nextIn: '1h', status: 'monitoring' }],
  ]
  for (const [line, body] of PROMISES)
    test(`S10.6 S11.7 "${line}" promises what people mean by it`, () => {
      const read = readCommand(line)
      assert.deepEqual(read.ok && read.request.body, body, JSON.stringify(read))
    })

  for (const line of [
    'update fine next 30',
    'publish fine next a few minutes',
    'publish fine eta 25:00',
    'update fine next in 45 mins or so',
  ])
    test(`S11.7 "${line}" is refused, never said as text`, () => {
      const read = readCommand(line)
      assert.ok(!read.ok && /45 min/.test(read.message), JSON.stringify(read))
    })

  const SAID: [string, string, Record<string, unknown>][] = [
    ['eta 2 h', 'eta', { eta: '2h' }],
    ['eta none', 'eta', { eta: null }],
    ['next in 30 min', 'next', { nextIn: '30m' }],
    ['next by 14:30', 'next', { nextIn: 'by 14:30' }],
    ['decide kind:disaster-recovery We fail over', 'decide', { text: 'We fail over', kind: 'disaster-recovery' }],
    ['split ALR-2 alr-3 Mails are late', 'split', { title: 'Mails are late', alerts: ['ALR-2', 'alr-3'] }],
    ['split Mails are late', 'split', { title: 'Mails are late', alerts: [] }],
    ['task-owner t1 @ben', 'task-owner', { task: 't1', owner: 'user:ben' }],
    ['task-owner t1 role:scribe', 'task-owner', { task: 't1', owner: 'role:scribe' }],
    ['task-owner t1 nobody', 'task-owner', { task: 't1', owner: null }],
    ['times started 10 min ago detected 14:05 --why the graph', 'times', { started: '10 min ago', detected: '14:05', reason: 'the graph' }],
    ['list Resolved', 'list', { status: 'resolved' }],
  ]
  for (const [line, verb, body] of SAID)
    test(`S8.6 "${line}"`, () => assert.deepEqual(readCommand(line), { ok: true, request: { verb, body } }))

  for (const [line, part] of [
    ['list closed', 'list resolved or list all'],
    ['list private', 'list resolved or list all'],
    ['times begun 14:02', 'started, detected'],
    ['pin 12 please', 'takes one value'],
    ['next soon', '45 min'],
  ] as const)
    test(`S8.6 "${line}" teaches`, () => {
      const read = readCommand(line)
      assert.ok(!read.ok && read.message.includes(part), JSON.stringify(read))
    })
})
