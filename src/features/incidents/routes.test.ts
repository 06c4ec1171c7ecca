import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { type Send, unprepared } from '../../engine/outbox.ts'
import alerts from '../alerts/feature.ts'
import type { App } from '../feature.ts'
import type { OwedList } from '../obligations/contract.ts'
import obligations from '../obligations/feature.ts'
import { insider } from '../people/reads/viewer.ts'
import type { ReviewDetail, ReviewList } from '../reviews/contract.ts'
import reviews from '../reviews/feature.ts'
import type { IncidentDetail, IncidentList, TimelineView } from './contract/incident.ts'
import incidents from './feature.ts'
import { findIncident } from './reads/incidents.ts'

const bundle = {
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    aliases: ['INC-{n}', 'war-{slug}'],
    room: { name: 'incident-{n}' },
    impact: { users_affected: { type: 'number' }, security: { type: 'flag' } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
  },
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High' },
  ],
  roles: [
    { id: 'commander', name: 'Commander', required_for: ['SEV-1'], default: ['user:ann'] },
    { id: 'scribe', name: 'Scribe', required_for: ['SEV-1'] },
  ],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { email: 'ann@example.com' } },
    { id: 'ben', name: 'Ben', role: 'responder', contacts: { email: 'ben@example.com' } },
    { id: 'eve', name: 'Eve', role: 'responder', contacts: { email: 'eve@example.com' } },
  ],
  services: [{ id: 'api', name: 'API' }],
  obligations: [
    {
      id: 'scribe-assigned',
      name: 'Scribe assigned',
      when: { severity: ['SEV-1'] },
      must: 'assign',
      role: 'role:scribe',
      within: '30m',
      of: 'declared',
      owner: 'role:commander',
    },
    { id: 'internal', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' },
  ],
  postmortem: {
    required_for: ['SEV-1'],
    steps: [
      { id: 'draft', within: '5m' },
      { id: 'scheduled', within: '24h' },
      { id: 'complete', within: '1w' },
    ],
  },
}

/** Jobs of the features under test; everything else arrives. */
const sending =
  (app: App): Send =>
  async (message) => {
    const job = message.channel === 'internal' ? reviews.jobs?.[String(message.content.job)] : undefined
    await job?.(message.content, app)
    return { ok: true, said: 'taken' }
  }

