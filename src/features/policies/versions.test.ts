import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { task } from '../../../test/world/held-work.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import alerts from '../alerts/feature.ts'
import connections from '../connections/feature.ts'
import type { CheckAnswer, DiffAnswer, Proposal, ProposalAnswer, VersionAnswer } from './contract/versions.ts'
import type { ApplyAnswer } from './contract.ts'
import feature from './feature.ts'

const KEY = 'k'.repeat(32)

const policy = (respond: string, more = '') => `
version: 1
organization: { name: Versions Ltd }
severities: [ { id: SEV-1, respond_within: ${respond} } ]
users:
  - { id: ann, name: Ann, role: admin, contacts: { email: ann@example.com } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
escalation_policies: [ { id: technical, steps: [ { page: [user:ann], wait: 5m } ] } ]
services: [ { id: api, escalation: [technical] } ]
integrations: [ { id: any, type: generic, key: ${KEY}, service: api } ]
${more}`

let house: Installation
before(async () => {
  house = await startInstallation({ features: [feature, connections, alerts] })
})
after(() => house.close())

type Asking = { body?: object; who?: Record<string, string>; status?: number }

async function ask<T>(url: string, { body, who = as('admin', 'ann'), status = 200 }: Asking = {}): Promise<T> {
  const answer = await house.server.inject({ method: body ? 'POST' : 'GET', url, headers: who, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}

const apply = (text: string, note = '') => ask<ApplyAnswer>('/api/v1/policy/apply', { body: { text, note } })
const running = async () => (await ask<{ version: number }>('/api/v1/policy')).version

test('any two versions are compared in words and lines, and an older one comes back as a new one', async () => {
  await apply(policy('15m'), 'first')
  await apply(policy('30m'), 'slower')
  const diff = await ask<DiffAnswer>('/api/v1/policy/diff?from=1&to=2')
  assert.deepEqual(diff.differences, [{ section: 'severities', changes: ['SEV-1: respond_within from 15m to 30m'] }])
  const changed = diff.lines.filter(({ kind }) => kind === 'added' || kind === 'removed')
  assert.deepEqual(
    changed.map(({ kind, text }) => [kind, text.match(/respond_within: \S+/)?.[0]]),
    [
      ['removed', 'respond_within: 15m'],
      ['added', 'respond_within: 30m'],
    ],
  )
  assert.deepEqual(
    (await ask<DiffAnswer>('/api/v1/policy/diff?from=0&to=1')).lines.filter(({ kind }) => kind !== 'added'),
    [],
  )
  const first = await ask<VersionAnswer>('/api/v1/policy/versions/1')
  assert.deepEqual([first.by, first.note, first.approvedBy, first.can.restore], ['user:ann', 'first', null, true])
  assert.match(first.text, /respond_within: 15m/)
  assert.doesNotMatch(JSON.stringify([first, diff]), new RegExp(KEY), 'no secret is shown')
  const shown = await ask<VersionAnswer>('/api/v1/policy/versions/1', { who: as('viewer') })
  assert.doesNotMatch(shown.text, /ann@example.com/, 'addresses are for those who may apply')
  assert.equal(shown.can.restore, false)
  await ask('/api/v1/policy/versions/99', { status: 404 })
  const back = await ask<ApplyAnswer>('/api/v1/policy/versions/1/restore', { body: { note: 'too slow' } })
  assert.deepEqual([back.version, back.isChanged], [3, true])
  const third = await ask<VersionAnswer>('/api/v1/policy/versions/3')
  assert.deepEqual([third.text, third.note], [first.text, 'back to version 1: too slow'])
  await ask('/api/v1/policy/versions/1/restore', { body: { note: '' }, who: as('responder', 'ben'), status: 403 })
})

test('texts are checked as they are typed, with file, line and column, and what would change in words', async () => {
  const good = await ask<CheckAnswer>('/api/v1/policy/check', { body: { text: policy('20m') } })
  assert.deepEqual([good.isApplicable, good.differences[0]?.changes], [true, ['SEV-1: respond_within from 15m to 20m']])
  assert.ok(
    good.findings.some(({ rule, line }) => rule === 'rotation-size' || line > 0),
    'lint has looked at it',
  )
  const bad = await ask<CheckAnswer>('/api/v1/policy/check', { body: { files: [{ path: 'a.yaml', text: policy('soon') }] } })
  const [error] = bad.findings.filter(({ level }) => level === 'error')
  assert.deepEqual([bad.isApplicable, error?.file, error?.line], [false, 'a.yaml', 4])
})

test('a change waits for a second person where the policy says so; people and schedules do not', async () => {
  const rule = 'approvals: [ { for: policy, by: [user:ann, user:ben] } ]'
  await apply(policy('15m', rule))
  const version = await running()
  const check = await ask<CheckAnswer>('/api/v1/policy/check', { body: { text: policy('5m', rule) } })
  assert.deepEqual(check.approval, { words: 'waits for the approval of Ben', users: ['ben'] })
  const waiting = await ask<ApplyAnswer>('/api/v1/policy/apply', { body: { text: policy('5m', rule), note: 'faster' } })
  assert.deepEqual([waiting.version, waiting.isChanged, typeof waiting.proposal], [version, false, 'string'])
  const path = `/api/v1/policy/proposals/${waiting.proposal}`
  const { can, differences } = await ask<ProposalAnswer>(path)
  assert.deepEqual([can, differences[0]?.changes], [{ approve: false, decline: true }, ['SEV-1: respond_within from 15m to 5m']])
  await ask(`${path}/approve`, { body: {}, status: 403 })
  await ask(`${path}/decline`, { body: { reason: 'I would rather not' }, who: as('responder', 'eve'), status: 403 })

  const named = policy('15m', rule).replace('name: Ben', 'name: Benno')
  assert.equal((await apply(named)).isChanged, true, 'a name needs nobody')
  const [outdated] = (await ask<{ items: Proposal[] }>('/api/v1/policy/proposals', { who: as('responder', 'ben') })).items
  assert.deepEqual([outdated?.isOutdated, outdated?.can], [true, { approve: false, decline: true }])
  await ask(`${path}/approve`, { body: {}, who: as('responder', 'ben'), status: 409 })
  const declined = await ask<{ items: Proposal[] }>(`${path}/decline`, { body: { reason: 'it is outdated' }, who: as('responder', 'ben') })
  assert.deepEqual(declined.items, [])

  const again = await ask<ApplyAnswer>('/api/v1/policy/apply', { body: { text: named.replace('15m', '5m'), note: 'faster' } })
  const approved = await ask<{ version: number }>(`/api/v1/policy/proposals/${again.proposal}/approve`, {
    body: { note: 'yes' },
    who: as('responder', 'ben'),
  })
  const last = await ask<VersionAnswer>(`/api/v1/policy/versions/${approved.version}`)
  assert.deepEqual([last.by, last.approvedBy, last.note], ['user:ann', 'user:ben', 'faster · yes'])
  await ask(`/api/v1/policy/proposals/${again.proposal}/approve`, { body: {}, who: as('responder', 'ben'), status: 404 })
  const without = await ask<ApplyAnswer>('/api/v1/policy/apply', { body: { text: named.replace(rule, 'approvals: []') } })
  assert.equal(typeof without.proposal, 'string', 'doing away with the rule needs the same approval')
})

test('what lint looks for holds up neither an alert nor another request', { timeout: 30_000 }, async () => {
  const open = new SharedArrayBuffer(4)
  const held = house.app.work.run<typeof task>(new URL('../../../test/world/held-work.ts', import.meta.url), { open })
  const answered: string[] = []
  const body = { text: policy('25m') }
  const asked = ['check', 'plan'].map(async (what) => {
    await ask(`/api/v1/policy/${what}`, { body })
    answered.push(what)
  })
  const posted = await house.server.inject({ method: 'POST', url: `/in/generic/${KEY}`, payload: { title: 'Down', key: 'k1' } })
  assert.equal(posted.statusCode, 202)
  assert.deepEqual(answered, [])
  Atomics.store(new Int32Array(open), 0, 1)
  Atomics.notify(new Int32Array(open), 0)
  await Promise.all([held, ...asked])
  assert.deepEqual(answered.toSorted(), ['check', 'plan'])
})
