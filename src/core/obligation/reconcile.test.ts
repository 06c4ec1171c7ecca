import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { Obligation } from './obligation.ts'
import { maxNags, meet, type Reconciled, reconcile, rememberedOccurrences, type View } from './reconcile.ts'

const START = instantOf('2026-03-02T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => START.add({ milliseconds: minutes * 60_000 })
const moment = (minutes: number): Moment => momentOf(at(minutes))

const policy = policyFrom(`
severities: [{ id: SEV-1, name: Critical }, { id: SEV-2, name: High }]
roles: [{ id: scribe }]
audiences: [{ id: executives, members: [user:ann] }]
users: [{ id: ann, name: Ann, contacts: { email: ann@example.org } }]
obligations:
  - { id: ack, must: acknowledge, within: 15m, of: accepted }
  - { id: scribe, when: { severity: [SEV-1] }, must: assign, role: scribe, within: 30m, of: declared }
  - { id: rhythm, when: { severity: [SEV-1] }, must: update, every: 15m, from: declared, until: resolved }
  - { id: last-word, must: update, within: 5m, of: resolved }
  - { id: done, must: complete, what: postmortem, within: 1w, of: resolved }
  - { id: unsolved, when: { unresolved_for: 30m }, must: publish, within: 1h, of: declared }
`)

const view = (more: Partial<View> = {}, severity = 'SEV-1'): View => ({
  policy,
  facts: { policy, severity },
  anchors: { declared: moment(0), accepted: moment(0) },
  owedAnewAt: null,
  done: {},
  ...more,
})
const of = (list: Obligation[], rule: string): Obligation[] => list.filter((each) => each.rule === rule)
const line = (list: Obligation[], rule: string): string =>
  of(list, rule)
    .map((each) => `${each.occurrence} ${each.status}`)
    .join(', ')
const told = ({ changes }: Reconciled, rule: string): string =>
  changes
    .filter((each) => each.obligation.rule === rule)
    .map((each) => each.what)
    .join(' ')
const settle = (list: Obligation[], minutes: number, seen = view()): Reconciled => reconcile(list, seen, at(minutes))
const update = (list: Obligation[], minutes: number): Obligation[] =>
  meet(list, { must: 'update', about: null, at: moment(minutes), by: 'user:ann' }).list

describe('the clocks of one promise', () => {
  test('pending, due soon for the last fifth, missed exactly when due; asked at each of these moments and at no other', () => {
    const start = settle([], 0)
    const turns: string[] = []
    let { list, next } = start
    for (let asked = 0; next && Temporal.Instant.compare(next, at(31)) < 0 && asked < 50; asked += 1) {
      const minutes = (next.epochMilliseconds - START.epochMilliseconds) / 60_000
      const step = reconcile(list, view(), next)
      assert.notEqual(step.changes.length, 0, `asked in vain at ${minutes}`)
      turns.push(`${minutes} ${step.changes.map((each) => `${each.obligation.id} ${each.what}`).join(' · ')}`)
      ;({ list, next } = step)
    }
    assert.deepEqual(turns, [
      '12 ack#1 due_soon · rhythm#1 due_soon',
      '15 ack#1 missed · rhythm#1 missed · rhythm#2 opened',
      '24 scribe#1 due_soon',
      '27 rhythm#2 due_soon',
      '30 ack#1 nagged · scribe#1 missed · rhythm#2 missed · rhythm#3 opened',
    ])
  })

  test('done a moment before it is due is met; at the moment it is due, late', () => {
    const { list } = settle([], 0)
    const ack = (minutes: number) =>
      meet(list, { must: 'acknowledge', about: null, at: moment(minutes), by: 'user:ann' }).changes.map((each) => each.what)
    assert.deepEqual(ack(14.999), ['met'])
    assert.deepEqual(ack(15), ['late'])
  })

  test('what was missed is late when it is made good, never met, even if the watch went back', () => {
    const missed = settle(settle([], 0).list, 15).list
    const { changes } = meet(missed, { must: 'acknowledge', about: null, at: moment(10), by: 'user:ann' })
    assert.deepEqual(
      changes.map((each) => `${each.was} → ${each.what}`),
      ['missed → late'],
    )
  })

  test('nagging ends by itself', () => {
    let { list } = settle([], 0)
    let nags = 0
    for (let minutes = 15; minutes < 600; minutes += 15) {
      const step = settle(list, minutes)
      nags += step.changes.filter((each) => each.what === 'nagged' && each.obligation.rule === 'ack').length
      list = step.list
    }
    assert.equal(nags, maxNags)
    assert.equal(of(list, 'ack')[0]?.nagAt, null)
  })
})

describe('a cadence', () => {
  test('each update restarts the clock', () => {
    const list = update(settle([], 0).list, 10)
    const after = settle(list, 10)
    assert.equal(line(after.list, 'rhythm'), '1 met, 2 pending')
    assert.equal(of(after.list, 'rhythm')[1]?.dueAt, moment(25))
  })

  test('each missed turn counts, also those that passed while nothing ran; the next update makes them late and keeps none besides', () => {
    const step = settle(settle([], 0).list, 50)
    assert.equal(line(step.list, 'rhythm'), '1 missed, 2 missed, 3 missed, 4 pending')
    const after = settle(update(step.list, 50), 50)
    assert.equal(line(after.list, 'rhythm'), '1 late, 2 late, 3 late, 4 pending')
    assert.equal(of(after.list, 'rhythm')[3]?.dueAt, moment(65))
    assert.equal(told(after, 'rhythm'), 'restarted')
  })

  test('I-23 a turn that a late word begins anew is due soon, missed and made good by its own clock', () => {
    const late = settle(update(settle(settle([], 0).list, 20).list, 20), 20).list
    assert.equal(line(late, 'rhythm'), '1 late, 2 pending')
    assert.equal(line(settle(late, 32).list, 'rhythm'), '1 late, 2 due-soon')
    const kept = settle(update(settle(late, 34).list, 34), 34).list
    assert.equal(line(kept, 'rhythm'), '1 late, 2 met, 3 pending')
    assert.equal(line(settle(late, 35).list, 'rhythm'), '1 late, 2 missed, 3 pending')
  })

  test('a word that comes when a turn is due, and before anybody asked the clock, is late and keeps nothing', () => {
    const said = settle(update(settle(settle([], 0).list, 16).list, 30), 30).list
    assert.equal(line(said, 'rhythm'), '1 late, 2 late, 3 pending')
    assert.equal(of(said, 'rhythm').at(-1)?.dueAt, moment(45))
  })

  test('a waived turn counts as a turn', () => {
    const list = settle([], 0).list.map(
      (each): Obligation =>
        each.rule === 'rhythm' ? { ...each, status: 'waived', closedAt: moment(5), closedBy: 'user:ann', why: 'asleep' } : each,
    )
    assert.equal(line(settle(list, 5).list, 'rhythm'), '1 waived, 2 pending')
  })

  test('the state remembers the latest turns only and never uses a number twice', () => {
    const long = settle(settle([], 0).list, 15 * 40).list
    assert.equal(of(long, 'rhythm').length, rememberedOccurrences + 1)
    const lowered = settle(long, 15 * 40, view({}, 'SEV-2')).list
    const raised = settle(lowered, 15 * 40 + 1, view({ owedAnewAt: moment(15 * 40 + 1) })).list
    assert.equal(of(raised, 'rhythm').at(-1)?.occurrence, 42)
    assert.equal(new Set(raised.map((each) => each.id)).size, raised.length)
  })

  test('a year without anybody looking neither hangs nor floods: it begins anew at the present', () => {
    const step = settle(settle([], 0).list, 365 * 24 * 60)
    assert.equal(of(step.list, 'rhythm').at(-1)?.since, moment(365 * 24 * 60))
    assert.ok(step.changes.length < 2_100)
  })
})

describe('a change of level', () => {
  test('drops what is no longer owed, keeps what was met or missed, and clocks anew what is owed again', () => {
    const before = settle(update(settle([], 0).list, 5), 16).list
    const lowered = settle(before, 20, view({ owedAnewAt: moment(20) }, 'SEV-2'))
    assert.equal(line(lowered.list, 'rhythm'), '1 met, 2 dropped')
    assert.equal(line(lowered.list, 'ack'), '1 missed')
    assert.equal(told(lowered, 'scribe'), 'dropped')
    const raised = settle(lowered.list, 40, view({ owedAnewAt: moment(40) }))
    assert.equal(line(raised.list, 'rhythm'), '1 met, 2 dropped, 3 pending')
    assert.equal(of(raised.list, 'rhythm')[2]?.dueAt, moment(55))
    assert.equal(of(raised.list, 'scribe')[1]?.dueAt, moment(70))
  })

  test('a role filled before it was owed is filled', () => {
    const done = { 'assign scribe': { at: moment(3), by: 'user:ann' } }
    const raised = settle(settle([], 0, view({}, 'SEV-2')).list, 20, view({ owedAnewAt: moment(20), done }))
    assert.equal(line(raised.list, 'scribe'), '1 met')
  })
})

describe('the end and after', () => {
  const resolved = (minutes: number, more: Partial<View> = {}): View =>
    view({ anchors: { declared: moment(0), accepted: moment(0), resolved: moment(minutes) }, ...more })

  test('ends the rhythm and the roles; an earlier update is no announcement of the end', () => {
    const list = update(settle([], 0).list, 4)
    const step = settle(settle(list, 4).list, 10, resolved(10, { done: { update: { at: moment(4), by: 'user:ann' } } }))
    assert.equal(line(step.list, 'rhythm'), '1 met, 2 dropped')
    assert.equal(line(step.list, 'scribe'), '1 dropped')
    assert.equal(line(step.list, 'ack'), '1 dropped')
    assert.equal(line(step.list, 'last-word'), '1 pending')
  })

  test('a level raised after the end owes nothing that began before it', () => {
    const low = settle(settle([], 0, view({}, 'SEV-2')).list, 10, { ...resolved(10), facts: { policy, severity: 'SEV-2' } }).list
    const raised = settle(low, 20, resolved(10, { owedAnewAt: moment(20) }))
    assert.equal(line(raised.list, 'rhythm') + line(raised.list, 'scribe'), '')
  })

  test('reopening starts the rhythm at that moment, and the second end is announced anew', () => {
    const over = settle(settle([], 0).list, 10, resolved(10)).list
    const reopened = settle(over, 60, view({ owedAnewAt: moment(60) }))
    assert.equal(line(reopened.list, 'rhythm'), '1 dropped, 2 pending')
    assert.equal(of(reopened.list, 'rhythm')[1]?.dueAt, moment(75))
    assert.equal(line(reopened.list, 'last-word'), '1 dropped')
    const again = settle(reopened.list, 70, resolved(70, { owedAnewAt: moment(60) }))
    assert.equal(of(again.list, 'last-word').at(-1)?.dueAt, moment(75))
    assert.equal(of(again.list, 'done').at(-1)?.since, moment(70))
  })
})

describe('conditions that time alone changes', () => {
  test('are asked exactly when they come to hold', () => {
    const waiting = (minutes: number): View => view({ facts: { policy, severity: 'SEV-2', unresolvedFor: minutes * 60_000 } })
    const { list } = settle([], 0, waiting(0))
    const acked = meet(list, { must: 'acknowledge', about: null, at: moment(1), by: 'user:ann' }).list
    const { next } = settle(acked, 1, waiting(1))
    assert.equal(next && momentOf(next), moment(30))
    assert.equal(line(settle(acked, 30, waiting(30)).list, 'unsolved'), '1 pending')
  })
})
