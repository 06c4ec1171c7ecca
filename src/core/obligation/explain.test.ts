import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import type { Anchor } from '../policy/schema/obligation.ts'
import { instantOf, type Moment } from '../time/moment.ts'
import { explain } from './explain.ts'
import type { Obligation } from './obligation.ts'
import { meet, reconcile, type View } from './reconcile.ts'

const DECLARED = '2026-11-13T14:41:12.000Z'
const ZONE = 'Europe/Berlin'
const policy = policyFrom(
  `
severities: [{ id: SEV-1, respond_within: immediately }, { id: SEV-2 }]
incident: { impact: { data_loss: { type: flag, name: Data loss } } }
obligations:
  - { id: told, name: Executives told, when: { severity: SEV-1, flag: data_loss }, must: notify, audience: managers, within: 15m, of: declared }
  - { id: rhythm, must: update, every: 30m, from: declared, until: resolved }
  - { id: working, must: publish, within: 1bd, of: declared }
  - { id: tomorrow, must: email, within: 1d, of: declared }
  - { id: evening, must: complete, what: log, within: next_bd, of: declared }
checklists: [{ id: first, phase: response, tasks: [{ id: join, text: Join the room, within: 5m }] }]
postmortem: { steps: [{ id: meeting, within: 48h }] }`,
  { version: 12, timezone: ZONE, organization: ', business_hours: { from: "09:00", to: "17:00" }' },
)

function view(more: Partial<View> = {}, anchors: Partial<Record<Anchor, Moment>> = {}): View {
  const facts = { policy, severity: 'SEV-1', flags: ['data_loss'] }
  return { policy, facts, anchors: { declared: DECLARED, accepted: DECLARED, ...anchors }, owedAnewAt: null, done: {}, ...more }
}

const why = (list: Obligation[], id: string, seen = view()) => explain(list.find((each) => each.id === id) as Obligation, seen, ZONE)
const at = (moment: Moment, seen = view(), list: Obligation[] = []) => reconcile(list, seen, instantOf(moment)).list

describe('why something is owed', () => {
  const list = at(DECLARED)

  test('S1.9 the rule, its place, the facts that held, the anchor and the sum', () => {
    const told = why(list, 'told#1')
    assert.deepEqual(told.place, { words: 'obligations › told', path: ['obligations', 0] })
    assert.equal(told.condition, 'it is SEV-1 and “Data loss” is set')
    assert.deepEqual(told.anchor, { name: 'declared', at: DECLARED, words: 'declared' })
    assert.equal(told.arithmetic, 'declared Fri 13 Nov 15:41:12 + 15 minutes = Fri 13 Nov 15:56:12')
    assert.equal(
      told.words,
      '“Executives told” is asked for by obligations › told of policy version 12 because it is SEV-1 and “Data loss” is set. ' +
        'Declared Fri 13 Nov 15:41:12 + 15 minutes = Fri 13 Nov 15:56:12.',
    )
  })

  test('S1.8 working days are told with the hours that were counted', () => {
    assert.equal(
      why(list, 'working#1').arithmetic,
      'declared Fri 13 Nov 15:41:12 + 1 working day = Mon 16 Nov 15:41:12 (business hours Mon–Fri 09:00–17:00 Europe/Berlin: Fri 13 Nov 15:41–17:00, Mon 16 Nov 09:00–15:41)',
    )
    assert.match(why(list, 'evening#1').arithmetic, /until the end of the next working day = Mon 16 Nov 17:00:00/)
    assert.match(why(list, 'tomorrow#1').arithmetic, /\+ 1 day = Sat 14 Nov 15:41:12 \(the same time of day in Europe\/Berlin\)$/)
  })

  test('what a level, a checklist and the review ask for is told from there', () => {
    const resolved = at('2026-11-13T15:00:00.000Z', view({}, { resolved: '2026-11-13T15:00:00.000Z' }))
    assert.equal(why(list, 'respond-sev-1#1').place?.words, 'severities › SEV-1 › respond_within')
    assert.match(why(list, 'respond-sev-1#1').arithmetic, /“immediately”, which counts as 5 minutes/)
    assert.equal(why(list, 'task-first-join#1').place?.words, 'checklists › first-join')
    assert.equal(
      why(resolved, 'review-meeting#1', view({}, { resolved: '2026-11-13T15:00:00.000Z' })).place?.words,
      'postmortem › steps › meeting',
    )
  })

  test('S10.6 a later turn counts from the one before, a promise from its message', () => {
    const met = meet(list, { must: 'update', about: null, at: '2026-11-13T15:00:00.000Z', by: 'user:ann' }).list
    const next = at('2026-11-13T15:00:00.000Z', view(), met)
    assert.match(why(next, 'rhythm#2').arithmetic, /^turn 1 ended Fri 13 Nov 16:00:00 \+ 30 minutes/)
    const promised = { ...(list[0] as Obligation), id: 'promised-update#1', rule: 'promised-update' }
    assert.match(explain(promised, view(), ZONE).words, /because it was promised to people/)
  })

  test('what changed later is said: owed anew, waived, missed and over', () => {
    const anew = view({ owedAnewAt: '2026-11-13T15:00:00.000Z' })
    assert.match(why(at('2026-11-13T15:00:00.000Z', anew), 'told#1', anew).arithmetic, /^owed since the level, a flag or the end changed/)
    const [told] = list as [Obligation]
    assert.match(
      explain({ ...told, status: 'waived', why: 'they were in the room' }, view(), ZONE).words,
      /It was waived: they were in the room\.$/,
    )
    assert.match(explain({ ...told, status: 'missed' }, view(), ZONE).words, /It was missed and is still owed\.$/)
  })
})
