import assert from 'node:assert/strict'
import type { Command, JsonObject } from '../../../src/core/command/command.ts'
import { createPolicy, type Policy } from '../../../src/core/policy/policy.ts'
import type { Bundle } from '../../../src/core/policy/schema/bundle.ts'
import { instantOf } from '../../../src/core/time/moment.ts'
import { createRehearsal, type Rehearsal } from '../../../src/engine/rehearsal.ts'
import { minutesOf, spanOf, tableRows } from './table.ts'

/**
 * An incident of one level from its declaration on, and the whole ledger of what was owed: typed by hand from the
 * organisation's rows, never worked out by the product.
 */
export type Story = {
  /** Ids of the rows it shows. */
  rows: string
  title: string
  severity: string
  /** When it is declared; without one a Tuesday at 10:00 UTC. */
  at?: string
  /** Where the organisation is, when not where its bundle says: clocks of working days change their hours there. */
  zone?: string
  service?: string
  flags?: string[]
  /** One act a line: `3m ack ada`, `1h resolve`. Time passes to the last line's. */
  script: string
  /** `| clock | due | became | at |`: times from the declaration; `at` is `-` where nobody closed it. Absent: not looked at. */
  ledger?: string
  /** `| when | who |`: everybody who was paged, when first. Absent: not looked at. */
  pages?: string
}

export type Organisation = { folder: string; stories: Story[] }

const ID = 'story'
const TUESDAY = '2026-02-10T10:00:00.000Z'

const to = (kind: string): Command['to'] => ({ kind, id: ID })
type Act = (words: string[], by: string) => Omit<Command, 'by'>
const incident = (name: string, data: JsonObject = {}): Omit<Command, 'by'> => ({ name, to: to('incident'), data })
const review = (name: string, data: JsonObject = {}): Omit<Command, 'by'> => ({ name, to: to('review'), data })

const acts: Record<string, Act> = {
  ack: () => incident('acknowledge'),
  role: ([role = '', user = '']) => incident('assign', { role, user }),
  say: ([nextIn]) => incident('update', { text: 'Known so far', ...(nextIn ? { nextIn } : {}) }),
  publish: ([nextIn]) => incident('publish', { text: 'We are on it', ...(nextIn ? { nextIn } : {}) }),
  approve: () => incident('approve'),
  done: ([what = '']) => incident('complete', { what }),
  status: ([status = '']) => incident('status', { status }),
  severity: ([severity = '']) => incident('severity', { severity }),
  flag: ([flag = '']) => incident('impact', { fields: { [flag]: true } }),
  waive: ([obligation = '', ...why]) => incident('waive', { obligation, why: why.join(' ') }),
  resolve: () => incident('resolve', { resolution: 'Rolled back', force: true, reason: 'a story' }),
  reopen: () => incident('reopen', { reason: 'It is back' }),
  eta: ([by = '']) => incident('eta', { eta: by }),
  merge: ([into = '']) => incident('merge', { incident: into, reference: into, isPrivate: false, status: 'investigating' }),
  close: () => incident('close', { force: true, reason: 'a story' }),
  draft: () => review('draft', { incident: ID, reference: 'INC-1', title: 'It is down', severity: 'x', policy: 1, markdown: '#' }),
  schedule: () => review('schedule', { at: '2026-02-12T10:00:00Z' }),
  step: ([id = '']) => review('step', { id }),
  complete: () => review('complete'),
}

type Line = { minute: number; verb: string; words: string[]; by: string }

/** `5m role commander ada by bruno`: who acts is `by`, else the last word of `ack`, else somebody. */
function linesOf(script: string): Line[] {
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [when = '', verb = '', ...rest] = line.split(/\s+/)
      const by = rest.indexOf('by')
      const words = by < 0 ? rest : rest.slice(0, by)
      const who = by < 0 ? (verb === 'ack' ? words[0] : undefined) : rest[by + 1]
      return { minute: minutesOf(when), verb, words, by: `user:${who ?? 'somebody'}` }
    })
}

