import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

const T = instantOf('2026-11-12T14:41:12.000Z')
const policy = policyFrom(`
severities: [{ id: SEV-1 }, { id: SEV-2 }]
incident: { impact: { stolen: { type: flag } }, types: [{ id: theft, when: { flag: stolen }, private: true }] }
roles: [{ id: commander, name: Commander, default: ["user:ann"] }]
users: [{ id: ann, name: Ann Ode, contacts: { email: ann@example.com } }, { id: ben, name: Ben Oak, contacts: { email: ben@example.com } }]
services: [{ id: api, component: API }]
audiences: [{ id: board, members: ["user:ben"] }, { id: stakeholders, mention: S0STAKE, members: ["user:ann"] }]
channels: [{ id: room, via: slack, name: room, posts: [declared, reviewed, update, severity-changed, mitigated, reopened, role-assigned, resolved] }, { id: wide, via: slack, name: wide, posts: [update], mentions: [audience:board, audience:stakeholders, role:commander] }]
approvals: [{ for: publish, when: { severity: [SEV-1] }, by: "role:commander" }]
obligations:
  - { id: public-words, must: publish, within: 30m, of: declared }
  - { id: board-told, when: { severity: [SEV-1] }, must: notify, audience: board, within: 15m, of: declared }
templates:
  - { id: looking, for: status-page, moment: investigating, text: "{{ incident.components }}: {{ update.text }} Next word by {{ update.next_update | time }}.{% if incident.eta %} Over by {{ incident.eta | time }}.{% endif %}" }
  - { id: declared, for: chat, moment: declared, text: "{{ incident.reference }} {{ incident.severity }}: {{ incident.title }}" }
  - { id: changed, for: room, moment: severity-changed, text: "now {{ incident.severity }}" }
  - { id: said, for: chat, moment: update, text: "{{ update.text }} – next {{ update.next_update | time }}" }
  - { id: looked-back, for: chat, moment: reviewed, text: "{{ incident.reference }} has been looked back on: {{ incident.title }}" }
  - { id: board, for: board, moment: declared, subject: "For the board: {{ incident.title }}", text: "Dear {{ recipient.name }}, commander is {{ roles.commander }}" }
`)

function open() {
  const sent: { target: string; content: JsonObject }[] = []
  const rehearsal = createRehearsal({
    policy,
    start: T,
    send: async ({ target, content }) => {
      sent.push({ target, content })
      return { ok: true, said: 'taken' }
    },
  })
  const act = async (name: string, data: JsonObject = {}, by = 'user:ben') =>
    (await rehearsal.execute({ name, to: { kind: 'incident', id: 'i' }, by, data })).refusal?.code ?? 'ok'
  const state = () => rehearsal.store.rows.get('incident:i')?.state as IncidentState
  const facts = (name: string) => rehearsal.facts().filter((fact) => fact.name === name)
  const clock = (rule: string) => state().obligations.findLast((each) => each.rule === rule)
  return { rehearsal, sent, act, state, facts, clock, until: (minutes: number) => rehearsal.advance(T.add({ minutes })) }
}
const declare = { title: 'Down', severity: 'SEV-1', service: 'api' }

