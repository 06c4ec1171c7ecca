import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

/** A small organisation that has a word on everything that happens while an incident runs. */
const policy = policyFrom(`
incident:
  reference: "INC-{n}"
  sources: [monitoring, customer]
  questions: ["What is affected?", "What changed recently?"]
  room: { name: "inc-{n}", when: { severity: [SEV-1] } }
  bridge: { url: "https://meet.example.com/{reference}", when: { severity: [SEV-1] } }
  impact: { page_load_s: { type: number }, data_loss: { type: flag } }
  recurrence: { dwell: 10m, window: 2h, on_alert: reopen }
severities:
  - { id: SEV-1, name: Critical, aliases: [P0], respond_within: 15m, suggest_when: [{ above: { page_load_s: 10 } }, { flag: data_loss }] }
  - { id: SEV-2, name: High, respond_within: 30m, suggest_when: { above: { page_load_s: 5 } } }
  - { id: SEV-3, name: Low }
roles:
  - { id: commander, name: Commander, required_for: [SEV-1], default: [user:ann], backup: [user:ben], duties: [Decides], qualities: [Calm] }
  - { id: scribe, name: Scribe, required_for: [SEV-1] }
users:
  - { id: ann, contacts: { email: ann@example.com } }
  - { id: ben, contacts: { email: ben@example.com } }
  - { id: eve, contacts: { email: eve@example.com } }
services: [{ id: api, escalation: [tech] }, { id: web, escalation: [tech] }]
escalation_policies: [{ id: tech, steps: [{ page: [user:ann], wait: 15m }, { page: [user:ben], wait: 15m }] }]
integrations: [{ id: mon, type: generic, service: api, key: k }]
checklists:
  - { id: first, name: First minutes, phase: response, when: { severity: [SEV-1] }, tasks: [{ text: Join the room, within: 5m, by: role:commander }, { text: Freeze deploys }] }
  - { id: verify, name: Verified, phase: resolution, gate: resolve, tasks: [{ text: Errors are normal }] }
  - { id: closing, name: Closing, phase: resolution, gate: close, tasks: [{ text: Customers are told }] }
mitigation_order: [rollback, failover]
mitigations:
  - { situation: A deploy came before, action: rollback, runbook: roll-back }
  - { situation: A function came before, action: rollback, runbook: roll-back-function }
  - { situation: Data is wrong and nothing else helps, action: rollback, runbook: restore, dangerous: true }
  - { situation: The database is broken, action: failover, dangerous: true }
decision_trees:
  - { id: rollback, start: q1, nodes: { q1: { ask: Fixed forward within 30 minutes?, yes: { do: fix_forward }, no: q2 }, q2: { ask: Is it safe to roll back?, yes: { do: rollback, runbook: roll-back }, no: { do: rollback, runbook: restore } } } }
runbooks: { required: [roll-back, restore] }
`)