export type Played = { ledger: string[]; pages: string[]; rehearsal: Rehearsal }

/** Plays the story through the engine on a stepped clock. Throws when an act is refused. */
export async function play(policy: Policy, story: Story): Promise<Played> {
  const start = instantOf(story.at ?? TUESDAY)
  const paged = new Map<string, string>()
  const rehearsal = createRehearsal({
    policy,
    start,
    send: async ({ target, content }) => {
      const who = target.replace('user:', '')
      if (content.kind === 'page' && !paged.has(who)) paged.set(who, spanOf(since(start, rehearsal.now())))
      return { ok: true, said: 'taken' }
    },
  })
  const { severity, service = null, flags = [] } = story
  const first = incident('declare', { title: 'It is down', severity, service, flags })
  await carryOut(rehearsal, { ...first, by: 'user:somebody' })
  for (const { minute, verb, words, by } of linesOf(story.script)) {
    await rehearsal.advance(start.add({ milliseconds: minute * 60_000 }))
    if (verb === 'end') continue
    const act = acts[verb]
    assert.ok(act, `the script says "${verb}"; it knows ${Object.keys(acts).join(', ')}`)
    await carryOut(rehearsal, { ...act(words, by), by: verb === 'draft' ? 'engine' : by })
  }
  return { ledger: ledgerOf(rehearsal, start), pages: [...paged].map(([who, when]) => `${when} | ${who}`), rehearsal }
}

async function carryOut(rehearsal: Rehearsal, command: Command): Promise<void> {
  const { refusal } = await rehearsal.execute(command)
  assert.equal(refusal, undefined, `${command.name}: ${refusal?.message}`)
}

const since = (start: Temporal.Instant, at: Temporal.Instant): number => (at.epochMilliseconds - start.epochMilliseconds) / 60_000

type Told = { of: { kind: string }; name: string; data: JsonObject; at: string }
type Entry = { due: string; became: string; at: string }

/** What the facts say of each clock: when it was due, what became of it, and when somebody closed it. */
function ledgerOf(rehearsal: Rehearsal, start: Temporal.Instant): string[] {
  const entries = new Map<string, Entry>()
  const span = (moment: unknown): string => spanOf(since(start, instantOf(String(moment))))
  for (const { of, name, data, at } of rehearsal.facts() as Told[]) {
    const what = of.kind === 'incident' && name.startsWith('obligation.') ? name.slice('obligation.'.length) : null
    if (what === null || what === 'due_soon' || what === 'nagged') continue
    const isClosed = what === 'met' || what === 'late'
    const closed = isClosed ? span(data.closedAt) : what === 'waived' || what === 'dropped' ? span(at) : '-'
    entries.set(String(data.id), {
      due: span(data.dueAt),
      became: what === 'opened' || what === 'restarted' || what === 'moved' ? 'open' : what,
      at: closed,
    })
  }
  return [...entries].map(([id, { due, became, at }]) => `${id} | ${due} | ${became} | ${at}`).sort()
}

/** What differs between the typed table and what happened; empty when nothing does. */
export async function differencesOf(bundle: Bundle, story: Story): Promise<string[]> {
  const { organization } = bundle
  const placed = story.zone ? { ...bundle, organization: { ...organization, timezone: story.zone } } : bundle
  const { ledger, pages } = await play(createPolicy(placed, 1), story)
  const tables: [string | undefined, string[]][] = [
    [story.ledger, ledger],
    [story.pages, pages],
  ]
  return tables.flatMap(([typed, happened]) => (typed === undefined ? [] : compare(typed, happened)))
}

function compare(typed: string, happened: readonly string[]): string[] {
  const wanted = tableRows(typed)
  const found = tableRows(happened.map((line) => `| ${line} |`).join('\n'))
  return [
    ...wanted.filter((row) => !found.includes(row)).map((row) => `not so: ${row}`),
    ...found.filter((row) => !wanted.includes(row)).map((row) => `instead: ${row}`),
  ]
}
