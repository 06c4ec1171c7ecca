import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { statusPageSchema } from '../../src/core/policy/schema/publication.ts'
import type { DeclareChoices, IncidentDetail, IncidentList, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import type { MetricsAnswer } from '../../src/features/metrics/contract.ts'
import type { WhyAnswer } from '../../src/features/obligations/contract.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { wordFor } from '../../src/features/statuspage/draft.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

/** A chat that never answers rightly, and a mail server that does. */
let chat: Receiver
let mailbox: Mailbox
let world: Installation

const policy = () => ({
  organization: { name: 'Example Ltd', timezone: 'Pacific/Auckland' },
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    definition: ['An unplanned interruption', 'A loss of quality'],
    sources: ['monitoring', 'customer'],
    statuses: ['investigating', 'mitigating', 'resolved'],
    impact: { legal: { type: 'flag', name: 'Compliance' } },
    room: { name: 'inc-{n}' },
  },
  severities: [
    {
      id: 'Red',
      name: 'Critical',
      definition: 'Nothing works',
      criteria: ['All customers'],
      examples: ['Site down'],
      respond_within: '15m',
    },
    { id: 'Amber', name: 'High' },
    { id: 'Green', name: 'Low' },
  ],
  roles: ['commander', 'tech-lead', 'communications-lead', 'scribe', 'liaison'].map((id) => ({
    ...{ id, name: id === 'commander' ? 'Commander' : id },
    duties: [`What ${id} does`],
  })),
  users: ['ann', 'ben', 'eve'].map((id) => ({ id, name: id, role: 'responder', contacts: { email: `${id}@example.com` } })),
  teams: [{ id: 'leaders', members: ['user:eve'] }],
  audiences: [{ id: 'executives', members: ['team:leaders', 'user:ben'] }],
  checklists: [
    { id: 'law', phase: 'response', when: { flag: 'legal' }, tasks: [{ text: 'Keep what proves it' }, { text: 'Call legal counsel' }] },
  ],
  obligations: [
    {
      id: 'told',
      must: 'notify',
      audience: 'audience:executives',
      within: '30m',
      of: 'declared',
      when: { severity: ['Red'] },
      by: ['email'],
    },
    { id: 'mailed', name: 'Customers e-mailed', must: 'email', within: '1h', of: 'declared', when: { severity: ['Red'] } },
    { id: 'words', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' },
  ],
  channels: [
    { id: 'incidents', via: 'mattermost', name: 'incidents', posts: ['declared', 'resolved'] },
    { id: 'leadership', via: 'mattermost', name: 'leadership', posts: ['declared'], when: { at_least: 'Amber' } },
    { id: 'engineering', via: 'mattermost', name: 'engineering', posts: ['resolved'] },
  ],
  integrations: [{ id: 'hook', type: 'mattermost', fields: { server: chat.url, token: 'x' } }],
})

before(async () => {
  ;[chat, mailbox] = await Promise.all([createReceiver({ status: 500 }), createMailbox()])
  world = await startInstallation({ features, bundle: policy(), smtpUrl: mailbox.url, sender: (app) => createSender(app) })
})
after(async () => {
  await world?.close()
  await Promise.all([chat?.close(), mailbox?.close()])
})

type Asked = { body?: object; who?: string; status?: number }
async function ask<T>(path: string, { body, who = 'ann', status = 200 }: Asked = {}): Promise<T> {
  const asked = {
    method: body ? 'POST' : 'GET',
    url: `/api/v1/${path}`,
    headers: as('responder', who),
    ...(body ? { payload: body } : {}),
  } as const
  const answer = await world.server.inject(asked)
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const declare = (more: object = {}) =>
  ask<IncidentDetail>('incidents', { body: { title: 'Checkout fails', severity: 'Green', page: false, ...more }, status: 201 })
const act = (id: string, verb: string, body: object = {}, who = 'ann') => ask<IncidentDetail>(`incidents/${id}/${verb}`, { body, who })

/** What was asked to be posted where, whether or not the chat took it. */
async function postsOf(id: string): Promise<string[]> {
  const { rows } = await world.database.pool.query(
    `select target, content->>'moment' as moment from message where id like $1 order by target`,
    [`${id}.%`],
  )
  return rows.filter(({ target }) => target.startsWith('channel:')).map(({ target, moment }) => `${target} ${moment}`)
}

test('S1.1 S1.3 S1.14 the form of declaring shows the definition, and each level under its own label with what belongs into it, worst first', async () => {
  const { definition, severities } = await ask<DeclareChoices>('incidents/choices')
  assert.deepEqual(definition, ['An unplanned interruption', 'A loss of quality'])
  assert.deepEqual(
    severities.map(({ id, name, rank }) => [id, name, rank]),
    [
      ['Red', 'Critical', 1],
      ['Amber', 'High', 2],
      ['Green', 'Low', 3],
    ],
  )
  const { definition: means, criteria, examples } = severities[0] ?? {}
  assert.deepEqual([means, criteria, examples], ['Nothing works', ['All customers'], ['Site down']])
})

test('S2.12 S2.3 S5.4 S5.6 S7.4 the record is there at once though the chat is down, and each channel is asked to post by its own condition', async () => {
  const red = await declare({ severity: 'Red' })
  assert.match(red.reference, /^INC-\d{4}-\d\d-\d\d-\d{3}$/)
  const green = await declare()
  assert.deepEqual(await postsOf(red.id), ['channel:incidents declared', 'channel:leadership declared'])
  assert.deepEqual(await postsOf(green.id), ['channel:incidents declared'])
  await act(green.id, 'resolve')
  assert.deepEqual(await postsOf(green.id), ['channel:engineering resolved', 'channel:incidents declared', 'channel:incidents resolved'])
})

test('S1.10 an audience is resolved to its people and roads when it is told', async () => {
  mailbox.letters.length = 0
  await declare({ severity: 'Red', title: 'Everything is down' })
  const told = (await mailbox.expect(2)).flatMap(({ to }) => to)
  assert.deepEqual(told.sort(), ['ben@example.com', 'eve@example.com'])
})

test('S2.5 S2.13 S8.1 whoever acknowledges has it: who and when are kept, and the clocks are theirs', async () => {
  const { id, reference } = await declare({ severity: 'Red' })
  const taken = await ask<IncidentDetail>(`incidents/${reference}/acknowledge`, { body: {}, who: 'ben' })
  assert.equal(taken.acknowledgedBy?.name, 'ben')
  const { rows } = await world.database.pool.query(`select by, at from fact where stream = $1 and name = 'incident.acknowledged'`, [
    `incident:${id}`,
  ])
  assert.deepEqual([rows.length, rows[0].by], [1, 'user:ben'])
  await ask(`incidents/${reference}/acknowledge`, { body: {}, who: 'ben' })
  assert.equal(
    (await ask<{ code: string }>(`incidents/${reference}/acknowledge`, { body: {}, who: 'eve', status: 409 })).code,
    'already-acknowledged',
  )
  const why = await ask<WhyAnswer>(`incidents/${reference}/obligations/${encodeURIComponent('words#1')}/why`)
  assert.deepEqual(
    why.owners.map(({ name }) => name),
    ['ben'],
  )
})

test('S1.18 a flag for law and compliance opens its checklist, and what proves it is kept', async () => {
  const { id } = await declare()
  const flagged = await act(id, 'impact', { fields: { legal: true } })
  assert.deepEqual(
    flagged.tasks.map(({ text }) => text),
    ['Keep what proves it', 'Call legal counsel'],
  )
  const kept = await act(id, 'attach', { name: 'access.log', content: Buffer.from('GET /').toString('base64') })
  assert.match(kept.evidence[0]?.sha256 ?? '', /^[0-9a-f]{64}$/)
})

test('S2.1 how incidents were noticed is counted, and a corrected time counts in the figures', async () => {
  const { id } = await declare({ detectedBy: 'customer' })
  const before = await ask<MetricsAnswer>('metrics')
  await act(id, 'source', { source: 'monitoring' })
  const after = await ask<MetricsAnswer>('metrics')
  const count = ({ sources }: MetricsAnswer, wanted: string) => sources.find((each) => each.id === wanted)?.count ?? 0
  assert.deepEqual([count(before, 'customer') - count(after, 'customer'), count(after, 'monitoring') - count(before, 'monitoring')], [1, 1])
})

test('S7.2 a hundred declared at once have a hundred numbers of one day, without a gap', async () => {
  const known = new Set((await ask<IncidentList>('incidents?status=all&limit=200')).items.map(({ reference }) => reference))
  const all = await Promise.all(Array.from({ length: 100 }, () => declare()))
  const numbers = all.map(({ reference }) => Number(reference.slice(-3))).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 100 }, (_, n) => known.size + 1 + n),
  )
})