describe('what customers read', () => {
  test('S6.9 waits for the commander where the policy wants that, and goes out as its author wrote it', async () => {
    const { act, state, sent, facts, clock, until } = open()
    await act('declare', declare)
    assert.equal(await act('publish', { text: 'Some payments fail', nextIn: '30m' }), 'ok')
    assert.deepEqual([state().posts.length, state().awaiting?.length, clock('public-words')?.status], [0, 1, 'pending'])
    assert.ok(sent.some(({ target, content }) => target === 'user:ann' && content.moment === 'approval_asked'))
    assert.equal(await act('approve'), 'not-the-approver')
    await until(10)
    assert.equal(await act('approve', {}, 'user:ann'), 'ok')
    const [post] = state().posts
    assert.deepEqual([post?.by, post?.approvedBy, post?.text, state().awaiting], ['user:ben', 'user:ann', 'Some payments fail', []])
    assert.equal(post?.nextUpdateBy, '2026-11-12T15:21:12.000Z', 'what was promised counts from when it is said')
    assert.equal(clock('public-words')?.status, 'met')
    assert.equal(await act('approve', {}, 'user:ann'), 'nothing-waits')
    assert.equal(facts('incident.approved').length, 1)
  })

  test('S6.9 is declined with a reason, may be taken back, and going round the approval is recorded', async () => {
    const { act, state, facts } = open()
    await act('declare', declare)
    await act('publish', { text: 'It is all the vendor’s fault' })
    assert.equal(await act('decline', {}, 'user:ann'), 'reason-missing')
    assert.equal(await act('decline', { reason: 'no names' }, 'user:ann'), 'ok')
    await act('publish', { text: 'Again' })
    assert.equal(await act('decline', { reason: 'my mistake' }), 'ok')
    assert.deepEqual(
      facts('incident.approval_declined').map(({ data }) => [data.id, data.reason]),
      [
        ['a1', 'no names'],
        ['a2', 'my mistake'],
      ],
    )
    assert.equal(await act('publish', { text: 'Urgent', bypass: 'Ann is on a plane' }), 'ok')
    assert.deepEqual([state().posts.length, facts('incident.approval_bypassed')[0]?.data.reason], [1, 'Ann is on a plane'])
    assert.equal(await act('publish', { text: 'From me' }, 'user:ann'), 'ok')
    assert.equal(state().posts[1]?.approvedBy, 'user:ann')
  })

  test('S6.9 S1.17 what waits when the incident becomes private is said to nobody', async () => {
    const { act, state, facts } = open()
    await act('declare', declare)
    await act('publish', { text: 'Some payments fail' })
    assert.equal(await act('impact', { fields: { stolen: true } }), 'ok')
    assert.equal(state().isPrivate, true)
    assert.equal(await act('approve', {}, 'user:ann'), 'nothing-waits')
    assert.deepEqual([state().posts.length, facts('incident.approval_declined')[0]?.by], [0, 'engine'])
  })

  test('S6.9 a level that wants no approval waits for nobody', async () => {
    const { act, state } = open()
    await act('declare', { ...declare, severity: 'SEV-2' })
    await act('publish', { text: 'A small thing' })
    assert.equal(state().posts.length, 1)
  })

  test('S12.23 a placeholder that is empty blocks the text and is named', async () => {
    const { rehearsal, act, state } = open()
    await act('declare', { ...declare, severity: 'SEV-2' })
    assert.equal(await act('publish', { text: 'Until {{ incident.eta }}' }), 'placeholder-empty')
    const refused = await rehearsal.execute({
      name: 'publish',
      to: { kind: 'incident', id: 'i' },
      by: 'user:ben',
      data: { template: 'auto', text: 'Some fail.' },
    })
    assert.match(refused.refusal?.message ?? '', /"looking" has nothing for update\.next_update; fill it in/)
    assert.equal(await act('publish', { template: 'nothing', text: 'x' }), 'template-unknown')
    assert.equal(await act('publish', { template: 'auto', text: 'Some fail.', nextIn: '30m', eta: '2h' }), 'ok')
    assert.equal(state().posts[0]?.text, 'API: Some fail. Next word by 15:11 UTC. Over by 16:41 UTC.')
  })

  test('S11.7 an estimate is a clock: met by the mitigation, replaced by the next, missed when it passes', async () => {
    const { act, clock, until, state } = open()
    await act('declare', { ...declare, severity: 'SEV-2' })
    await act('publish', { text: 'Soon', eta: '1h' })
    await act('update', { text: 'Later', eta: '2h' })
    assert.deepEqual(
      state().obligations.flatMap(({ rule, status, dueAt }) => (rule === 'promised-eta' ? [[status, dueAt.slice(11, 16)]] : [])),
      [
        ['dropped', '15:41'],
        ['pending', '16:41'],
      ],
    )
    await until(100)
    await act('status', { status: 'monitoring' })
    assert.deepEqual([clock('promised-eta')?.status, state().score.dropped], ['met', 1])
    await act('update', { text: 'Not quite', eta: '10m' })
    await until(200)
    assert.equal(clock('promised-eta')?.status, 'missed')
    await act('resolve')
    assert.equal(clock('promised-eta')?.status, 'late')
  })
})

describe('the policy’s own words', () => {
  test('S12.7 S12.8 stand in what channels and audiences are told, by moment; others get the product’s', async () => {
    const { act, sent, until, facts } = open()
    await act('declare', declare)
    const told = (target: string) => sent.filter((each) => each.target === target).map(({ content }) => content.body ?? content.moment)
    assert.deepEqual(told('channel:room'), ['INC-1 SEV-1: Down'])
    assert.deepEqual(
      facts('incident.template_unfilled').map(({ data }) => [data.template, data.empty]),
      [['board', ['roles.commander']]],
    )
    await until(1)
    await act('assign', { role: 'commander', user: 'ann' })
    await act('severity', { severity: 'SEV-2' })
    await until(2)
    await act('severity', { severity: 'SEV-1' })
    await act('update', { text: 'Rolling back', nextIn: '30m' })
    await until(3)
    await act('update', { text: 'Rolled back' })
    await act('status', { status: 'monitoring' })
    assert.deepEqual(told('channel:room').slice(1), [
      'role-assigned',
      'now SEV-2',
      'now SEV-1',
      'Rolling back – next 15:13 UTC',
      'update',
      'mitigated',
    ])
  })

  test('S7.9 stakeholders are mentioned in what is posted where the policy names them: their group, else each of them', async () => {
    const { act, sent } = open()
    await act('declare', declare)
    await act('update', { text: 'Rolling back' })
    const mentioned = (target: string) => sent.filter((each) => each.target === target).map(({ content }) => content.mentions)
    assert.deepEqual(mentioned('channel:wide'), [['user:ben', 'group:S0STAKE', 'user:ann']])
    assert.deepEqual(new Set(mentioned('channel:room')), new Set([undefined]))
  })

  test('S12.11 the end of the review is a moment with words, too', async () => {
    const { act, sent } = open()
    await act('declare', { ...declare, severity: 'SEV-2' })
    await act('resolve')
    await act('complete', { what: 'postmortem' })
    assert.equal(sent.findLast((each) => each.target === 'channel:room')?.content.body, 'INC-1 has been looked back on: Down')
  })

  test('S5.2 an audience is told in the words written for it, each by name, once nothing in them is empty', async () => {
    const { act, sent } = open()
    await act('declare', { ...declare, severity: 'SEV-2' })
    await act('assign', { role: 'commander', user: 'ann' })
    await act('severity', { severity: 'SEV-1' })
    const told = sent.filter((each) => each.content.audience).map(({ target, content }) => [target, content.subject, content.body])
    assert.deepEqual(told, [['user:ben', 'For the board: Down', 'Dear Ben Oak, commander is Ann Ode']])
  })
})
