import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/core/command/command.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { type Bundle, bundleSchema } from '../../src/core/policy/schema/bundle.ts'
import { momentOf } from '../../src/core/time/moment.ts'
import { createRehearsal, type Rehearsal, type Stall } from '../../src/engine/rehearsal.ts'
import { type ReplayedStretch, task } from '../../src/features/policies/replayed.ts'

/** A night in Vienna: two o'clock there. */
const START = Temporal.Instant.from('2026-03-03T01:00:00Z')
const END = START.add({ hours: 24 })
const at = (minutes: number): Temporal.Instant => START.add({ minutes })

type Rules = { wait?: string; every?: string; declare?: boolean; pages?: string; more?: object }

const bundleOf = ({ wait = '10m', every = '30m', declare = true, pages = 'user:ann', more = {} }: Rules = {}): Bundle =>
  bundleSchema.parse({
    version: 1,
    organization: { name: 'Replay Ltd', timezone: 'Europe/Vienna' },
    severities: [{ id: 'SEV-1', respond_within: '15m' }],
    users: ['ann', 'ben', 'eve'].map((id) => ({ id, name: id, contacts: { email: `${id}@example.com`, phone: '+431555000' } })),
    escalation_policies: [
      {
        id: 'technical',
        steps: [
          { page: [pages], wait },
          { page: ['user:ben'], wait: '1h' },
        ],
      },
    ],
    services: [{ id: 'api', escalation: ['technical'] }],
    obligations: [{ id: 'internal-update', when: {}, must: 'update', every, from: 'declared', until: 'resolved' }],
    routes: [{ when: {}, severity: 'SEV-1', service: 'api', declare }],
    ...more,
  })

const alert = { kind: 'alert', id: 'a1' }
const incident = { kind: 'incident', id: 'inc-a1' }
const event = { action: 'open', key: 'k', title: 'Checkout is down', labels: {}, details: {}, links: [], source: 'test' }
const open: Command = {
  name: 'open',
  to: { kind: 'alert', key: 'any/k', orNew: 'a1' },
  by: 'integration:any',
  data: { event, integration: 'any', service: 'api' },
}

/** Ben acknowledges after twelve minutes, says something after twenty-five, and it is over after fifty. */
async function night(rehearsal: Rehearsal): Promise<void> {
  await rehearsal.execute(open)
  await rehearsal.advance(at(12))
  await rehearsal.execute({ name: 'acknowledge', to: alert, by: 'user:ben', data: { via: 'page' } })
  await rehearsal.advance(at(25))
  await rehearsal.execute({ name: 'update', to: incident, by: 'user:ben', data: { text: 'We are looking' } })
  await rehearsal.advance(at(50))
  await rehearsal.execute({ name: 'resolve', to: incident, by: 'user:ben', data: { resolution: 'over' } })
  await rehearsal.advance(END)
}

type Played = {
  other?: Bundle | null
  stalls?: readonly Stall[]
  past?: Bundle
  running?: Bundle
  happens?: (rehearsal: Rehearsal) => Promise<void>
}

/** The record of that night as the database gives it, played again. */
async function replayed({
  other = null,
  stalls = [],
  past = bundleOf(),
  running = past,
  happens = night,
}: Played): Promise<ReplayedStretch> {
  const rehearsal = createRehearsal({ policy: createPolicy(past, 1), start: START, stalls })
  await happens(rehearsal)
  const pages = [JSON.stringify(rehearsal.facts().map(({ of, ...fact }, id) => ({ ...fact, id, stream: `${of.kind}:${of.id}` })))]
  const [since, until] = [momentOf(START), momentOf(END)]
  return await task({
    pages,
    since,
    until,
    to: until,
    base: { version: 1, bundle: past },
    other,
    running,
    channels: [],
  })
}

const wordsOf = ({ compared }: ReplayedStretch): string[] => compared.flatMap(({ words }) => words)

test('under its own policy the night is the same to everybody, and to the last letter of the record', async () => {
  const { compared, differing, unreadable } = await replayed({})
  assert.deepEqual([compared.map(({ words }) => words), differing, unreadable], [[[]], 0, 0])
  const [{ before }] = compared as [ReplayedStretch['compared'][number]]
  assert.deepEqual([...new Set(before.pages.map(({ user, isNight }) => `${user} ${isNight}`))], ['ann true', 'ben true'])
})

test('with more patience the second step wakes nobody', async () => {
  assert.deepEqual(wordsOf(await replayed({ other: bundleOf({ wait: '15m' }) })), ['ben would not have been paged'])
})

test('with less patience it wakes them earlier', async () => {
  assert.deepEqual(wordsOf(await replayed({ other: bundleOf({ wait: '4m' }) })), ['ben would have been paged 6 minutes earlier'])
})

test('a shorter cadence makes promises that were not kept', async () => {
  const words = wordsOf(await replayed({ other: bundleOf({ every: '20m' }) }))
  assert.ok(
    words.some((each) => /would have been (?:late|missed) instead of kept/.test(each)),
    words.join('; '),
  )
})

