import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { whoAt } from '../../core/oncall/shifts-between.ts'
import type { Policy } from '../../core/policy/policy.ts'
import connections from '../connections/feature.ts'
import type { ApplyAnswer, ExportAnswer, PlanAnswer } from './contract.ts'
import policies from './feature.ts'

const example = readFileSync(new URL('../../../policies/example/tocsin.yaml', import.meta.url), 'utf8')
const KEYS = { EXAMPLE_PROMETHEUS_KEY: 'prometheus-secret', EXAMPLE_EVENTS_KEY: 'events-secret', EXAMPLE_GENERIC_KEY: 'generic-secret' }

let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies, connections] })
})
after(() => home.close())

async function ask<T>(method: 'GET' | 'POST', path: string, payload?: object) {
  return await askAs<T>('admin', { method, path, payload })
}

type Asked = { method: 'GET' | 'POST'; path: string; payload?: object }

async function askAs<T>(role: 'admin' | 'viewer', { method, path, payload }: Asked) {
  const answer = await home.server.inject({ method, url: `/api/v1/policy${path}`, headers: as(role), ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, text: answer.body, body: (answer.body === '' ? null : JSON.parse(answer.body)) as T }
}

test('applying refuses an address that nothing may be sent to at its line, also one that a variable brings', async () => {
  const text = [
    'version: 1',
    'organization: { name: Example Ltd }',
    'channels:',
    '  - id: wall',
    '    via: webhook',
    '    name: Wall',
    '    url: http://192.168.7.7/wall',
    'integrations:',
    '  - { id: chat, type: slack-webhook, fields: { url: "${CHAT_URL}" } }',
    '',
  ].join('\n')
  const upload = { text, variables: { CHAT_URL: 'http://169.254.169.254/x' } }
  const plan = await ask<PlanAnswer>('POST', '/plan', upload)
  assert.equal(plan.body.isApplicable, false)
  const found = plan.body.findings.filter(({ rule }) => rule === 'forbidden-target')
  assert.deepEqual(
    found.map(({ line, level }) => [line, level]),
    [
      [7, 'error'],
      [9, 'error'],
    ],
  )
  assert.match(found[0]?.remedy ?? '', /TOCSIN_ALLOW_TARGETS/)
  assert.match(found[1]?.message ?? '', /metadata/)
  assert.doesNotMatch(JSON.stringify(found), /wall|\/x/)
  const applied = await ask<ApplyAnswer>('POST', '/apply', upload)
  assert.equal(applied.status, 422, applied.text)
})

test('a bundle is planned, applied, exported without secrets, and applying the export changes nothing', async () => {
  const upload = { text: example, variables: KEYS }
  const plan = await ask<PlanAnswer>('POST', '/plan', upload)
  assert.equal(plan.status, 200, plan.text)
  assert.equal(plan.body.isApplicable, true)
  assert.ok(plan.body.differences.some(({ section, changes }) => section === 'users' && changes.includes('ana added')))
  const applied = await ask<ApplyAnswer>('POST', '/apply', { ...upload, note: 'first', basedOn: 0 })
  assert.deepEqual([applied.status, applied.body.version, applied.body.isChanged], [200, 1, true])

  const exported = await ask<ExportAnswer>('GET', '/export')
  const text = exported.body.files[0]?.text ?? ''
  for (const secret of Object.values(KEYS)) assert.doesNotMatch(text, new RegExp(secret))
  assert.match(text, /\$\{EXAMPLE_PROMETHEUS_KEY\}/)
  const stored = await home.database.pool.query('select state::text as state from policy union all select data::text from fact')
  for (const { state } of stored.rows) assert.doesNotMatch(state, /-secret/)

  const again = await ask<ApplyAnswer>('POST', '/apply', { files: exported.body.files })
  assert.deepEqual([again.status, again.body.isChanged, again.body.version], [200, false, 1], again.text)
  assert.deepEqual(
    again.body.findings.filter(({ rule }) => rule === 'placeholder'),
    [],
  )
  assert.equal((await ask<ApplyAnswer>('POST', '/apply', upload)).body.isChanged, false)
})

test('runbooks and the review template are applied, versioned and written back with the bundle', async () => {
  const yaml = 'version: 1\npostmortem: { template: postmortem.md }\nrunbooks: { folder: runbooks/, required: [roll-back] }\n'
  const texts = [
    { path: 'postmortem.md', text: '# {{ incident.reference }}\n' },
    { path: 'runbooks/roll-back.md', text: 'links: none\nssh: ${HOME}\n' },
  ]
  await ask('POST', '/apply', { text: example, variables: KEYS })
  const applied = await ask<ApplyAnswer>('POST', '/apply', { files: [{ path: 'tocsin.yaml', text: yaml }, ...texts] })
  assert.deepEqual([applied.status, applied.body.isChanged], [200, true], applied.text)
  assert.equal(home.app.policies.live().bundle.postmortem?.text, texts[0]?.text)

  const { files } = (await ask<ExportAnswer>('GET', '/export')).body
  assert.deepEqual(files.slice(1), texts)
  const again = await ask<ApplyAnswer>('POST', '/apply', { files })
  assert.equal(again.body.isChanged, false, again.text)
  const whole = (await ask<ExportAnswer>('GET', '/export?whole=true')).body.files
  assert.equal(whole.length, 1)
  assert.equal((await ask<ApplyAnswer>('POST', '/apply', { files: whole })).body.isChanged, false)

  const other = await ask<ApplyAnswer>('POST', '/apply', { text: 'version: 1\nlinks: []\n' })
  assert.equal(other.body.isChanged, true)
  assert.equal(
    home.app.policies.live().bundle.runbooks?.texts?.['roll-back'],
    texts[1]?.text,
    'whoever changes links leaves runbooks alone',
  )
})

test('an alert is let in by a key that was applied as a variable', async () => {
  await ask('POST', '/apply', { text: example, variables: KEYS })
  const payload = { routing_key: 'events-secret', event_action: 'trigger', payload: { summary: 'x', source: 'y', severity: 'critical' } }
  const answer = await home.server.inject({ method: 'POST', url: '/v2/enqueue', payload })
  assert.equal(answer.statusCode, 202, answer.body)
})

test('a bundle with one section changes that section and leaves the others alone', async () => {
  await ask('POST', '/apply', { text: example, variables: KEYS })
  const plan = await ask<PlanAnswer>('POST', '/plan', { text: 'version: 1\nlinks:\n  - { name: Wiki, url: "https://wiki.example.com" }\n' })
  assert.deepEqual(plan.body.differences, [{ section: 'links', changes: ['Dashboards removed', 'Logs removed', 'Wiki added'] }], plan.text)
  const dangling = await ask<PlanAnswer>('POST', '/plan', { text: 'teams: []\n' })
  assert.equal(dangling.body.isApplicable, false)
  assert.ok(dangling.body.findings.some(({ level, file }) => level === 'error' && file === '(the running policy)'))
})

test('W30 a plan says who moves from which shift to which, and applying moves nobody else', async () => {
  await ask('POST', '/apply', { text: example, variables: KEYS })
  const unchanged = await ask<PlanAnswer>('POST', '/plan', { text: example, variables: KEYS })
  assert.deepEqual(unchanged.body.people, [])
  const longer = { text: example.replace('members: [ana, ben]', 'members: [leila, ana, ben]'), variables: KEYS }
  const now = home.app.clock.now()
  const holders = (policy: Policy) => policy.bundle.schedules?.map(({ id }) => whoAt(policy, id, now).members.join())
  const before = holders(home.app.policies.live())
  const { people } = (await ask<PlanAnswer>('POST', '/plan', longer)).body
  assert.match(people[0]?.words ?? '', /^\w+day \d+ \w+ .*moves from \w+ to \w+ \(payments-primary\)$/)
  assert.ok(
    people.every(({ start }) => start > now.toString()),
    'nobody who is on call now',
  )
  assert.equal((await ask<ApplyAnswer>('POST', '/apply', longer)).body.isChanged, true)
  assert.deepEqual(holders(home.app.policies.live()), before)
  assert.equal((await ask<ApplyAnswer>('POST', '/apply', longer)).body.isChanged, false, 'the turn is kept, and is no difference')
})

test('people whom a bundle leaves out are named before everything else', async () => {
  const more = example.replace('  - { id: yuki,', '  - { id: zoe, name: Zoe }\n  - { id: yuki,')
  assert.equal((await ask('POST', '/apply', { text: more, variables: KEYS })).status, 200)
  const plan = await ask<PlanAnswer>('POST', '/plan', { text: example, variables: KEYS })
  const [first] = plan.body.findings
  assert.equal(first?.rule, 'person-leaves', plan.text.slice(0, 500))
  assert.match(first?.message ?? '', /^zoe will no longer be in the policy/)
  assert.match(first?.cost ?? '', /nothing pages zoe/)
  await ask('POST', '/apply', { text: example, variables: KEYS })
})

const bad: [what: string, text: string, place: string, remedy: RegExp][] = [
  ['an unknown field', 'users:\n  - { id: ann, rol: admin }\n', 'tocsin.yaml:4:16', /did you mean `role`/],
  ['a dangling reference', 'teams:\n  - { id: all, members: [nobody-here] }\n', 'tocsin.yaml:4:26', /user/],
  [
    'an empty rotation',
    'schedules:\n  - { id: s, layers: [{ id: l, rotation: daily, starts: "2026-01-01T00:00", members: [] }] }\n',
    'tocsin.yaml:4:86',
    /member/,
  ],
  ['a time zone that does not exist', 'users:\n  - { id: ann, timezone: Mars/Base }\n', 'tocsin.yaml:4:26', /IANA/],
]
for (const [what, text, place, remedy] of bad) {
  test(`${what} is refused with file, line, column and remedy, and nothing is applied`, async () => {
    const before = await ask<ExportAnswer>('GET', '/export')
    const body = { text: `version: 1\norganization: { name: X }\n${text}` }
    const answer = await ask<{ code: string; errors: { field: string; message: string }[] }>('POST', '/apply', body)
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'policy-invalid')
    const found = answer.body.errors.find(({ field }) => field === place)
    assert.ok(found, answer.text)
    assert.match(found.message, remedy)
    assert.deepEqual((await ask<ExportAnswer>('GET', '/export')).body, before.body)
  })
}

