import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import type { IncidentState } from '../incident/state.ts'
import { ANCHORS } from '../policy/schema/obligation.ts'
import { instantOf } from '../time/moment.ts'

const T = instantOf('2026-11-12T14:00:00.000Z')
const rules = ANCHORS.map(
  (anchor) =>
    `  - { id: after-${anchor.replace('_', '-')}, must: complete, what: ${anchor.replace('_', '-')}, within: 10m, of: ${anchor} }`,
)
const policy = policyFrom(`
severities: [{ id: SEV-1 }, { id: SEV-2 }]
roles: [{ id: scribe }]
users: [{ id: ann, contacts: { email: a@example.com } }, { id: boss, contacts: { email: b@example.com } }]
audiences: [{ id: board, members: ["user:boss"] }]
escalation_policies: [{ id: ladder, steps: [{ page: "user:ann" }] }]
services: [{ id: api, escalation: [ladder] }]
obligations:
${rules.join('\n')}
  - { id: must-acknowledge, must: acknowledge, within: 1h, of: declared }
  - { id: must-assign, must: assign, role: "role:scribe", within: 1h, of: declared }
  - { id: must-notify, must: notify, audience: board, by: [email], within: 1h, of: declared }
  - { id: must-be-heard, must: notify, audience: board, by: [email], met_by: acknowledged, within: 1h, of: declared }
  - { id: must-update, must: update, within: 1h, of: declared }
  - { id: must-publish, must: publish, within: 1h, of: declared }
  - { id: must-email, must: email, within: 1h, of: declared }
  - { id: must-escalate, must: escalate, to: ["user:ann"], within: 1h, of: declared }
  - { id: must-complete, must: complete, what: forms, within: 1h, of: declared }
`)

async function play(acts: [number, string, JsonObject?][], until = 600) {
  const rehearsal = createRehearsal({ policy, start: T, canSend: (channel) => channel === 'email' })
  for (const [minute, name, data = {}] of acts) {
    await rehearsal.advance(T.add({ minutes: minute }))
    const { refusal } = await rehearsal.execute({ name, to: { kind: 'incident', id: 'i' }, by: 'user:ann', data })
    assert.equal(refusal, undefined)
  }
  await rehearsal.advance(T.add({ minutes: until }))
  const row = rehearsal.store.rows.get('incident:i')
  assert.ok(row)
  const { obligations } = row.state as IncidentState
  const minuteOf = (moment: string): number => (instantOf(moment).epochMilliseconds - T.epochMilliseconds) / 60_000
  return (id: string) => {
    const found = obligations.findLast((each) => each.rule === id)
    return found && { status: found.status, due: minuteOf(found.dueAt), closed: found.closedAt && minuteOf(found.closedAt) }
  }
}

describe('the language of obligations', () => {
  test('S1.9 a clock starts from each moment there is, and from no other', async () => {
    const clock = await play([
      [
        0,
        'declare',
        {
          title: 'Down',
          severity: 'SEV-2',
          startedAt: '2026-11-12T13:30:00.000Z',
          detectedAt: '2026-11-12T13:45:00.000Z',
          acceptedAt: '2026-11-12T13:50:00.000Z',
        },
      ],
      [5, 'acknowledge'],
      [20, 'severity', { severity: 'SEV-1', reason: 'worse' }],
      [40, 'status', { status: 'monitoring' }],
      [60, 'resolve'],
      [90, 'close'],
    ])
    const due = Object.fromEntries(ANCHORS.map((anchor) => [anchor, clock(`after-${anchor.replace('_', '-')}`)?.due]))
    assert.deepEqual(due, {
      started: -20,
      detected: -5,
      accepted: 0,
      declared: 10,
      acknowledged: 15,
      severity_raised: 30,
      mitigated: 50,
      resolved: 70,
      closed: 100,
    })
  })

  test('S1.9 each `must` is kept by the deed itself: nobody ticks off what the product has seen', async () => {
    const clock = await play([
      [0, 'declare', { title: 'Down', severity: 'SEV-1', service: 'api' }],
      [10, 'acknowledge'],
      [11, 'assign', { role: 'scribe', user: 'ann' }],
      [12, 'update', { text: 'On it' }],
      [13, 'publish', { text: 'We look into it' }],
      [14, 'complete', { what: 'must-email' }],
      [15, 'complete', { what: 'forms' }],
      [16, 'complete', { what: 'must-be-heard' }],
    ])
    const closed = ['acknowledge', 'assign', 'notify', 'be-heard', 'update', 'publish', 'email', 'escalate', 'complete'].map((must) => [
      must,
      clock(`must-${must}`)?.status,
      clock(`must-${must}`)?.closed,
    ])
    assert.deepEqual(closed, [
      ['acknowledge', 'met', 10],
      ['assign', 'met', 11],
      ['notify', 'met', 0],
      ['be-heard', 'met', 16],
      ['update', 'met', 12],
      ['publish', 'met', 13],
      ['email', 'met', 14],
      ['escalate', 'met', 0],
      ['complete', 'met', 15],
    ])
  })
})