test('S6.2 S6.3 S6.4 S6.5 roles are data: each of the policy is given by its word, with its duties', async () => {
  const { id, reference } = await declare()
  for (const word of ['tech-lead', 'comms', 'scribe', 'liaison'])
    await ask('incidents/command', { body: { text: `${word} ${reference} @ben` } })
  const { roles } = await ask<IncidentDetail>(`incidents/${id}`)
  assert.deepEqual(
    roles.map(({ id: role, holder, duties }) => [role, holder?.name ?? null, duties]),
    ['commander', 'tech-lead', 'communications-lead', 'scribe', 'liaison'].map((role) => [
      role,
      role === 'commander' ? null : 'ben',
      [`What ${role} does`],
    ]),
  )
})

test('S9.2 S11.2 the words of its status are those of the policy, for customers in the words of their page; another is refused with them', async () => {
  const page = statusPageSchema.parse({ id: 'public', title: 'Status', words: { mitigating: 'In progress' } })
  assert.deepEqual([wordFor('mitigating', page), wordFor('resolved', page)], ['In progress', 'Resolved'])
  const { id } = await declare()
  assert.equal((await act(id, 'status', { status: 'mitigating' })).status, 'mitigating')
  const { detail } = await ask<{ detail: string }>(`incidents/${id}/status`, { body: { status: 'monitoring' }, status: 400 })
  assert.match(detail, /use one of investigating, mitigating, resolved/)
})

