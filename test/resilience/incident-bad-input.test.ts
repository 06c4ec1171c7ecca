import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { applyBundle, as, type Installation, startInstallation } from '../world/installation.ts'

/** Would go on for longer than anybody waits. */
const ENDLESS = '{% for i in (1..1000000000) %}{% for j in (1..1000000000) %}x{% endfor %}{% endfor %}'

const bundle = (update: string) => ({
  incident: { reference: 'INC-{n}' },
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High' },
  ],
  roles: [{ id: 'commander' }],
  users: ['ann', 'ben'].map((id) => ({ id, role: 'responder', contacts: { email: `${id}@example.com` } })),
  obligations: [
    { id: 'updates', must: 'update', from: 'declared', every: update, until: 'resolved' },
    ...(update === '10m' ? [{ id: 'leader', must: 'assign', role: 'commander', of: 'declared', within: '5m' }] : []),
  ],
  templates: ['status-page', 'chat'].map((audience) => ({
    id: `endless-${audience}`,
    moment: 'investigating',
    for: audience,
    text: ENDLESS,
  })),
  decision_trees: [{ id: 'rollback', start: 'q1', nodes: { q1: { ask: 'Is it safe?', yes: { do: 'rollback' }, no: { do: 'wait' } } } }],
})

describe('bad input while an incident runs', { timeout: 120_000 }, () => {
  let world: Installation
  before(async () => {
    world = await startInstallation({ features, bundle: bundle('30m'), smtpUrl: 'smtp://127.0.0.1:1' })
  })
  after(() => world?.close())

  type Answer = IncidentDetail & { code?: string; detail?: string; text?: string; incident?: IncidentDetail }
  async function ask(path: string, body?: object, who = 'ann') {
    const answer = await world.server.inject({
      ...{ method: body ? ('POST' as const) : ('GET' as const), url: `/api/v1/incidents${path}` },
      ...{ headers: as('responder', who), ...(body ? { payload: body } : {}) },
    })
    const said = answer.json() as Answer
    return { status: answer.statusCode, said, code: said.code ?? null, detail: said.detail ?? '' }
  }
  const declare = async (): Promise<string> => (await ask('', { title: 'Checkout fails', severity: 'SEV-1', page: false })).said.id

  test('two people take one role at once: one has it, the other is told who and may ask to hand it over', async () => {
    const id = await declare()
    const take = (user: string) => ask(`/${id}/role`, { role: 'commander', user, from: null }, user)
    const answers = await Promise.all([take('ann'), take('ben')])
    const [winner, loser] = answers[0].status === 200 ? ['ann', answers[1]] : ['ben', answers[0]]
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
    assert.equal(loser.code, 'role-moved-on')
    assert.match(loser.detail, new RegExp(`${winner} is commander by now, not nobody; ask ${winner} to hand it over`))
    const other = winner === 'ann' ? 'ben' : 'ann'
    assert.equal((await ask(`/${id}/role`, { role: 'commander', user: other, from: winner }, winner)).status, 200)
  })

  /** What comes too early, too late or twice, and what its sender is told. */
  const early: [string, object, number, string, RegExp][] = [
    ['close', {}, 409, 'not-resolved', /resolve it before closing it/],
    ['reopen', {}, 409, 'not-resolved', /INC-\d+ is investigating/],
    ['stand-down', {}, 409, 'not-resolved', /resolve it before standing down/],
    ['approve', {}, 404, 'nothing-waits', /nothing waits/],
    ['confirm', {}, 404, 'nothing-to-confirm', /waits for a second person/],
    ['tree', { answer: 'yes' }, 409, 'tree-not-begun', /begin it, then answer/],
    ['done', { task: 't9' }, 404, 'task-unknown', /there is no task "t9"/],
    ['times', { resolved: '2020-01-01T00:00:00Z', reason: 'x' }, 400, 'not-yet', /do it, then correct its time/],
    ['severity', { severity: 'P0' }, 409, 'same-severity', /is SEV-1 already/],
    ['policy', {}, 409, 'same-policy', /runs under version \d+ already/],
  ]
  const late: typeof early = [
    ['acknowledge', {}, 409, 'already-resolved', /is resolved/],
    ['resolve', {}, 409, 'already-resolved', /was resolved at/],
    ['status', { status: 'monitoring' }, 409, 'already-resolved', /reopen it first/],
    ['next', { nextIn: '30m' }, 409, 'already-resolved', /nothing more is promised/],
    ['summon', {}, 409, 'already-resolved', /nobody is paged for it/],
  ]
  test('commands out of order are refused with what comes first, and change nothing', async () => {
    const id = await declare()
    const tried = async (list: typeof early): Promise<void> => {
      const { at, status } = (await ask(`/${id}`)).said
      for (const [verb, body, wanted, code, says] of list) {
        const refused = await ask(`/${id}/${verb}`, body)
        assert.deepEqual([verb, refused.status, refused.code], [verb, wanted, code])
        assert.match(refused.detail, says, verb)
      }
      const after = (await ask(`/${id}`)).said
      assert.deepEqual([after.at, after.status], [at, status])
    }
    await tried(early)
    assert.equal((await ask(`/${id}/resolve`, {})).status, 200)
    await tried(late)
    const other = await declare()
    const merged = await ask(`/${other}/merge`, { into: id })
    assert.deepEqual([merged.status, merged.code], [409, 'target-over'])
    assert.match(merged.detail, /is resolved: reopen it and merge then, or tie the two together/)
    const { reference } = (await ask(`/${other}`)).said
    const third = await declare()
    assert.equal((await ask(`/${other}/merge`, { into: third })).status, 200)
    assert.equal((await ask(`/${third}/merge`, { into: reference })).code, 'already-merged')
  })

  test('an unknown severity is answered with the one that was probably meant', async () => {
    const id = await declare()
    for (const { detail, status, code } of [
      await ask(`/${id}/severity`, { severity: 'SEV-22' }),
      await ask('', { title: 'Another', severity: 'SEV-22', page: false }),
      await ask('/command', { text: 'severity SEV-22', room: id }),
    ]) {
      assert.equal(status, 400)
      assert.match(detail, /did you mean SEV-2\?/)
      assert.match(code ?? '', /severity-unknown|command-unreadable/)
    }
    assert.match((await ask(`/${id}/severity`, { severity: 'catastrophe' })).detail, /use one of SEV-1, SEV-2/)
  })

  test('a policy edited while an incident runs: it keeps its version, offers to move, and says what moving changed', async () => {
    const id = await declare()
    const owedIn = ({ clocks }: IncidentDetail) => clocks.map(({ id }) => id)
    const first = (await ask(`/${id}`)).said
    await applyBundle(world.app, bundle('10m'))
    const kept = (await ask(`/${id}`)).said
    const version = first.policyVersion
    assert.deepEqual(kept.policy, { version, live: version + 1, canMove: true })
    assert.deepEqual(owedIn(kept), owedIn(first), 'nothing changed under those who run it')
    const moved = (await ask(`/${id}/policy`, { version: version + 1 })).said
    assert.deepEqual(moved.policy, { version: version + 1, live: version + 1, canMove: false })
    assert.ok(owedIn(moved).includes('leader#1'))
    const dueIn = ({ clocks, at }: IncidentDetail): number => {
      const clock = clocks.find((each) => each.id === 'updates#1')
      return (Date.parse(clock?.dueAt ?? '') - Date.parse(at.declared ?? '')) / 60_000
    }
    assert.deepEqual([dueIn(kept), dueIn(moved)], [30, 10])
    const timeline = (await ask(`/${id}/timeline?view=everything`)).said as unknown as { items: { text: string }[] }
    const told = timeline.items.map(({ text }) => text).join('\n')
    assert.match(told, /moved it from version 1 of the policy to 2/)
    assert.match(told, /moved the clock “Internal update every 10m”: version 2 of the policy says so/)
    assert.match(told, /started the clock “Assign commander”/)
  })

  test('a template that loops without end is stopped and named, and the incident goes on', async () => {
    const id = await declare()
    const refused = await ask(`/${id}/publish`, { template: 'auto', text: 'We look' })
    assert.deepEqual([refused.status, refused.code], [400, 'placeholder-empty'])
    assert.match(refused.detail, /endless-status-page|too (?:long|much|many)|loop/)
    assert.equal((await ask(`/${id}/publish`, { text: 'We look' })).status, 200)
  })
})
