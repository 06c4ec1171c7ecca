import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TWILIO } from '../../../test/fakes/rigs.ts'
import { as, startInstallation } from '../../../test/world/installation.ts'
import type { ConnectionsAnswer } from '../connections/contract.ts'
import connections from '../connections/feature.ts'
import type { InstallationAnswer } from '../installation/contract.ts'
import installation from '../installation/feature.ts'

const fields = { ...TWILIO, from: '+15017122661' }
const integrations = [
  { id: 'calls', type: 'twilio-voice', name: 'Night calls', fields },
  { id: 'texts', type: 'twilio-sms', fields },
  { id: 'chat', type: 'slack', name: 'Chat', fields: { token: 'xoxb-1' } },
]

test('W16 what takes no answers is said before the night: in the form, of what is connected, and by doctor', async (t) => {
  const world = await startInstallation({ features: [connections, installation], bundle: { integrations } })
  t.after(world.close)
  const ask = async <T>(url: string): Promise<T> => {
    const answer = await world.server.inject({ method: 'GET', url, headers: as('admin') })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json() as T
  }
  const told = async () => {
    const { items, types } = await ask<ConnectionsAnswer>('/api/v1/integrations')
    const { findings } = await ask<InstallationAnswer>('/api/v1/installation')
    return {
      calls: items.find(({ id }) => id === 'calls')?.unheard ?? null,
      texts: items.find(({ id }) => id === 'texts')?.unheard ?? null,
      form: types.find(({ id }) => id === 'twilio-voice')?.unheard ?? null,
      doctor: findings.filter(({ about }) => about.startsWith('answers by')),
    }
  }
  const here = await told()
  assert.match(here.calls ?? '', /^Calls take no keys: .* Set TOCSIN_PUBLIC_URL to an https address/)
  assert.equal(here.form, here.calls)
  assert.equal(here.texts, null, 'replies to texts are asked for')
  assert.deepEqual(
    here.doctor.map(({ about, state }) => [about, state]),
    [
      ['answers by Night calls', 'missing'],
      ['answers by Chat', 'missing'],
    ],
  )
  Object.assign(world.app, { publicUrl: 'https://ops.example.com' })
  assert.deepEqual(await told(), { calls: null, texts: null, form: null, doctor: [] })
})
