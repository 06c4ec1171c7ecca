import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createReceiver, type Receiver } from '../../../test/fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import people from '../people/feature.ts'
import policies from '../policies/feature.ts'
import paging from './feature.ts'

let hook: Receiver
let home: Installation
before(async () => {
  hook = await createReceiver({ status: 200 })
  const users = [
    { id: 'root', role: 'admin' },
    { id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com' } },
    { id: 'ben', name: 'Ben', contacts: { email: 'ben@example.com' } },
  ]
  home = await startInstallation({ features: [policies, people, paging], bundle: { users } })
})
after(async () => {
  await home?.close()
  await hook?.close()
})

const lastCode = (): string => /Your code is (\d{6})/.exec(hook.heard.at(-1)?.body ?? '')?.[1] ?? assert.fail('no code was sent')
const asker =
  (who: string) =>
  (url: string, payload: object): Promise<{ statusCode: number; json(): { code?: string } }> =>
    home.server.inject({ method: 'POST', url: `/api/v1/me/${url}`, headers: as('responder', who), payload })

test('a code proves the address that it was sent to, not the one that was put in its place', async () => {
  const ask = asker('ann')
  await ask('contacts', { webhook: `${hook.url}/mine` })
  await ask('roads/test', {})
  const code = lastCode()
  await ask('contacts', { webhook: `${hook.url}/somebody-elses` })
  assert.equal((await ask('roads/prove', { code })).json().code, 'no-code')
  assert.deepEqual(home.app.policies.live().user('ann')?.unverified, ['webhook'])
})

test('many guesses at once are no more than their number', async () => {
  const ask = asker('ben')
  await ask('contacts', { webhook: `${hook.url}/ben` })
  await ask('roads/test', {})
  const right = lastCode()
  const wrong = Array.from({ length: 30 }, (_, i) => String((Number(right) + 1 + i) % 1_000_000).padStart(6, '0'))
  const answers = await Promise.all(wrong.map(async (code) => (await ask('roads/prove', { code })).json().code))
  assert.equal(answers.filter((each) => each === 'code-wrong').length, 5)
  assert.equal((await ask('roads/prove', { code: right })).json().code, 'no-code')
})
