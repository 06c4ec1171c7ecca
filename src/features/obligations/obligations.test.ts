import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createFixedClock } from '../../../test/world/fixed-clock.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { STANDING } from '../../core/obligation/standing.ts'
import type { IncidentDetail } from '../incidents/contract/incident.ts'
import incidents from '../incidents/feature.ts'
import type { OwedList, ScoreAnswer, WhyAnswer } from './contract.ts'
import obligations from './feature.ts'

const START = Temporal.Instant.from('2026-11-12T14:41:12Z')
const bundle = {
  document: { owner: 'user:ben', updated: '2026-10-13', review: { every: '1mo' } },
  severities: [{ id: 'SEV-1', respond_within: '15m' }, { id: 'SEV-2' }],
  roles: [{ id: 'commander', name: 'Commander' }],
  users: ['ann', 'ben'].map((id) => ({ id, name: id, role: 'responder', contacts: { email: `${id}@example.com` } })),
  teams: [{ id: 'payments', name: 'Payments', members: ['ann'] }],
  services: [{ id: 'api', team: 'payments' }, { id: 'web' }],
  obligations: [
    {
      id: 'words',
      name: 'Internal update',
      when: { severity: ['SEV-1'] },
      must: 'update',
      every: '30m',
      from: 'declared',
      until: 'resolved',
    },
  ],
  drills: [{ id: 'tabletop', kind: 'tabletop', every: '3mo' }],
}

describe('what is owed, over HTTP on a real database', () => {
  let world: Installation
  const clock = createFixedClock(START)
  const ann = as('responder', 'ann')
  before(async () => {
    world = await startInstallation({ features: [incidents, obligations], bundle, clock })
  })
  after(() => world?.close())

  async function ask<T>(
    path: string,
    { body, who = ann, status = 200 }: { body?: object; who?: Record<string, string>; status?: number } = {},
  ): Promise<T> {
    const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url: path, headers: who, ...(body ? { payload: body } : {}) })
    assert.equal(answer.statusCode, status, answer.body)
    return answer.json() as T
  }
  const declare = (more: object) =>
    ask<IncidentDetail>('/api/v1/incidents', { body: { title: 'Down', severity: 'SEV-1', page: false, ...more }, status: 201 })
  const owed = (query: string) => ask<OwedList>(`/api/v1/obligations?${query}`)

  test('S1.9 what is owed now, by whom, with filters; S18.9 the score per incident, month and team', async () => {
    const first = await declare({ service: 'api' })
    const second = await declare({ service: 'web', severity: 'SEV-2' })
    await ask(`/api/v1/incidents/${first.reference}/acknowledge`, { body: {} })
    const all = await owed('owed=now')
    assert.deepEqual(
      all.items.map(({ incident, clock: { id, status, owners } }) => [
        incident.reference,
        incident.team,
        id,
        status,
        owners.map((each) => each.name),
      ]),
      [[first.reference, 'payments', 'words#1', 'pending', ['ann']]],
    )
    assert.equal((await owed('team=payments&must=update')).items.length, 1)
    for (const query of ['team=other', 'must=publish', 'owned=x&owner=ben', 'owed=missed', `incident=${second.reference}`])
      assert.deepEqual((await owed(query)).items, [], query)
    assert.deepEqual(
      (await owed('owed=settled')).items.map(({ clock: { id, status }, can }) => [id, status, can]),
      [['respond-sev-1#1', 'met', { complete: false, waive: false }]],
    )
    const score = await ask<ScoreAnswer>('/api/v1/obligations/score?by=incident')
    assert.deepEqual(
      score.items.map(({ key, met, kept }) => [key, met, kept]),
      [
        [first.reference, 1, 1],
        [second.reference, 0, null],
      ],
    )
    const by = async (what: string) =>
      (await ask<ScoreAnswer>(`/api/v1/obligations/score?by=${what}`)).items.map(({ key, name, incidents: n, met }) => [key, name, n, met])
    assert.deepEqual(await by('month'), [['2026-11', '2026-11', 2, 1]])
    assert.deepEqual(await by('team'), [
      ['', 'no team', 1, 0],
      ['payments', 'Payments', 1, 1],
    ])
    await ask('/api/v1/obligations/score?from=2026-11-13T00:00:00Z&to=2026-11-12T00:00:00Z', { status: 400 })
  })

  test('why is this owed: the answer for one clock of an incident, by its id or its rule', async () => {
    const { reference } = await declare({})
    const why = await ask<WhyAnswer>(`/api/v1/incidents/${reference}/obligations/${encodeURIComponent('words#1')}/why`)
    assert.equal(why.arithmetic, 'declared Thu 12 Nov 14:41:12 + 30 minutes = Thu 12 Nov 15:11:12')
    assert.deepEqual(
      [why.place?.words, why.condition, why.owners.map((each) => each.name)],
      ['obligations › words', 'it is SEV-1', ['ann']],
    )
    assert.equal((await ask<WhyAnswer>(`/api/v1/incidents/${reference}/obligations/respond-sev-1/why`)).span, '15m')
    await ask(`/api/v1/incidents/${reference}/obligations/nothing/why`, { status: 404 })
  })

  test('S20.5 the review of the document is owed without any incident, is done by hand, and says why', async () => {
    // The feature looked at the policy when it started; what it found is waited for by asking again.
    await world.app.engine.execute({ name: 'follow', to: STANDING, by: 'engine', data: {} })
    const due = (await owed('')).standing
    assert.deepEqual(
      due.map(({ clock: { id, status, owners } }) => [id, status, owners.map((each) => each.name)]),
      [['document-review#1', 'due-soon', ['ben']]],
    )
    assert.equal((await owed('standing=all')).standing.length, 2)
    const why = await ask<WhyAnswer>(`/api/v1/obligations/standing/document-review/why`)
    assert.match(why.words, /document › review › every .* \+ 1 month = Fri 13 Nov/)
    await ask('/api/v1/obligations/standing/done', { body: { what: 'document:review' }, who: as('viewer', 'eve'), status: 403 })
    await ask('/api/v1/obligations/standing/done', { body: { what: 'document:review', note: 'New numbers' } })
    assert.deepEqual((await owed('')).standing, [])
    await ask('/api/v1/obligations/standing/waive', { body: { obligation: 'drill-tabletop#1', why: 'the office moves' } })
    await ask('/api/v1/obligations/standing/waive', { body: { obligation: 'drill-tabletop#1', why: 'again' }, status: 404 })
  })
})