test('what is declared by no route any more owes nothing, and the alert keeps its own promise', async () => {
  const words = wordsOf(await replayed({ other: bundleOf({ declare: false }) }))
  assert.equal(words[0], 'no route of this policy would have declared an incident of it')
  assert.ok(
    words.some((each) => each.includes('would not have been owed')),
    words.join('; '),
  )
  assert.ok(
    words.some((each) => each === '“Acknowledge” would have been owed, and kept'),
    words.join('; '),
  )
})

test('somebody else on the first step is paged instead', async () => {
  assert.deepEqual(wordsOf(await replayed({ other: bundleOf({ pages: 'user:eve' }) })), [
    'ann would not have been paged',
    `eve would have been paged, first at ${momentOf(START)} by phone, sms, email`,
  ])
})

test('while nothing ran then, nothing runs now: a crash is no difference of the policy', async () => {
  const stalls = [{ start: at(5), end: at(11) }]
  const { compared, differing } = await replayed({ stalls })
  assert.deepEqual([compared.map(({ words }) => words), differing], [[[]], 0])
})

test('people and schedules are those of the day where the other policy says nothing new of them', async () => {
  const layers = (members: string[]) => [{ id: 'all', rotation: 'weekly', starts: '2026-01-05T00:00', members }]
  const with_ = (members: string[], wait: string, overrides: object[] = []): Bundle =>
    bundleOf({
      pages: 'schedule:primary',
      wait,
      more: { schedules: [{ id: 'primary', timezone: 'UTC', layers: layers(members), overrides }] },
    })
  const off = [{ user: 'eve', from: '2026-03-02T00:00Z', to: '2026-03-05T00:00Z', replaces: 'ann' }]
  const [past, running, other] = [with_(['ann'], '10m', off), with_(['ben'], '10m'), with_(['ben'], '15m')]
  assert.deepEqual(wordsOf(await replayed({ past, running, other })), ['ben would not have been paged'])
  const changed = with_(['ben', 'ann'], '10m')
  assert.deepEqual(wordsOf(await replayed({ past: with_(['ann'], '10m'), running: with_(['ann'], '10m'), other: changed })).slice(0, 1), [
    'ann would not have been paged',
  ])
})

/** Two incidents of the same hour: one of the service, one of none. Ann has both; a word comes late, and the level goes up. */
async function byHand(rehearsal: Rehearsal): Promise<void> {
  for (const [id, service] of [
    ['i1', 'api'],
    ['i2', null],
  ] as const) {
    const to = { kind: 'incident', id }
    await rehearsal.execute({ name: 'declare', to, by: 'user:ann', data: { title: 'Down', severity: 'SEV-2', service } })
    await rehearsal.execute({ name: 'acknowledge', to, by: 'user:ann', data: {} })
    await rehearsal.execute({ name: 'severity', to, by: 'user:ann', data: { severity: 'SEV-1' } })
  }
  await rehearsal.advance(END)
}

const levels = (...ids: object[]): Rules => ({ more: { severities: ids } })
const two = levels({ id: 'SEV-1', respond_within: '15m' }, { id: 'SEV-2', respond_within: '1h' })
const tellsApart = ({ unplayable, compared }: ReplayedStretch) => [
  unplayable.map(({ episode, why }) => `${episode.name}: ${why}`),
  compared.map(({ episode }) => episode.name),
]

test('an incident of a service that the other policy lacks is counted apart and said, never fewer pages without a word', async () => {
  const other = bundleOf({ more: { ...two.more, services: [{ id: 'checkout', escalation: ['technical'] }], routes: [] } })
  const stretch = await replayed({ past: bundleOf(two), other, happens: byHand })
  assert.deepEqual(tellsApart(stretch), [['INC-1: this policy has no service api'], ['INC-2']])
  assert.deepEqual(tellsApart(await replayed({ past: bundleOf(two), happens: byHand })), [[], ['INC-1', 'INC-2']])
})

test('so is one of a level that it lacks; a level that is only said later is named', async () => {
  const lacksFirst = bundleOf({ more: { severities: [{ id: 'SEV-1', respond_within: '15m' }] } })
  assert.deepEqual(tellsApart(await replayed({ past: bundleOf(two), other: lacksFirst, happens: byHand })), [
    ['INC-1: this policy has no level SEV-2', 'INC-2: this policy has no level SEV-2'],
    [],
  ])
  const lacksSecond = bundleOf({ more: { severities: [{ id: 'SEV-2', respond_within: '1h' }], routes: [] } })
  const words = wordsOf(await replayed({ past: bundleOf(two), other: lacksSecond, happens: byHand }))
  assert.ok(words.includes('what was said later is left out: this policy has no level SEV-1'), words.join('; '))
})

test('a level that is only called otherwise asks for the same: nobody notices', async () => {
  const renamed = levels({ id: 'P0', aliases: ['SEV-1'], respond_within: '15m' }, { id: 'P1', aliases: ['SEV-2'], respond_within: '1h' })
  const other = bundleOf({ more: { ...renamed.more, routes: [] } })
  assert.deepEqual(wordsOf(await replayed({ past: bundleOf(two), other, happens: byHand })), [])
  const tighter = levels({ id: 'P0', aliases: ['SEV-1'], respond_within: '15m' })
  assert.deepEqual(
    wordsOf(
      await replayed({
        other: bundleOf({ more: { ...tighter.more, routes: [{ when: {}, severity: 'P0', service: 'api', declare: true }] } }),
      }),
    ),
    [],
  )
})