test('bad input: commands out of order are refused with what comes before them, and change nothing', async () => {
  const { id } = await declare()
  const refused = async (verb: string, body: object = {}) =>
    (await ask<{ code: string }>(`incidents/${id}/${verb}`, { body, status: 409 })).code
  assert.deepEqual(
    [await refused('close'), await refused('reopen'), await refused('stand-down')],
    ['not-resolved', 'not-resolved', 'not-resolved'],
  )
  await act(id, 'resolve')
  assert.deepEqual([await refused('resolve'), await refused('acknowledge')], ['already-resolved', 'already-resolved'])
  await act(id, 'close')
  assert.equal(await refused('close'), 'not-resolved')
  const { items } = await ask<TimelineView>(`incidents/${id}/timeline`)
  assert.deepEqual(
    items.map(({ name }) => name).filter((name) => /resolved|closed|reopened/.test(name)),
    ['incident.closed', 'incident.resolved'],
  )
})

test('bad input: two who take one role at the same moment: one has it, the other is told who', async () => {
  const { id } = await declare()
  const take = (user: string) =>
    world.server.inject({
      method: 'POST',
      url: `/api/v1/incidents/${id}/role`,
      headers: as('responder', user),
      payload: { role: 'commander', user },
    })
  const answers = await Promise.all([take('ann'), take('ben')])
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409])
  assert.match(answers.find(({ statusCode }) => statusCode === 409)?.json().detail, /(ann|ben) became Commander|(ann|ben) became commander/)
})

test('bad input: an unknown severity is refused with the nearest; a service nobody has, too', async () => {
  const { detail } = await ask<{ detail: string }>('incidents', { body: { title: 'x', severity: 'Ambre' }, status: 400 })
  assert.match(detail, /did you mean Amber/)
  assert.match(
    (await ask<{ detail: string }>('incidents', { body: { title: 'x', service: 'nowhere' }, status: 400 })).detail,
    /"nowhere" is no service/,
  )
})

test('that customers were mailed is ticked off by whoever did it: nobody else can see it', async () => {
  const { id } = await declare({ severity: 'Red' })
  await act(id, 'complete', { what: 'mailed' }, 'ben')
  const { rows } = await world.database.pool.query(
    `select by, data->>'rule' as rule from fact where stream = $1 and name = 'obligation.met'`,
    [`incident:${id}`],
  )
  assert.deepEqual(
    rows.filter(({ rule }) => rule === 'mailed').map(({ by }) => by),
    ['user:ben'],
  )
})
