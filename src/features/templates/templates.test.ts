import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createFixedClock } from '../../../test/world/fixed-clock.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import incidents from '../incidents/feature.ts'
import type { PreviewAnswer, TemplateList } from './contract.ts'
import templates from './feature.ts'

const bundle = {
  severities: [{ id: 'SEV-1' }, { id: 'SEV-2' }],
  incident: {
    impact: { security: { type: 'flag' }, cause: { type: 'text' }, told: { type: 'text', public: true } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
  },
  users: [{ id: 'ann', name: 'Ann Ode', role: 'responder', contacts: { email: 'ann@example.com' } }],
  roles: [{ id: 'commander' }],
  templates: [
    { id: 'chat', for: 'chat', moment: 'declared', text: '{{ incident.reference }} {{ incident.title }}, commander {{ roles.commander }}' },
    {
      id: 'mail',
      for: 'email',
      moment: 'declared',
      when: { severity: ['SEV-1'] },
      subject: 'About {{ incident.public_title }}',
      text: 'Hello {{ recipient.name }}',
    },
    { id: 'said', for: 'chat', moment: 'update', text: '{{ update.text }} Next {{ update.next_update | time }}' },
    { id: 'endless', for: 'sms', moment: 'resolved', text: '{% for i in (1..1000000000) %}x{% endfor %}' },
  ],
}

describe('texts before anybody reads them', () => {
  let world: Installation
  before(async () => {
    world = await startInstallation({
      features: [incidents, templates],
      bundle,
      clock: createFixedClock(Temporal.Instant.from('2026-11-12T14:41:12Z')),
    })
  })
  after(() => world?.close())

  async function ask<T>(path: string, body?: object, { who = as('responder', 'ann'), status = 200 } = {}): Promise<T> {
    const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url: path, headers: who, ...(body ? { payload: body } : {}) })
    assert.equal(answer.statusCode, status, answer.body)
    return answer.json() as T
  }
  const preview = (body: object) => ask<PreviewAnswer>('/api/v1/templates/preview', body)

  test('the list says what each names and what is wrong with it', async () => {
    const { items } = await ask<TemplateList>('/api/v1/templates')
    assert.deepEqual(
      items.map(({ id, placeholders, condition, fault }) => [id, placeholders, condition, fault]),
      [
        ['chat', ['incident.reference', 'incident.title', 'roles.commander'], null, null],
        ['mail', ['incident.public_title', 'recipient.name'], 'SEV-1', null],
        ['said', ['update.text', 'update.next_update'], null, null],
        ['endless', [], null, null],
      ],
    )
  })

  test('S12.23 a preview for each channel: an example fills everything, an incident shows what is still empty', async () => {
    const example = await preview({ moment: 'declared', recipient: { name: 'Ms Roe' } })
    assert.deepEqual(
      example.items.map(({ for: road, subject, text, isReady }) => [road, subject, text, isReady]),
      [
        ['chat', null, 'INC-42 Card payments fail, commander Ann Ode', true],
        ['email', 'About Problem with Example Ltd', 'Hello Ms Roe', true],
      ],
    )
    const { reference } = await ask<{ reference: string }>(
      '/api/v1/incidents',
      { title: 'Down', severity: 'SEV-2', page: false },
      { status: 201 },
    )
    const { items, isExample } = await preview({ incident: reference, moment: 'declared' })
    assert.deepEqual(
      [isExample, items.map(({ template, isReady, empty }) => [template, isReady, empty])],
      [false, [['chat', false, ['roles.commander']]]],
    )
    assert.deepEqual(items[0]?.pieces, {
      subject: null,
      text: [
        { text: `${reference} Down, commander `, isMissing: false },
        { text: 'roles.commander', isMissing: true },
      ],
    })
    const said = await preview({ incident: reference, id: 'said', say: 'Rolling back.', nextIn: '30m', timezone: 'Europe/Berlin' })
    assert.equal(said.items[0]?.text, 'Rolling back. Next 16:11 CET')
  })

  test('an unsaved text is tried, one that loops is cut with the reason, and nothing of a private incident is shown', async () => {
    assert.equal((await preview({ text: 'Level {{ incident.severity }}' })).items[0]?.text, 'Level SEV-1')
    assert.match((await preview({ id: 'endless' })).items[0]?.why ?? '', /"endless" does not work: the template was stopped/)
    assert.match((await preview({ text: '{% include "x" %}' })).items[0]?.why ?? '', /tag "include" not found/)
    for (const [body, code] of [
      [{ id: 'nothing' }, 400],
      [{ nextIn: 'soon' }, 400],
      [{ timezone: 'Mars/Base' }, 400],
      [{ incident: 'INC-999' }, 404],
    ] as const)
      await ask('/api/v1/templates/preview', body, { status: code })
    const secret = await ask<{ reference: string }>(
      '/api/v1/incidents',
      { title: 'Somebody is in', page: false, impact: { security: true } },
      { status: 201 },
    )
    await ask('/api/v1/templates/preview', { incident: secret.reference }, { who: as('responder', 'eve'), status: 404 })
  })

  test('S10.8 words that judge somebody are told as a hint beside the text, which can be sent all the same', async () => {
    const { items } = await ask<PreviewAnswer>('/api/v1/templates/preview', {
      text: '{{ update.text }}',
      say: 'Somebody forgot to renew it.',
    })
    const [shown] = items
    assert.deepEqual([shown?.isReady, shown?.hints.map(({ words }) => words)], [true, ['forgot to']])
    const { items: plain } = await ask<PreviewAnswer>('/api/v1/templates/preview', {
      text: '{{ update.text }}',
      say: 'It was not renewed.',
    })
    assert.deepEqual(plain[0]?.hints, [])
  })

  test('S5.7 S12.23 a text for customers that names what was written for colleagues cannot be sent, and says why', async () => {
    const { reference } = await ask<{ reference: string }>(
      '/api/v1/incidents',
      { title: 'db-7 leaks', page: false, impact: { cause: 'Dave deployed', told: 'A fault of ours' } },
      { status: 201 },
    )
    const shown = async (audience: string, text: string) => {
      const { items } = await preview({ incident: reference, for: audience, text })
      return [items[0]?.text, items[0]?.isReady, items[0]?.why]
    }
    for (const name of ['title', 'impact', 'cause', 'resolution']) {
      for (const audience of ['email', 'status-page']) {
        const [text, isReady, why] = await shown(audience, `It fails: {{ incident.${name} }}`)
        assert.deepEqual([text, isReady], ['It fails:', false], `${name} for ${audience}`)
        assert.match(String(why), new RegExp(`incident\\.${name}, which is written for colleagues and never told to customers`))
      }
    }
    assert.deepEqual(await shown('chat', 'It fails: {{ incident.title }}, {{ incident.cause }}'), [
      'It fails: db-7 leaks, Dave deployed',
      true,
      null,
    ])
    assert.deepEqual(await shown('email', 'Why: {{ incident.told }}'), ['Why: A fault of ours', true, null])
  })
})
