import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Policy } from '../policy/policy.ts'
import { draftReview } from './draft.ts'
import { durationOfMs } from './span-words.ts'

const state: IncidentState = {
  reference: 'INC-7',
  aliases: [],
  number: 7,
  room: null,
  bridge: null,
  title: 'Pipes | break',
  publicTitle: null,
  severity: 'SEV-1',
  rank: 0,
  status: 'resolved',
  type: null,
  isPrivate: false,
  service: null,
  source: 'monitoring',
  policy: 1,
  owedAnewAt: null,
  acknowledgedBy: 'user:ann',
  declaredBy: 'user:ann',
  at: {
    started: '2026-11-12T14:02:00.000Z',
    detected: '2026-11-12T14:04:00.000Z',
    accepted: '2026-11-12T14:05:00.000Z',
    declared: '2026-11-12T14:09:00.000Z',
    acknowledged: '2026-11-12T14:06:00.000Z',
    resolved: '2026-11-12T16:08:00.000Z',
  },
  roles: { commander: { user: 'ann', since: '2026-11-12T14:09:00.000Z', by: 'user:ann' } },
  impact: { users_affected: 4200, security: false },
  flags: [],
  isCauseKnown: true,
  alerts: [],
  obligations: [],
  score: { met: 3, late: 1, missed: 0, waived: 0, dropped: 0 },
  done: {},
  notices: {},
  posts: [],
  promisedUpdate: null,
  lastUpdate: null,
  resolution: 'Rolled back',
}
const yaml = `
severities: [{ id: SEV-1, name: Critical }]
roles: [{ id: commander, name: Commander }, { id: scribe, name: Scribe }]
incident: { impact: { users_affected: { type: number, name: Users affected }, security: { type: flag } } }
users: [{ id: ann, name: Ann }]
`
const draft = (policy: Policy, more: Partial<IncidentState> = {}) =>
  draftReview({
    state: { ...state, ...more },
    policy,
    lines: [{ at: '2026-11-12T14:28:00.000Z', who: 'Ann', what: 'decided: roll back\n# not | forward' }],
    responders: ['Ann', 'Ben'],
    name: (actor) => actor.replace('user:ann', 'Ann'),
  })

describe('S16.1 the draft of a review', () => {
  test('says what is known: people by role, impact, timeline in UTC, measures, promises; and asks for the rest', () => {
    const text = draft(policyFrom(yaml))
    for (const part of [
      '# INC-7: Pipes \\| break',
      '| Severity | SEV-1 Critical |',
      '| Commander | Ann |',
      '| Scribe | nobody |',
      '| Responders | Ann, Ben |',
      '- Users affected: 4200',
      '- security: no',
      '| Time to detect (MTTD) | 2 m |',
      '| Time to acknowledge (MTTA) | 1 m |',
      '| Time to resolve (MTTR) | 2 h 06 m |',
      '| Time to mitigate | not known |',
      'Kept 3, late 1, missed 0, waived 0.',
      '## Root causes',
      '## Lessons',
      '## Actions',
      'Rolled back',
    ])
      assert.ok(text.includes(part), part)
  })

  test('what people wrote stays text: it breaks no table and makes no heading', () => {
    assert.ok(draft(policyFrom(yaml)).includes('| 2026-11-12 14:28 | Ann | decided: roll back # not \\| forward |'))
  })

  test('the policy’s own template is filled; one with a fault costs nobody the review', () => {
    const own = (text: string) => policyFrom(`${yaml}templates: [{ id: review, for: review, moment: resolved, text: "${text}" }]\n`)
    assert.equal(
      draft(own('{{ incident.reference }} {{ incident.duration }} {{ roles.commander }} {{ roles.scribe }}')),
      'INC-7 2 h 06 m Ann nobody',
    )
    const file = policyFrom(`${yaml}postmortem: { template: review.md, text: "From {{ incident.reference }}" }\n`)
    assert.equal(draft(file), 'From INC-7')
    const broken = draft(own('{% if %}'))
    assert.ok(broken.includes('## Root causes') && broken.includes('could not be filled'))
  })

  test('S1.12 the assessed impact stands in it, field by field, in the standard draft and by name in the policy’s own', () => {
    const own = policyFrom(`${yaml}postmortem: { text: "Users {{ incident.users_affected }}; {{ incident.impact }}" }\n`)
    assert.ok(draft(policyFrom(yaml)).includes('- Users affected: 4200\n- security: no'))
    assert.equal(draft(own), 'Users 4200; - Users affected: 4200\n- security: no')
  })

  test('S9.8 the decisions stand in it, with when and who', () => {
    const decisions = [{ text: 'Roll back', kind: null, at: '2026-11-12T14:28:00.000Z', by: 'user:ann' }]
    assert.ok(draft(policyFrom(yaml), { decisions }).includes('## Decisions\n\n- 2026-11-12 14:28 Ann: Roll back'))
  })

  test('S7.6 the shared notes stand in it as they were written', () => {
    const notes = { text: 'Deploy 09:58\n# rolled | back', revision: 2, at: '2026-11-12T14:28:00.000Z', by: 'user:ann' }
    assert.ok(draft(policyFrom(yaml), { notes }).includes('## Notes\n\n> Deploy 09:58\n> # rolled \\| back'))
  })

  test('what was written down for afterwards is its actions; what is not known is asked for by name', () => {
    const task = { id: 't1', text: 'Alert on the queue', list: null, phase: 'follow-up', gate: null, owner: 'user:ann', dueAt: null }
    const tasks = [{ ...task, status: 'open' as const, closedAt: null, closedBy: null, why: null }]
    assert.ok(draft(policyFrom(yaml), { tasks }).includes('| Action | Owner | Due |\n|---|---|---|\n| Alert on the queue | Ann |  |'))
    const own = policyFrom(`${yaml}postmortem: { text: "Cost {{ incident.revenue }}." }\n`)
    assert.equal(draft(own), 'Cost .\n\n> Not known when this was drafted: incident.revenue.\n')
  })

  test('bad input: a template that loops is stopped, and the review is drafted without it', () => {
    const own = policyFrom(`${yaml}postmortem: { text: "{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}" }\n`)
    assert.match(draft(own), /## Root causes[\s\S]*could not be filled: the template was stopped/)
  })

  test('bad input: of a timeline of 200,000 entries it keeps the beginning and the end, and says how many are left out', () => {
    const lines = Array.from({ length: 200_000 }, (_, n) => ({ at: '2026-11-12T14:28:00.000Z', who: 'Ann', what: `entry ${n}` }))
    const text = draftReview({ state, policy: policyFrom(yaml), lines, responders: [], name: (actor) => actor })
    assert.ok(text.length < 400_000, 'a review is a document, not a book')
    assert.match(text, /entry 0 \|[\s\S]*\d{6} more are in the timeline of the incident[\s\S]*entry 199999 \|/)
  })

  test('spans are said as people say them', () => {
    assert.deepEqual([45_000, 720_000, 3_600_000, 14_760_000, 183_600_000].map(durationOfMs), [
      '45 s',
      '12 m',
      '1 h',
      '4 h 06 m',
      '2 d 3 h',
    ])
  })
})
