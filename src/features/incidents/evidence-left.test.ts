import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { instantOf } from '../../core/time/moment.ts'
import { removeLeftEvidence } from '../../engine/evidence-left.ts'
import type { IncidentDetail } from './contract/incident.ts'
import incidents from './feature.ts'

const bundle = { users: [{ id: 'ann', role: 'responder', contacts: { email: 'ann@example.com' } }] }
let world: Installation
before(async () => {
  world = await startInstallation({ features: [incidents], bundle, smtpUrl: 'smtp://127.0.0.1:1' })
})
after(() => world?.close())

async function post<T>(path: string, payload: object, status = 200): Promise<T> {
  const answer = await world.server.inject({
    ...{ method: 'POST', url: `/api/v1/incidents${path}`, payload },
    headers: { ...as('responder', 'ann'), 'idempotency-key': `of ${path} ${JSON.stringify(payload)}` },
  })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const kept = async (): Promise<string[]> =>
  (await world.database.pool.query<{ name: string }>('select name from incident_evidence order by name')).rows.map(({ name }) => name)

test('S2.11 bytes of which no fact speaks are swept away after an hour; evidence stays, and nobody else removes either', async () => {
  const { reference, id } = await post<IncidentDetail>('', { title: 'Down', page: false }, 201)
  const file = (name: string) => ({ name, mediaType: 'text/plain', content: Buffer.from(name).toString('base64') })
  await post(`/${reference}/attach`, file('graph.txt'))
  // As a process leaves it that died between the bytes and the fact.
  await world.database.pool.query(
    `insert into incident_evidence (id, incident, name, media_type, sha256, content, kept_at)
     select 'left', $1, 'left.txt', 'text/plain', sha256, content, kept_at from incident_evidence`,
    [id],
  )
  const { rows } = await world.database.pool.query<{ at: string }>('select max(kept_at) as at from incident_evidence')
  const at = instantOf(rows[0]?.at ?? '')
  assert.equal(await removeLeftEvidence(world.database.pool, at.add({ minutes: 59 })), 0)
  assert.equal(await removeLeftEvidence(world.database.pool, at.add({ minutes: 61 })), 1)
  assert.deepEqual(await kept(), ['graph.txt'])
  // Not even for somebody whose state of it was lost: the fact speaks of it.
  await world.database.pool.query(`update incident set state = state - 'evidence' where id = $1`, [id])
  await assert.rejects(removeLeftEvidence(world.database.pool, at.add({ minutes: 61 })), /never altered or removed/)
})