test('versions say who changed what when, and a stale version is a conflict', async () => {
  const links = (name: string) => ({ text: `version: 1\nlinks: [{ name: ${name}, url: "https://wiki.example.com" }]\n`, note: name })
  await ask('POST', '/apply', { text: example, variables: KEYS })
  await ask('POST', '/apply', links('One'))
  const { body } = await ask<{ items: { version: number; note: string; by: string; changes: string[] }[] }>('GET', '/versions')
  assert.equal(body.items[0]?.note, 'One')
  assert.ok(body.items[0]?.changes.includes('links: One added'))
  const stale = await ask<{ code: string }>('POST', '/apply', { ...links('Two'), basedOn: 1 })
  assert.deepEqual([stale.status, stale.body.code], [409, 'policy-moved-on'])
})

test('viewers read and plan, only admins apply', async () => {
  assert.equal((await askAs('viewer', { method: 'GET', path: '' })).status, 200)
  assert.equal((await askAs('viewer', { method: 'POST', path: '/plan', payload: { text: example } })).status, 200)
  assert.equal((await askAs('viewer', { method: 'POST', path: '/apply', payload: { text: example } })).status, 403)
})

test('a plan tells nobody what the server keeps in its environment', async (t) => {
  const values = { TOCSIN_SECRET_KEY: 'own-key-value', DATABASE_URL: 'own-database-value', TEAM_NAME: 'team-value' }
  Object.assign(process.env, values)
  t.after(() => {
    for (const name of Object.keys(values)) delete process.env[name]
  })
  const names = Object.keys(values).map((name) => `\${${name}}`)
  const payload = { text: `version: 1\norganization: { name: "${names.join(' ')}" }\n` }
  const [seen, applied] = [
    await askAs('viewer', { method: 'POST', path: '/plan', payload }),
    await askAs('admin', { method: 'POST', path: '/plan', payload }),
  ]
  assert.doesNotMatch(seen.text, /-value/)
  assert.doesNotMatch(applied.text, /own-\w+-value/)
  assert.match(applied.text, /team-value/)
})

