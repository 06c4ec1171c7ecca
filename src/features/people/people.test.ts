import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { addPerson } from '../../platform/auth/accounts.ts'
import policies from '../policies/feature.ts'
import type { InvitedAnswer, PersonAnswer } from './contract.ts'
import people from './feature.ts'

const users = [
  { id: 'root', role: 'admin' },
  { id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } },
]
let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies, people], bundle: { users } })
  // An account that came before the policy: another id, the same address.
  await addPerson(home.app.pools.page, { name: 'Ann Ode', email: 'ann@example.com', role: 'responder' }, home.app.clock.now())
})
after(() => home?.close())

async function ask<T>(url: string, payload: object = {}): Promise<T> {
  const answer = await home.server.inject({ method: 'POST', url, headers: as('admin', 'root'), payload })
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json() as T
}
const isDisabled = async (): Promise<{ account: boolean; policy: boolean | undefined }> => {
  const { rows } = await home.app.pools.page.query<{ off: boolean }>(
    `select disabled_at is not null as off from auth_user where email = 'ann@example.com'`,
  )
  return { account: rows[0]?.off === true, policy: home.app.policies.live().user('ann')?.disabled }
}

test('whoever is disabled neither signs in nor is paged, also when files that know nothing of it are applied', async () => {
  assert.equal((await ask<PersonAnswer>('/api/v1/people/ann/disable')).account, 'disabled')
  assert.deepEqual(await isDisabled(), { account: true, policy: true })
  await ask('/api/v1/policy/apply', {
    text: 'version: 1\nusers: [{ id: root, role: admin }, { id: ann, contacts: { email: ann@example.com } }]\n',
  })
  assert.deepEqual(await isDisabled(), { account: true, policy: true })
  const ann = (await ask<PersonAnswer>('/api/v1/people/ann', { title: 'Engineer' })) satisfies PersonAnswer
  assert.deepEqual([ann.account, ann.roads], ['disabled', []])
  await ask('/api/v1/people/ann/enable')
  assert.deepEqual(await isDisabled(), { account: false, policy: undefined })
})

test('a namesake of somebody in the policy is somebody else', async () => {
  const { person } = await ask<InvitedAnswer>('/api/v1/people', { name: 'Ann', email: 'other-ann@example.com' })
  assert.equal(person.id, 'ann-2')
  assert.equal(home.app.policies.live().user('ann')?.contacts.email, 'ann@example.com')
})
