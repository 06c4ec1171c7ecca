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

type Played = { other?: Bundle | null; stalls?: readonly Stall[]; past?: Bundle; running?: Bundle }

/** The record of that night as the database gives it, played again. */
async function replayed({ other = null, stalls = [], past = bundleOf(), running = past }: Played): Promise<ReplayedStretch> {
  const rehearsal = createRehearsal({ policy: createPolicy(past, 1), start: START, stalls })
  await night(rehearsal)
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
