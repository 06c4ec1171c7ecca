import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf, type Moment } from '../time/moment.ts'
import { explain } from './explain.ts'
import { rememberedOccurrences } from './reconcile.ts'
import { STANDING, type StandingState, standingMachine, standingView } from './standing.ts'

const START = '2026-01-05T09:00:00.000Z'
const yaml = `
document: { owner: "role:commander", updated: "2025-12-15", review: { every: 3mo, after: [SEV-1] } }
severities: [{ id: SEV-1, aliases: [P0] }, { id: SEV-2 }]
roles: [{ id: commander, default: ["user:ann"] }]
users: [{ id: ann, contacts: { email: ann@example.com } }]
routines: [{ id: look-back, what: incidents, every: 1mo }]
drills: [{ id: tabletop, kind: tabletop, every: 1y }]`

async function open(text = yaml) {
  const mails: string[] = []
  const rehearsal = createRehearsal({
    policy: policyFrom(text),
    start: instantOf(START),
    canSend: (channel) => channel === 'email',
    send: async ({ target, content }) => {
      mails.push(`${rehearsal.now().toString().slice(0, 10)} ${target} ${String(content.what)} ${String(content.title)}`)
      return { ok: true, said: 'taken' }
    },
  })
  const act = (name: string, data: JsonObject = {}) => rehearsal.execute({ name, to: STANDING, by: 'user:ann', data })
  const state = () => rehearsal.store.rows.get('standing:organization')?.state as StandingState
  const rows = () => state().obligations.map(({ id, dueAt, status }) => `${id} ${dueAt.slice(0, 10)} ${status}`)
  const until = (moment: Moment) => rehearsal.advance(instantOf(moment))
  await act('follow')
  return { rehearsal, act, state, rows, until, mails }
}

describe('what an organisation owes itself', () => {
  test('of the looks after many incidents it remembers the last few', async () => {
    const { act, state } = await open()
    for (let n = 1; n <= 40; n += 1) {
      await act('incident-over', { reference: `INC-${n}`, severity: 'SEV-1' })
      const { refusal } = await act('done', { what: `after-inc-${n}#1` })
      assert.equal(refusal, undefined)
    }
    const { obligations, begun } = state()
    // Each look closes the turn of the routine review as well; two rules besides have a turn each.
    assert.equal(obligations.length, 2 * (rememberedOccurrences + 1) + 2)
    assert.deepEqual(
      Object.keys(begun).filter((rule) => rule.startsWith('after-')),
      [],
    )
  })

  test('S20.5 the review of the document is owed every three months from its date, its owner reminded and a late one told', async () => {
    const { rows, act, until, mails } = await open()
    assert.deepEqual(rows(), [
      'document-review#1 2026-03-15 pending',
      'routine-look-back#1 2026-02-05 pending',
      'drill-tabletop#1 2027-01-05 pending',
    ])
    await until('2026-03-20T00:00:00.000Z')
    assert.deepEqual(
      mails.filter((each) => each.includes('document')),
      [
        '2026-02-25 user:ann due_soon Review the incident response document',
        '2026-03-15 user:ann missed Review the incident response document',
      ],
    )
    await act('done', { what: 'document:review', note: 'New numbers' })
    assert.deepEqual(rows().slice(0, 3), [
      'document-review#1 2026-03-15 late',
      'document-review#2 2026-06-20 pending',
      'routine-look-back#1 2026-02-05 missed',
    ])
  })

  test('S20.5 after an incident of a level that asks for it the document is looked at within two weeks', async () => {
    const { rehearsal, rows, act, until } = await open()
    const incident = (id: string, name: string, data: JsonObject = {}) =>
      rehearsal.execute({ name, to: { kind: 'incident', id }, by: 'user:ann', data })
    for (const [id, severity] of [
      ['a', 'P0'],
      ['b', 'SEV-2'],
    ] as const) {
      await incident(id, 'declare', { title: 'Down', severity, page: false })
      await incident(id, 'resolve')
    }
    assert.deepEqual(rows().slice(3), ['after-inc-1#1 2026-01-19 pending'])
    await until('2026-01-12T00:00:00.000Z')
    await act('done', { what: 'document:review' })
    assert.deepEqual(
      rows().filter((each) => /after|document/.test(each)),
      ['document-review#1 2026-03-15 met', 'document-review#2 2026-04-12 pending', 'after-inc-1#1 2026-01-19 met'],
    )
  })

  test('S18.8 routines and exercises come round; one may be waived with a reason, and what is not owed is refused', async () => {
    const { act, rows } = await open()
    assert.equal((await act('done', { what: 'drill:other' })).refusal?.code, 'not-owed')
    assert.equal((await act('waive', { obligation: 'drill-tabletop#1', why: ' ' })).refusal?.code, 'reason-missing')
    await act('waive', { obligation: 'drill-tabletop#1', why: 'the office moves' })
    await act('done', { what: 'routine:look-back' })
    assert.deepEqual(rows().slice(1), [
      'routine-look-back#1 2026-02-05 met',
      'routine-look-back#2 2026-02-05 pending',
      'drill-tabletop#1 2027-01-05 waived',
      'drill-tabletop#2 2027-01-05 pending',
    ])
  })

  test('why one is owed is answered like any other', async () => {
    const { state } = await open()
    const [review] = state().obligations
    assert.ok(review)
    const policy = policyFrom(yaml)
    const context = { now: instantOf(START), policy, policyAt: () => policy, canSend: () => true, numbers: {} }
    assert.match(
      explain(review, standingView(state(), review, context), 'UTC').words,
      /asked for by document › review › every of policy version 1/,
    )
  })

  test('a new policy moves open clocks and drops what it no longer asks for; a new date on the document is a review', async () => {
    const { state } = await open()
    const policy = policyFrom(
      yaml
        .replace('every: 1mo', 'every: 2w')
        .replace(/drills: .*/, '')
        .replace('2025-12-15', '2026-01-04'),
      { version: 2 },
    )
    const context = { now: instantOf('2026-01-06T09:00:00.000Z'), policy, policyAt: () => policy, canSend: () => false, numbers: {} }
    const decided = standingMachine.decide(state(), { name: 'follow', to: STANDING, by: 'engine', data: {} as never }, context)
    assert.deepEqual(
      decided.state?.obligations.map(({ id, dueAt, status }) => `${id} ${dueAt.slice(0, 10)} ${status}`),
      [
        'document-review#1 2026-03-15 met',
        'document-review#2 2026-04-06 pending',
        'routine-look-back#1 2026-02-05 dropped',
        'routine-look-back#2 2026-01-19 pending',
      ],
    )
    assert.deepEqual(
      decided.facts.filter(({ name }) => name === 'obligation.dropped').map(({ data }) => data.id),
      ['drill-tabletop#1', 'routine-look-back#1'],
    )
  })
})
