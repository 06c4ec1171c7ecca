import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyState } from '../../core/policy/machine.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import { changePolicy, storedPolicy } from './reads.ts'

const start = Temporal.Instant.from('2026-11-12T14:41:12Z')
const bundle = bundleSchema.parse({
  version: 1,
  organization: { name: 'Example Ltd' },
  users: [{ id: 'ana', rules: [{ after: '2m', by: 'email' }], contacts: { email: 'ana@example.com' } }],
  schedules: [{ id: 'primary', layers: [{ id: 'all', rotation: 'daily', starts: '2026-01-01T00:00', members: ['ana'] }] }],
})

const install = () => {
  const { execute, store } = createRehearsal({ policy: createPolicy(bundle, 0), start })
  return { engine: { execute }, store, settings: { allowTargets: ['127.0.0.1'] } }
}
const by = { by: 'user:ana', note: 'a test' }
const rename = (name: string) => (given: Bundle) => ({ ...given, organization: { ...given.organization, name } })

test('a change becomes a new version that says in words what changed', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  const outcome = await changePolicy(app, by, rename('Other Ltd'))
  assert.equal((outcome.state as PolicyState).version, 2)
  assert.deepEqual(outcome.facts[0]?.data.changes, ['organization: name from Example Ltd to Other Ltd'])
  assert.deepEqual((await storedPolicy(app))?.bundle, { ...bundle, organization: { ...bundle.organization, name: 'Other Ltd' } })
})

test('a change that would leave something dangling is refused with value and remedy, and nothing changes', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  const outcome = await changePolicy(app, by, (given) => ({ ...given, users: [] }))
  assert.equal(outcome.refusal?.code, 'policy-invalid')
  assert.match(outcome.refusal?.message ?? '', /ana/)
  assert.equal((await storedPolicy(app))?.version, 1)
})

test('of two changes at the same moment none is lost', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  const add = (id: string) => (given: Bundle) => ({ ...given, users: [...(given.users ?? []), { ...given.users?.[0], id } as never] })
  const outcomes = await Promise.all(['ben', 'mara', 'leila'].map((id) => changePolicy(app, by, add(id))))
  assert.deepEqual(
    outcomes.map((each) => each.refusal),
    [undefined, undefined, undefined],
  )
  const users = (await storedPolicy(app))?.bundle.users?.map((user) => user.id)
  assert.deepEqual(users?.toSorted(), ['ana', 'ben', 'leila', 'mara'])
})

test('an author who names the version they saw is told when it has moved on', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  await changePolicy(app, by, rename('Other Ltd'))
  const outcome = await changePolicy(app, { ...by, basedOn: 1 }, rename('Third Ltd'))
  assert.equal(outcome.refusal?.code, 'policy-moved-on')
})

test('a change of nothing makes no version', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  assert.deepEqual((await changePolicy(app, by, (given) => given)).facts, [])
  assert.equal((await storedPolicy(app))?.version, 1)
})

test('I-12 somebody whom nothing verified can wake enters no rotation without a reason, which the history keeps', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  const joins = (contacts: object) => () =>
    bundleSchema.parse({
      version: 1,
      organization: { name: 'Example Ltd' },
      users: [
        { id: 'ana', contacts: { email: 'ana@example.com' } },
        { id: 'ben', ...contacts },
      ],
      schedules: [{ id: 'primary', layers: [{ id: 'all', rotation: 'daily', starts: '2026-01-01T00:00', members: ['ana', 'ben'] }] }],
    })
  const asleep = joins({ contacts: { email: 'ben@example.com', phone: '+491511234567' }, unverified: ['phone'] })
  const refused = await changePolicy(app, by, asleep)
  assert.equal(refused.refusal?.code, 'no-waking-road')
  assert.match(refused.refusal?.message ?? '', /ben would take turns in primary.*verify a phone number/)
  const forced = await changePolicy(app, { ...by, force: 'he sits beside the pager' }, asleep)
  assert.equal(forced.refusal, undefined)
  assert.match(String(forced.facts[0]?.data.note), /nothing that is verified can wake ben at night: he sits beside the pager$/)
  const awake = install()
  await changePolicy(awake, by, () => bundle)
  assert.equal((await changePolicy(awake, by, joins({ contacts: { phone: '+491511234567' } }))).refusal, undefined)
})

const hooked = (url: string) => (given: Bundle) => ({
  ...given,
  users: (given.users ?? []).map((user) => ({ ...user, contacts: { ...user.contacts, webhook: url } })),
})

test('an address that nothing may be sent to is refused when it is typed; one that runs already holds up nothing', async () => {
  const app = install()
  await changePolicy(app, by, () => bundle)
  for (const [url, says] of [
    ['http://10.1.2.3/hook/secret', /10\.1\.2\.3 is not a public address.*TOCSIN_ALLOW_TARGETS/],
    ['http://169.254.169.254/latest', /cloud metadata address.*can never be/],
    ['http://2130706434:8080/', /127\.0\.0\.2 is not a public address/],
    ['http://[::ffff:10.0.0.1]/', /is not a public address.*TOCSIN_ALLOW_TARGETS/],
    ['https://8.8.8.8:22/', /ports other than 80 and 443/],
  ] as const) {
    const { refusal } = await changePolicy(app, by, hooked(url))
    assert.equal(refusal?.code, 'policy-invalid', url)
    assert.match(refusal?.message ?? '', says)
    assert.doesNotMatch(refusal?.message ?? '', /secret|latest/)
  }
  for (const url of ['http://127.0.0.1:9/hook', 'http://localhost:9/hook', 'https://hooks.example.com/x', 'https://8.8.8.8/'])
    assert.equal((await changePolicy(app, by, hooked(url))).refusal, undefined, url)
  await changePolicy({ ...app, settings: { allowTargets: ['10.0.0.0/8'] } }, by, hooked('http://10.1.2.3/hook'))
  assert.equal((await changePolicy(app, by, rename('Later Ltd'))).refusal, undefined)
})