describe('incidents over HTTP, on a real database', () => {
  let world: Installation
  before(async () => {
    world = await startInstallation({
      features: [alerts, incidents, obligations, reviews],
      bundle,
      sender: (app) => unprepared(sending(app)),
      smtpUrl: 'smtp://127.0.0.1:1',
    })
  })
  after(() => world?.close())

  const ann = as('responder', 'ann')
  async function ask<T>(
    path: string,
    { body, who = ann, status = 200 }: { body?: object; who?: Record<string, string>; status?: number } = {},
  ): Promise<T> {
    const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url: path, headers: who, ...(body ? { payload: body } : {}) })
    assert.equal(answer.statusCode, status, answer.body)
    return answer.json() as T
  }
  const declare = (more: object = {}, who = ann): Promise<IncidentDetail> =>
    ask('/api/v1/incidents', { body: { title: 'Checkout fails', severity: 'p0', page: false, ...more }, who, status: 201 })
  const act = (name: string, verb: string, body: object = {}): Promise<IncidentDetail> =>
    ask(`/api/v1/incidents/${encodeURIComponent(name)}/${verb}`, { body })

  test('S7.1 every form of the reference finds it, in any case', async () => {
    const { id, reference, number } = await declare({ title: 'Ärger im Checkout' })
    for (const name of [
      id,
      reference,
      reference.toLowerCase(),
      `INC-${number}`,
      `inc-${number}`,
      String(number),
      'war-arger-im-checkout',
      'WAR-ARGER-IM-CHECKOUT',
    ]) {
      assert.equal((await ask<IncidentDetail>(`/api/v1/incidents/${name}`)).id, id, name)
    }
    const missing = await ask<{ code: string }>('/api/v1/incidents/INC-99999', { status: 404 })
    assert.equal(missing.code, 'not-found')
  })

  test('title and severity suffice; the clocks, the loud empty role and what may be done are in the answer', async () => {
    const incident = await declare()
    assert.deepEqual([incident.severity, incident.room], [{ id: 'SEV-1', name: 'Critical', rank: 1 }, `incident-${incident.number}`])
    assert.deepEqual(
      incident.clocks.map((clock) => [clock.title, clock.status, clock.repair]),
      [
        ['Internal update', 'pending', 'update'],
        ['Scribe assigned', 'pending', 'assign'],
      ],
    )
    assert.deepEqual(
      incident.roles.map((role) => [role.name, role.isRequired, role.holder]),
      [
        ['Commander', true, null],
        ['Scribe', true, null],
      ],
    )
    assert.equal(incident.can.acknowledge, true)
    assert.equal((await ask<IncidentDetail>(`/api/v1/incidents/${incident.id}`, { who: as('viewer') })).can.act, false)
  })

  test('sent again under its key it is the same incident; another caller has keys of their own', async () => {
    const [one, again] = [await declare({ key: 'deploy-7' }), await declare({ key: 'deploy-7' })]
    assert.deepEqual([again.id, again.reference], [one.id, one.reference])
    assert.notEqual((await declare({ key: 'deploy-7' }, as('responder', 'ben'))).id, one.id)
  })

  test('runs through its life by its verbs, and the timeline says in words who did what', async () => {
    const { reference } = await declare()
    assert.equal((await act(reference, 'acknowledge')).roles[0]?.holder?.name, 'Ann')
    await act(reference, 'role', { role: 'scribe', user: 'ben' })
    await act(reference, 'status', { status: 'mitigating', note: 'rolling back' })
    await act(reference, 'severity', { severity: 'sev 2', reason: 'fewer errors' })
    await act(reference, 'impact', { fields: { users_affected: 4200 }, service: 'api' })
    await act(reference, 'rename', { title: 'Card payments fail' })
    await act(reference, 'note', { text: 'Deploy at 13:58' })
    await act(reference, 'decide', { text: 'Roll back' })
    const promised = await act(reference, 'update', { text: 'At 60 %', nextIn: '30m' })
    assert.ok(promised.promisedUpdate)
    await act(reference, 'publish', { text: 'We are fixing it', components: [{ id: 'api', status: 'degraded' }] })
    await act(reference, 'waive', { obligation: 'internal#2', why: 'nearly over' })
    await act(reference, 'page', { targets: ['user:ben'], reason: 'the queue hangs' })
    const over = await act(reference, 'resolve', { resolution: 'Rolled back', publish: 'It works again' })
    assert.deepEqual(
      [over.status, over.resolution, over.posts.map((post) => post.status)],
      ['resolved', 'Rolled back', ['mitigating', 'resolved']],
    )
    await act(reference, 'reopen', { reason: 'it is back' })
    await act(reference, 'resolve')
    assert.equal((await act(reference, 'close')).status, 'closed')

    const curated = await ask<TimelineView>(`/api/v1/incidents/${reference}/timeline`)
    const lines = curated.items.toReversed().map(({ by, text, words }) => [by.name, text, ...(words ? [words] : [])].join(' | '))
    assert.deepEqual(lines.slice(0, 8), [
      'Ann | declared SEV-1 · clocks started under policy v1',
      'Ann | acknowledged',
      'Ann | made Ann Commander',
      'Ann | made Ben Scribe',
      'Ann | moved from Investigating to Mitigating | rolling back',
      'Ann | changed the severity from SEV-1 to SEV-2: fewer errors',
      'Ann | noted | Deploy at 13:58',
      'Ann | decided | Roll back',
    ])
    const everything = await ask<TimelineView>(`/api/v1/incidents/${reference}/timeline?view=everything`)
    const texts = everything.items.map((entry) => entry.text)
    assert.ok(texts.includes('paged Ben (step 1)') && texts.includes('set the impact: users affected 4200, service api'), texts.join('\n'))
    assert.ok(everything.everything > curated.curated)
  })

  test('refusals teach, over HTTP as problem+json; what cannot be read is told with its field', async () => {
    const { reference } = await declare()
    const refused = await ask<{ code: string; detail: string }>(`/api/v1/incidents/${reference}/role`, {
      body: { role: 'pilot', user: 'ann' },
      status: 400,
    })
    assert.deepEqual([refused.code, refused.detail.includes('commander, scribe')], ['role-unknown', true])
    await ask(`/api/v1/incidents/${reference}/update`, { body: { text: 'x', nextIn: 'soon' }, status: 400 })
    await ask(`/api/v1/incidents/${reference}/update`, { body: { text: 'x', mood: 'bad' }, status: 400 })
    await ask(`/api/v1/incidents/${reference}/page`, { body: { targets: ['user:zoe'] }, status: 400 })
    await ask('/api/v1/incidents', { body: { title: 'x', severity: 'SEV-1' }, who: as('viewer'), status: 403 })
    for (const [impact, code] of [
      [{ users_affected: 'many' }, 'impact-value'],
      [{ mood: 1 }, 'impact-unknown'],
    ] as const) {
      const refused = await ask<{ code: string }>('/api/v1/incidents', { body: { title: 'x', impact }, status: 400 })
      assert.equal(refused.code, code)
    }
    await ask('/api/v1/incidents', { status: 401, who: {} })
  })

  test('S8 a command that lacks its word is answered with those this incident has', async () => {
    const { id, reference } = await declare()
    for (const typed of [
      { text: 'severity', room: id },
      { text: `severity ${reference}`, room: null },
    ]) {
      const { detail } = await ask<{ detail: string }>('/api/v1/incidents/command', { body: typed, status: 400 })
      assert.equal(detail, '"severity" needs a value after it (severity SEV-2 [reason]):\n  SEV-1  Critical\n  SEV-2  High')
    }
  })

  test('the list pages by cursor without repeating or losing one', async () => {
    await Promise.all(Array.from({ length: 7 }, (_, n) => declare({ title: `Queue ${n}` })))
    const seen: string[] = []
    let cursor = ''
    do {
      const { items, next } = await ask<IncidentList>(`/api/v1/incidents?status=all&q=queue&limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...items.map((item) => item.title))
      cursor = next ?? ''
    } while (cursor)
    assert.deepEqual(
      seen.sort(),
      Array.from({ length: 7 }, (_, n) => `Queue ${n}`),
    )
    await ask('/api/v1/incidents?cursor=nonsense', { status: 400 })
  })

  test('what is owed is listed over all incidents, missed first', async () => {
    const { reference } = await declare({ title: 'Owes' })
    await act(reference, 'acknowledge')
    const { items } = await ask<OwedList>('/api/v1/obligations?mine=true')
    assert.ok(items.some((each) => each.incident.reference === reference && each.clock.title === 'Scribe assigned'))
  })

  test('S16.2 a resolved incident has a draft of its review within two seconds, made of its facts', async () => {
    const { id, reference } = await declare({ title: 'Pipes | break' })
    await act(reference, 'acknowledge')
    const drafted = new Promise<void>((resolve) => {
      const stop = world.app.engine.onChange((changed) => {
        if (!changed.some((each) => each.kind === 'review' && each.id === id)) return
        stop()
        resolve()
      })
    })
    const before = world.app.clock.now()
    await act(reference, 'resolve', { resolution: 'Glued' })
    await drafted
    assert.ok(world.app.clock.now().epochMilliseconds - before.epochMilliseconds < 2_000)
    const review = await ask<ReviewDetail>(`/api/v1/reviews/${reference}`)
    assert.match(review.markdown, /# INC-\S+: Pipes \\\| break/)
    assert.match(review.markdown, /Ann \| acknowledged/)
    assert.deepEqual(
      review.steps.map((step) => [step.id, step.doneAt !== null, step.clock?.status]),
      [
        ['draft', true, 'met'],
        ['scheduled', false, 'pending'],
        ['complete', false, 'pending'],
      ],
    )

    const edit = { markdown: '# Ours', basedOn: review.revision }
    assert.equal((await ask<ReviewDetail>(`/api/v1/reviews/${reference}/edit`, { body: edit })).editedBy?.name, 'Ann')
    await ask(`/api/v1/reviews/${reference}/edit`, { body: edit, status: 409 })
    const scheduled = await ask<ReviewDetail>(`/api/v1/reviews/${reference}/schedule`, { body: { at: '2027-01-01T10:00:00Z' } })
    assert.deepEqual([scheduled.status, scheduled.steps[1]?.clock?.status], ['scheduled', 'met'])
    const complete = await ask<ReviewDetail>(`/api/v1/reviews/${reference}/complete`, { body: {} })
    assert.deepEqual([complete.status, complete.steps[2]?.clock?.status, complete.can.reopen], ['complete', 'met', true])
    await ask(`/api/v1/reviews/${reference}/edit`, { body: { markdown: 'x' }, status: 409 })
    assert.equal((await ask<ReviewDetail>(`/api/v1/reviews/${reference}/reopen`, { body: {} })).status, 'scheduled')
    assert.ok((await ask<ReviewList>('/api/v1/reviews')).items.some((each) => each.id === id))
    assert.equal(
      (await findIncident(world.app.pools.side, id, insider))?.state.obligations.filter((each) => each.rule === 'review-complete')[0]
        ?.status,
      'met',
    )
  })
})