test('how people and channels are reached is shown to admins only, and no version tells it', async (t) => {
  const contacts = { email: 'ann@mail.example', ntfy: 'https://ntfy.example/topic-of-ann' }
  const bundle = {
    users: [{ id: 'ann', role: 'admin', contacts }],
    channels: [{ id: 'ops', via: 'slack', name: 'ops', url: 'https://hooks.example/hook-of-ops' }],
  }
  const other = await startInstallation({ features: [policies], bundle })
  t.after(() => other.close())
  const read = async (role: 'admin' | 'viewer', path: string) =>
    (await other.server.inject({ url: `/api/v1/policy${path}`, headers: as(role) })).body
  const plan = (role: 'admin' | 'viewer') => {
    const payload = { text: 'version: 1\nusers: [{ id: ann, role: admin }]\nchannels: []\n' }
    return other.server.inject({ method: 'POST', url: '/api/v1/policy/plan', headers: as(role), payload })
  }
  const seen = await Promise.all(['', '/export', '/versions'].map((path) => read('viewer', path)))
  for (const text of [...seen, (await plan('viewer')).body]) assert.doesNotMatch(text, /topic-of-ann|hook-of-ops|ann@mail/)
  assert.match((await plan('admin')).body, /ntfy removed/)
  const whole = await read('admin', '/export')
  assert.match(whole, /topic-of-ann/)
  assert.match(whole, /hook-of-ops/)
})

test('the language is published as a JSON Schema', async () => {
  const answer = await home.server.inject({ url: '/policy.schema.json' })
  assert.equal(answer.statusCode, 200)
  assert.ok(answer.json().properties.escalation_policies)
})
