import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import { machines } from '../../src/core/flow/machines.ts'
import { reactions } from '../../src/core/flow/reactions.ts'
import { policySubject } from '../../src/core/policy/machine.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { createClock } from '../../src/engine/clock.ts'
import { createEngine, type Engine } from '../../src/engine/driver.ts'
import { type Send, unprepared } from '../../src/engine/outbox.ts'
import { openPgStore } from '../../src/engine/pg-store.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { openPools } from '../../src/platform/db/pool.ts'
import { startTestDatabase } from '../../src/platform/db/test-database.ts'

const POLICY = `
version: 1
organization: { name: Well Ltd, timezone: UTC }
severities: [ { id: SEV-1, name: Critical } ]
users: [ { id: ann, name: Ann, contacts: { email: ann@example.com } } ]
channels: [ { id: ops, via: slack, name: "#ops", posts: [resolved] } ]
`

test('W11 the word that all is well outlives every process that could have sent it', { timeout: 60_000 }, async (t) => {
  const database = await (await startTestDatabase()).createDatabase()
  const pools = openPools(database.url)
  t.after(() => pools.close().then(database.drop))
  const fail = (error: unknown): never => {
    throw error
  }
  const sent: QueuedMessage[] = []
  const arrived = Promise.withResolvers<void>()
  const send: Send = async (message) => {
    if (message.target === 'channel:ops') sent.push(message)
    if (sent.length > 0) arrived.resolve()
    return { ok: true, said: 'taken' }
  }
  const start = async (owner: string, role: 'web' | 'all'): Promise<Engine> => {
    const store = await openPgStore({ pool: pools.page })
    const parts = { store, machines, reactions, clock: createClock(), canSend: () => true, owner, role, onError: fail }
    const engine = createEngine({ ...parts, prepare: unprepared(send) })
    await engine.start()
    return engine
  }

  const first = await start('first', 'web')
  const act = async (name: string, data: JsonObject) => {
    const { refusal } = await first.execute({ name, to: { kind: 'incident', id: 'i1' }, by: 'user:ann', data })
    assert.equal(refusal, undefined)
  }
  const { bundle } = parseBundle([{ path: 'well.yaml', text: POLICY }])
  await first.execute({ name: 'apply', to: policySubject, by: 'user:ann', data: { bundle, basedOn: 0, note: '', changes: [] } as never })
  await act('declare', { title: 'Everything fails', severity: 'SEV-1', service: null, page: false })
  await act('resolve', { resolution: 'Rolled back' })
  await first.stop()
  assert.equal(sent.length, 0, 'whoever answered could not send')

  const second = await start('second', 'all')
  await arrived.promise
  await second.stop()
  assert.deepEqual(
    sent.map(({ content, target }) => [target, content.moment, content.title]),
    [['channel:ops', 'resolved', 'Everything fails']],
  )
})