const T = instantOf('2026-02-10T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ milliseconds: minutes * 60_000 })

type Send = NonNullable<Parameters<typeof createRehearsal>[0]['send']>

function play() {
  const sent: { target: string; content: JsonObject }[] = []
  const send: Send = async ({ target, content }) => {
    sent.push({ target, content })
    return { ok: true, said: 'taken', proof: 'accepted' }
  }
  const night = createRehearsal({ policy, start: T, send })
  const ask = async (name: string, data: JsonObject = {}, by = 'user:ann', id = 'i1') =>
    (await night.execute({ name, to: { kind: 'incident', id }, by, data })).refusal ?? null
  const act = async (name: string, data: JsonObject = {}, by = 'user:ann', id = 'i1') => {
    const refusal = await ask(name, data, by, id)
    assert.equal(refusal?.message, undefined)
  }
  const state = async (id = 'i1') => (await night.store.load([{ kind: 'incident', id }]))[0]?.state as IncidentState
  const declare = (data: JsonObject = {}, id = 'i1') =>
    act('declare', { title: 'Checkout fails', severity: 'SEV-1', service: 'api', page: false, ...data }, 'user:eve', id)
  const told = (name: string) => night.facts().filter((fact) => fact.name === name)
  return { night, ask, act, state, declare, told, sent }
}

async function alarm(night: ReturnType<typeof createRehearsal>, dedup: string): Promise<void> {
  const event = {
    action: 'open',
    key: dedup,
    title: `Errors ${dedup}`,
    source: 'api',
    labels: {},
    details: {},
    links: [],
    severity: 'SEV-3',
  }
  const to = { kind: 'alert', id: `a-${dedup}` }
  const { refusal } = await night.execute({ name: 'open', to, by: 'integration:mon', data: { event, integration: 'mon', service: 'api' } })
  assert.equal(refusal?.message, undefined)
}

describe('running an incident', () => {
  test("S2.7 declared without paging it offers the service's people, once", async () => {
    const { act, ask, state, declare, told } = play()
    await declare()
    assert.equal((await state()).isPageOffered, true)
    assert.equal(told('escalation.started').length, 0)
    await act('summon', {}, 'user:eve')
    assert.deepEqual(told('escalation.step_fired')[0]?.data.users, ['ann'])
    assert.equal((await ask('summon'))?.code, 'already-paged')
  })

  test('S2.1 how it was noticed is a word of the policy, and can be corrected', async () => {
    const { act, ask, state, declare } = play()
    await declare({ source: 'monitoring' })
    await act('source', { source: 'Customer' })
    assert.equal((await state()).source, 'customer')
    assert.match((await ask('source', { source: 'rumour' }))?.message ?? '', /monitoring, customer/)
  })

  test('S2.4 every instant is corrected with a reason; what can hardly be is warned of, what cannot be is refused', async () => {
    const { night, act, ask, state, declare, told } = play()
    await declare()
    await act('acknowledge')
    await night.advance(at(30))
    assert.equal((await ask('times', { acknowledged: at(2).toString() }))?.code, 'reason-missing')
    await act('times', {
      acknowledged: at(-20).toString(),
      started: at(-10).toString(),
      detected: at(-5).toString(),
      reason: 'from the call log',
    })
    const { acknowledged, started } = (await state()).at
    assert.deepEqual([acknowledged, started], ['2026-02-10T09:40:00.000Z', '2026-02-10T09:50:00.000Z'])
    assert.match(String(told('incident.times_changed')[0]?.data.warnings), /acknowledged .* is before detected/)
    assert.equal((await ask('times', { resolved: at(1).toString(), reason: 'x' }))?.code, 'not-yet')
    assert.equal((await ask('times', { started: at(99).toString() }))?.code, 'time-in-the-future')
  })

  test('S1.15 S7.5 raising the level opens its checklist, room and bridge; lowering drops what was open, done stays done', async () => {
    const { act, ask, state, declare, told } = play()
    await declare({ severity: 'SEV-3' })
    const open = async () => (await state()).tasks?.map((task) => `${task.id} ${task.status}`)
    assert.deepEqual(await open(), ['verify/1 open', 'closing/1 open'])
    assert.deepEqual([(await state()).room, (await state()).bridge], [null, null])
    await act('acknowledge', {}, 'user:eve')
    await act('severity', { severity: 'sev 1', reason: 'all customers' })
    assert.deepEqual([(await state()).room, (await state()).bridge], ['inc-1', 'https://meet.example.com/INC-1'])
    await act('done', { task: 'freeze' })
    await act('severity', { severity: 'SEV-2', reason: 'half of them' })
    assert.deepEqual(await open(), ['verify/1 open', 'closing/1 open', 'first/1 dropped', 'first/2 done'])
    assert.deepEqual(
      told('incident.severity_changed').map(({ by, data }) => [by, data.reason]),
      [
        ['user:ann', 'all customers'],
        ['user:ann', 'half of them'],
      ],
    )
    const answered = (await state()).obligations.filter((each) => each.must === 'acknowledge')
    assert.deepEqual(
      answered.map(({ rule, status }) => `${rule} ${status}`),
      ['respond-sev-1 met', 'respond-sev-2 met'],
    )
    assert.match((await ask('severity', { severity: 'SVE-1' }))?.message ?? '', /did you mean SEV-1/)
  })

  test('S2.6 the first minutes are a checklist: a tick lands on the timeline, an overdue task is a missed promise', async () => {
    const { night, act, state, declare, told } = play()
    await declare()
    await night.advance(at(6))
    assert.deepEqual(
      told('obligation.missed').map(({ data }) => [data.title, data.about]),
      [['Join the room', 'task:first/1']],
    )
    await act('done', { task: '1' }, 'user:ben')
    await act('skip', { task: 'first/2', why: 'nothing is deployed today' })
    assert.deepEqual(
      told('incident.task_done').map(({ by, data }) => [by, data.text]),
      [['user:ben', 'Join the room']],
    )
    assert.deepEqual(
      (await state()).tasks?.slice(0, 2).map(({ status, why }) => [status, why]),
      [
        ['done', null],
        ['waived', 'nothing is deployed today'],
      ],
    )
  })

  test('S2.8 standard questions keep their answers', async () => {
    const { act, ask, state, declare } = play()
    await declare()
    await act('answer', { question: '2', text: 'A deploy at 09:58' })
    await act('answer', { question: 'what is aff', text: 'Card payments' })
    const { answers } = await state()
    assert.deepEqual(
      Object.entries(answers ?? {}).map(([question, { text, by }]) => [question, text, by]),
      [
        ['What changed recently?', 'A deploy at 09:58', 'user:ann'],
        ['What is affected?', 'Card payments', 'user:ann'],
      ],
    )
    assert.match((await ask('answer', { question: '7', text: 'x' }))?.message ?? '', /1 What is affected\?/)
  })

  test('S1.11 S13.3 figures and flags propose a level, with the reason', async () => {
    const { act, state, declare } = play()
    const { proposedSeverity } = await import('../../src/core/incident/proposals.ts')
    await declare({ severity: 'SEV-3' })
    const proposal = async () =>
      proposedSeverity(await state(), { now: T, policy, policyAt: () => policy, canSend: () => true, numbers: {} })
    assert.equal(await proposal(), null)
    await act('impact', { fields: { page_load_s: 6 } })
    assert.deepEqual(await proposal(), { severity: 'SEV-2', reason: 'page load s is 6, above 5' })
    await act('link', { alert: 'a-slow', numbers: { page_load_s: 7 } }, 'user:ben')
    assert.equal((await state()).signs?.numbers.page_load_s, 7)
    await act('impact', { fields: { data_loss: true } })
    assert.deepEqual(await proposal(), { severity: 'SEV-1', reason: '“data loss” is set' })
    await act('severity', { severity: 'SEV-1' })
    assert.equal(await proposal(), null)
  })
})

describe('roles', () => {
  test('S6.10 whoever gets a role reads its duties and qualities', async () => {
    const { act, declare, sent } = play()
    await declare()
    await act('assign', { role: 'commander', user: 'ben' })
    const [duty] = sent.filter(({ content }) => content.moment === 'role_assigned')
    assert.deepEqual([duty?.target, duty?.content.text], ['user:ben', 'You are Commander.\n- Decides\nWhat helps: Calm.'])
  })

  test('S6.7 the default takes the role by answering; when the default is silent the backup who answers does', async () => {
    const first = play()
    await first.declare({ page: true })
    await first.act('acknowledge', {}, 'user:ann')
    assert.equal((await first.state()).roles.commander?.user, 'ann')
    const second = play()
    await second.declare({ page: true })
    await second.night.advance(at(16))
    await second.act('acknowledge', {}, 'user:ben')
    assert.equal((await second.state()).roles.commander?.user, 'ben')
  })

  test('S6.1 a hand-over is recorded with both names; of two who take a role at once one has it and the other is told who', async () => {
    const { night, act, ask, state, declare, told } = play()
    await declare()
    await act('assign', { role: 'commander', user: 'ann' }, 'user:ann')
    const refused = await ask('assign', { role: 'commander', user: 'ben' }, 'user:ben')
    assert.deepEqual([refused?.code, refused?.message.startsWith('ann became commander')], ['role-just-taken', true])
    await night.advance(at(5))
    assert.equal((await ask('assign', { role: 'commander', user: 'ben', from: null }, 'user:ben'))?.code, 'role-moved-on')
    await act('assign', { role: 'commander', user: 'ben', from: 'ann' }, 'user:ann')
    assert.equal((await state()).roles.commander?.user, 'ben')
    assert.deepEqual(
      told('incident.role_assigned').map(({ data }) => [data.from ?? null, data.user]),
      [
        [null, 'ann'],
        ['ann', 'ben'],
      ],
    )
  })

  test('S6.11 one person in two roles is warned of when it is given', async () => {
    const { act, state, declare, told } = play()
    const { roleConflicts } = await import('../../src/core/incident/roles.ts')
    await declare()
    await act('assign', { role: 'commander', user: 'ann' })
    await act('assign', { role: 'scribe', user: 'ann' })
    assert.deepEqual(told('incident.role_assigned')[1]?.data.also, ['commander'])
    assert.deepEqual(roleConflicts(await state(), { policy }), [{ user: 'ann', roles: ['commander', 'scribe'], isRequired: true }])
  })
})

describe('the way out and the end', () => {
  test('S13.1 S13.2 ways out stand in the order of the policy, the situation shows the runbook, the choice is logged', async () => {
    const { act, ask, declare, told } = play()
    const { optionsOf } = await import('../../src/core/incident/ways-out.ts')
    assert.deepEqual(
      optionsOf(policy).map(({ id, situation, runbook, isDangerous }) => [id, situation, runbook, isDangerous]),
      [
        ['roll-back', 'A deploy came before', 'roll-back', false],
        ['roll-back-function', 'A function came before', 'roll-back-function', false],
        ['restore', 'Data is wrong and nothing else helps', 'restore', true],
        ['failover', 'The database is broken', null, true],
      ],
    )
    await declare()
    await act('mitigate', { action: 'rollback', situation: 'a deploy came  before', reason: 'deploy at 09:58' }, 'user:ben')
    const [chosen] = told('incident.mitigation_chosen')
    assert.deepEqual([chosen?.by, chosen?.data.situation, chosen?.data.runbook], ['user:ben', 'A deploy came before', 'roll-back'])
    assert.match((await ask('mitigate', { action: 'pray' }))?.message ?? '', /rollback, failover/)
    assert.match((await ask('mitigate', { action: 'failovr' }))?.message ?? '', /did you mean failover/)
  })

  test('S13.2 a way out is named by number, runbook or situation; of several that differ none is guessed', async () => {
    const { act, ask, declare, told } = play()
    await declare()
    const ways = ['2 the function', 'roll-back-function: the function', 'A function came before: the function']
    for (const words of [...ways, 'rollback a function came before the function']) await act('mitigate', { words })
    assert.deepEqual(
      told('incident.mitigation_chosen').map(({ data }) => [data.runbook, data.situation, data.reason]),
      Array.from({ length: 4 }, () => ['roll-back-function', 'A function came before', 'the function']),
    )
    const unclear = await ask('mitigate', { words: 'rollback because it is late' })
    assert.equal(unclear?.code, 'way-unclear')
    assert.match(
      unclear?.message ?? '',
      /\n {2}roll-back {2}A deploy came before\n {2}roll-back-function {2}A function[^\n]*\n {2}restore /,
    )
    const invented = await ask('mitigate', { action: 'rollback', situation: 'nothing like it' })
    assert.equal(invented?.code, 'situation-unknown')
    assert.match(invented?.message ?? '', /Data is wrong and nothing else helps/)
  })

  test('S13.7 what is dangerous asks a second person however it is reached: by the tree, its situation, its runbook', async () => {
    const ways: [string, JsonObject][][] = [
      [['mitigate', { action: 'rollback', situation: 'data is wrong, and NOTHING else helps' }]],
      [['mitigate', { words: '3' }]],
      [['mitigate', { words: 'restore the backup of 9' }]],
      [['runbook', { runbook: 'Restore' }]],
      [
        ['tree', { tree: 'rollback' }],
        ['tree', { answer: 'no' }],
        ['tree', { answer: 'no' }],
      ],
    ]
    for (const way of ways) {
      const { act, ask, state, declare, told } = play()
      await declare()
      for (const [name, data] of way) await act(name, data, 'user:ben')
      const [asked] = (await state()).mitigations ?? []
      assert.deepEqual([asked?.status, asked?.action, asked?.runbook], ['asked', 'rollback', 'restore'], JSON.stringify(way))
      assert.equal((await ask('runbook', { runbook: 'restore' }, 'user:ben'))?.code, 'second-person')
      assert.deepEqual(told('incident.runbook_used'), [])
      await act('confirm', {}, 'user:ann')
      await act('runbook', { runbook: 'restore' }, 'user:ben')
      assert.equal(told('incident.runbook_used').length, 1)
    }
  })

  test('S13.7 something dangerous waits for a second person, who is not the first', async () => {
    const { act, ask, state, declare, told } = play()
    await declare()
    await act('mitigate', { action: 'failover' }, 'user:ben')
    assert.equal((await state()).mitigations?.[0]?.status, 'asked')
    assert.equal((await ask('confirm', {}, 'user:ben'))?.code, 'second-person')
    await act('confirm', {}, 'user:ann')
    assert.deepEqual(
      [told('incident.mitigation_confirmed')[0]?.by, (await state()).mitigations?.[0]?.confirmedBy],
      ['user:ann', 'user:ann'],
    )
    await act('mitigate', { action: 'failover' }, 'user:ann')
    assert.equal((await ask('confirm', { decline: true }, 'user:ben'))?.code, 'reason-missing')
    await act('confirm', { decline: true, reason: 'the replica lags' }, 'user:ben')
    assert.equal((await state()).mitigations?.[1]?.status, 'declined')
  })

  test('S13.4 the tree asks, answers are logged with person and time, and it leads to a way out; two answers at once count once', async () => {
    const { night, act, ask, state, declare, told } = play()
    await declare()
    await act('tree', { tree: 'rollback' }, 'user:ann')
    await night.advance(at(1))
    await act('tree', { answer: 'no', node: 'q1' }, 'user:ann')
    assert.match((await ask('tree', { answer: 'no', node: 'q1' }, 'user:ben'))?.message ?? '', /Is it safe to roll back\?/)
    await night.advance(at(2))
    await act('tree', { answer: 'yes', node: 'q2' }, 'user:ben')
    assert.deepEqual(
      (await state()).dialogues?.[0]?.steps.map(({ ask, answer, by, at }) => [ask, answer, by, at]),
      [
        ['Fixed forward within 30 minutes?', 'no', 'user:ann', '2026-02-10T10:01:00.000Z'],
        ['Is it safe to roll back?', 'yes', 'user:ben', '2026-02-10T10:02:00.000Z'],
      ],
    )
    assert.deepEqual([told('incident.tree_led')[0]?.data.do, (await state()).mitigations?.[0]?.runbook], ['rollback', 'roll-back'])
  })

  test('S8.5 S9.3 S9.4 open checklists refuse the end with what is missing; a force leaves its reason', async () => {
    const { night, act, ask, state, declare, told } = play()
    await declare()
    const early = await ask('resolve', { resolution: 'Rolled back' })
    assert.deepEqual([early?.code, early?.message.includes('Errors are normal (verify/1)')], ['checklist-open', true])
    await act('done', { task: 'verify/1' })
    assert.match((await ask('resolve', {}))?.message ?? '', /watched in monitoring for 10m/)
    await act('status', { status: 'monitoring' })
    await night.advance(at(9))
    assert.match((await ask('resolve', {}))?.message ?? '', /watched for 1 m more/)
    await night.advance(at(10))
    await act('resolve', { resolution: 'Rolled back' })
    assert.equal((await ask('close', {}))?.code, 'checklist-open')
    assert.equal((await ask('close', { force: true }))?.code, 'reason-missing')
    await act('close', { force: true, reason: 'there are no customers yet' })
    assert.deepEqual(
      [(await state()).status, told('incident.gate_forced')[0]?.data.missing],
      ['closed', ['Customers are told (closing/1)']],
    )
  })

  test('S2.14 while the fix is watched an alert of its service comes back to it: linked in monitoring, reopened after the end', async () => {
    const { night, act, state, declare, told } = play()
    await declare()
    await alarm(night, 'before')
    assert.deepEqual((await state()).alerts, [])
    await act('status', { status: 'monitoring' })
    await night.advance(at(5))
    await alarm(night, 'one')
    assert.deepEqual([(await state()).status, (await state()).alerts], ['monitoring', ['a-one']])
    await night.advance(at(20))
    await act('done', { task: 'verify/1' })
    await act('resolve', {})
    await night.advance(at(60))
    await alarm(night, 'two')
    const again = await state()
    assert.deepEqual(
      [again.status, again.alerts, again.tasks?.find(({ id }) => id === 'verify/1')?.status],
      ['investigating', ['a-one', 'a-two'], 'open'],
    )
    assert.deepEqual(
      told('incident.recurred').map(({ data }) => data.effect),
      ['link', 'reopen'],
    )
  })

  test('S2.14 after the watch an alert is its own affair', async () => {
    const { night, act, state, declare, told } = play()
    await declare()
    await act('resolve', { force: true, reason: 'a test of the alarm' })
    await night.advance(at(2 * 60 + 1))
    assert.equal(told('incident.watch_ended').length, 1)
    await alarm(night, 'late')
    assert.deepEqual([(await state()).status, (await state()).alerts], ['resolved', []])
  })

  test('S2.14 a duplicate that ended in another incident watches nothing', async () => {
    const { night, act, state, declare, told } = play()
    await declare()
    await declare({ title: 'Payments fail' }, 'i2')
    await act('merge', { incident: 'i1', reference: 'INC-1', isPrivate: false }, 'user:ann', 'i2')
    await alarm(night, 'one')
    assert.deepEqual([(await state('i2')).status, told('incident.recurred').length], ['closed', 0])
    await act('status', { status: 'monitoring' })
    await alarm(night, 'two')
    assert.deepEqual([(await state()).alerts, (await state('i2')).alerts], [['a-two'], []])
  })

  test('S9.5 standing down releases every role and thanks by name', async () => {
    const { act, ask, state, declare, told } = play()
    await declare()
    await act('assign', { role: 'scribe', user: 'ben' })
    assert.equal((await ask('stand-down'))?.code, 'not-resolved')
    await act('resolve', { force: true, reason: 'a drill' })
    await act('stand-down')
    assert.deepEqual([(await state()).roles, told('incident.stood_down')[0]?.data.people], [{}, ['ben']])
  })

  test('S9.7 S9.8 decisions are kept with who, when, why, and of which kind', async () => {
    const { act, ask, state, declare } = play()
    await declare()
    await act('decide', { text: 'Move to the second region', kind: 'disaster-recovery' }, 'user:ben')
    assert.deepEqual((await state()).decisions, [
      { text: 'Move to the second region', kind: 'disaster-recovery', at: '2026-02-10T10:00:00.000Z', by: 'user:ben' },
    ])
    assert.equal((await ask('decide', { text: 'x', kind: 'lunch' }))?.code, 'kind-unknown')
  })

  test('S1.13 a duplicate ends in the other, which takes its alerts; both know of it', async () => {
    const { night, act, ask, state, declare } = play()
    await declare()
    await declare({ title: 'Payments fail' }, 'i2')
    await alarm(night, 'one')
    await act('link', { alert: 'a-one' }, 'user:ann', 'i2')
    await act('merge', { incident: 'i1', reference: 'INC-1', isPrivate: false }, 'user:ann', 'i2')
    const [one, two] = [await state('i1'), await state('i2')]
    assert.deepEqual(
      [two.status, two.resolution, two.relations],
      ['closed', 'Duplicate of INC-1', [{ kind: 'duplicate-of', incident: 'i1', reference: 'INC-1' }]],
    )
    assert.deepEqual([one.alerts, one.relations], [['a-one'], [{ kind: 'has-duplicate', incident: 'i2', reference: 'INC-2' }]])
    assert.equal((await ask('merge', { incident: 'i1', reference: 'INC-1', isPrivate: false }, 'user:ann', 'i2'))?.code, 'already-resolved')
    assert.equal((await ask('relate', { incident: 'i9', reference: 'INC-9', isPrivate: true }))?.code, 'private-incident')
  })

  test('S7.6 shared notes are one text; who writes over what they have not read is told', async () => {
    const { act, ask, state, declare } = play()
    await declare()
    await act('notes', { text: 'Deploy 09:58', basedOn: 0 }, 'user:ben')
    assert.equal((await ask('notes', { text: 'mine', basedOn: 0 }))?.code, 'notes-moved-on')
    await act('notes', { text: 'Deploy 09:58, rolled back', basedOn: 1 })
    assert.deepEqual([(await state()).notes?.text, (await state()).notes?.revision], ['Deploy 09:58, rolled back', 2])
  })
})

describe('words of a command mean what they say', () => {
  test('S11.7 a promise of nothing, of what has passed or of another month is refused; those people mean are clocks', async () => {
    const { night, act, ask, state, declare, told } = play()
    await declare()
    for (const [nextIn, code] of [
      ['0m', 'promise-too-short'],
      ['30s', 'promise-too-short'],
      ['99999h', 'promise-too-long'],
      ['by 09:00', 'promise-passed'],
      ['soon', 'duration-unknown'],
    ] as const) {
      assert.equal((await ask('update', { text: 'x', nextIn }))?.code, code, nextIn)
      assert.equal((await ask('update', { text: 'x', eta: nextIn }))?.code, code, nextIn)
      assert.equal((await ask('publish', { text: 'x', nextIn }))?.code, code, nextIn)
      assert.equal((await ask('next', { nextIn }))?.code, code, nextIn)
      assert.match((await ask('eta', { eta: nextIn }))?.message ?? '', /45 min/)
    }
    assert.deepEqual(
      (await state()).obligations.filter(({ rule }) => rule.startsWith('promised')),
      [],
    )
    await act('update', { text: 'x', nextIn: '45 min' })
    assert.equal((await state()).promisedUpdate, '2026-02-10T10:45:00.000Z')
    await act('next', { nextIn: 'by 10:20' })
    assert.equal(told('incident.promised')[0]?.data.rhythm, undefined)
    assert.equal((await state()).promisedUpdate, '2026-02-10T10:20:00.000Z')
    await night.advance(at(1))
  })

  test('S11.7 when it will be over is said without news, and taken back', async () => {
    const { act, ask, state, declare } = play()
    await declare()
    assert.equal((await ask('eta', { eta: null }))?.code, 'no-estimate')
    await act('eta', { eta: '2h' })
    const estimates = async () => (await state()).obligations.filter(({ rule }) => rule === 'promised-eta').map(({ status }) => status)
    assert.deepEqual([(await state()).eta, await estimates()], ['2026-02-10T12:00:00.000Z', ['pending']])
    await act('eta', { eta: null })
    assert.deepEqual([(await state()).eta, await estimates()], [null, ['dropped']])
  })

  test('S2.4 a time is corrected in the words of a clock; nothing is no correction', async () => {
    const { act, ask, state, declare } = play()
    await declare()
    assert.equal((await ask('times', {}))?.code, 'times-missing')
    assert.match((await ask('times', { started: 'before lunch' }))?.message ?? '', /10 min ago/)
    await act('times', { started: '09:41', detected: '5 min ago' })
    const { started, detected } = (await state()).at
    assert.deepEqual([started, detected], ['2026-02-10T09:41:00.000Z', '2026-02-10T09:55:00.000Z'])
    assert.match((await ask('times', { detected: '09:40' }))?.message ?? '', /Tue,? 10 Feb, 09:40 UTC/)
  })

  test('S11.2 only what is owed, or a thing of the policy, is ticked off by hand', async () => {
    const { ask, declare } = play()
    await declare()
    const wrong = await ask('complete', { what: 'task-first-11' })
    assert.deepEqual([wrong?.code, wrong?.status], ['nothing-owed', 404])
    assert.match(wrong?.message ?? '', /did you mean task-first-1\b.*can be ticked off now: .*Join the room/)
  })

  test('entries are pinned by their number; a line is added to the notes; an alert leaves on both sides', async () => {
    const { night, act, ask, state, declare } = play()
    await declare()
    await act('note', { text: 'the queue grows' })
    await act('pin', { entry: '2' })
    assert.deepEqual((await state()).pins, ['incident:i1:2'])
    await act('unpin', { entry: 'incident:i1:2' })
    await act('notes', { text: 'first' })
    await act('notes', { text: 'second' })
    assert.deepEqual([(await state()).notes?.text, (await state()).notes?.revision], ['first\nsecond', 2])
    assert.equal((await ask('notes', { text: 'over it', basedOn: 1 }))?.code, 'notes-moved-on')
    await alarm(night, 'one')
    await act('link', { alert: 'a-one' })
    await act('unlink', { alert: 'a-one' })
    const [row] = await night.store.load([{ kind: 'alert', id: 'a-one' }])
    assert.deepEqual([(await state()).alerts, (row?.state as { incident: string | null } | undefined)?.incident], [[], null])
    assert.equal((await ask('unlink', { alert: 'a-one' }))?.code, 'not-linked')
  })
})
