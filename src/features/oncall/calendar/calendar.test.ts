import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import ICAL from 'ical.js'
import { findProgram, howToGet, ICALENDAR } from '../../../../scripts/programs.ts'
import { readPolicy } from '../../../../test/policies/read-policy.ts'
import { type Organisation, openOrganisation } from '../../../../test/world/organisation.ts'
import { whoAt } from '../../../core/oncall/shifts-between.ts'
import { resolveTarget } from '../../../core/oncall/targets.ts'
import { createPolicy, type Policy } from '../../../core/policy/policy.ts'
import { createToken, revokeToken } from '../../../platform/auth/tokens.ts'
import type { ScheduleView } from '../contract.ts'
import onCall from '../feature.ts'
import { onCallAt } from '../reads/on-call.ts'
import { calendarText, type Entry } from './calendar-text.ts'
import { calendarSpan, entriesOf } from './entries.ts'
import { rotateLink } from './links.ts'

type Read = { uid: string; start: number; end: number; summary: string; isShadow: boolean }

/** A calendar as any program reads it. */
function readCalendar(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    const at = (time: InstanceType<typeof ICAL.Time>) => time.toJSDate().getTime()
    const isShadow = component.getFirstPropertyValue('categories') === 'shadow'
    return { uid: event.uid, start: at(event.startDate), end: at(event.endDate), summary: event.summary, isShadow }
  })
}

/** The same numbers each time: a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const START = '2026-11-12T14:41:12.000Z'
const now = Temporal.Instant.from(START)

describe('calendars that are handed out', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [onCall] })
    const override = { user: 'leila', replaces: 'everyone', from: '2026-11-20T03:07:11.000Z', to: '2026-11-20T19:00:00.000Z' }
    await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', override)
    await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', {
      ...override,
      replaces: 'mara',
      from: '2026-12-05T05:00:00.000Z',
      to: '2026-12-08T00:00:00.000Z',
    })
    await organisation.ask('ben', 'POST', '/api/v1/me/away', {
      from: '2026-12-20T00:00:00.000Z',
      to: '2027-01-04T00:00:00.000Z',
      reason: 'holiday',
    })
    await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/shadows', { user: 'yuki', follows: 'weekly' })
  })
  after(() => organisation?.close())
  const live = (): Policy => organisation.app.policies.live()
  const linkTo = async (path: string, as = 'ana'): Promise<string> => {
    const answer = await organisation.ask(as, 'POST', path)
    assert.equal(answer.statusCode, 200, answer.body)
    return new URL(answer.json().url).pathname
  }
  const fetched = (path: string, headers: Record<string, string> = {}) => organisation.server.inject({ method: 'GET', url: path, headers })

  test('I-13 API, console, calendar and pager agree at 10,000 random instants', async () => {
    const { from, to } = calendarSpan(now)
    const random = seeded(13)
    const schedules = (live().bundle.schedules ?? []).map(({ id }) => id)
    const each = 10_000 / schedules.length
    const names = (users: readonly string[]) => users.map((user) => live().user(user)?.name ?? user).join(', ')
    for (const id of schedules) {
      const view = (await organisation.ask('ana', 'GET', `/api/v1/schedules/${id}?from=${from}&to=${to}`)).json() as ScheduleView
      const shown = view.final
        .filter((shift) => !shift.isShadow)
        .map((shift) => ({ ...shift, from: Date.parse(shift.start), to: Date.parse(shift.end) }))
      const events = readCalendar((await fetched(await linkTo(`/api/v1/schedules/${id}/calendar`))).body).filter((event) => !event.isShadow)
      for (let i = 0; i < each; i++) {
        const epoch = from.epochMilliseconds + Math.floor(random() * (to.epochMilliseconds - from.epochMilliseconds))
        const at = Temporal.Instant.fromEpochMilliseconds(epoch)
        const asked = names(whoAt(live(), id, at).members)
        const paged = names(resolveTarget(live(), `schedule:${id}`, { at }).map(({ user }) => user))
        const console =
          shown
            .find((shift) => shift.from <= epoch && epoch < shift.to)
            ?.people.map(({ name }) => name)
            .join(', ') ?? ''
        const event = events.filter((one) => one.start <= epoch && epoch < one.end)
        const calendar = event.map(({ summary }) => summary.replace(/^On call: (.*) \(.*\)$/, '$1')).join('|')
        assert.deepEqual({ paged, console, calendar }, { paged: asked, console: asked, calendar: asked }, `${id} at ${at}`)
      }
    }
    const reader = { policy: live(), principal: null }
    for (const { schedule, people } of await onCallAt(organisation.app.pools.side, now, reader))
      assert.deepEqual(
        people.map(({ id }) => id.replace('user:', '')),
        whoAt(live(), schedule, now).members,
      )
  })

  test("S3.11 a person's calendar has their shifts on every schedule and no others", async () => {
    const { from, to } = calendarSpan(now)
    const events = readCalendar((await fetched(await linkTo('/api/v1/me/calendar', 'ben'))).body)
    assert.ok(events.length > 5)
    const random = seeded(7)
    for (let i = 0; i < 2_000; i++) {
      const epoch = from.epochMilliseconds + Math.floor(random() * (to.epochMilliseconds - from.epochMilliseconds))
      const at = Temporal.Instant.fromEpochMilliseconds(epoch)
      const schedules = (live().bundle.schedules ?? []).filter(({ id }) => whoAt(live(), id, at).members.includes('ben'))
      const shown = events.filter((event) => event.start <= epoch && epoch < event.end && !event.isShadow).map(({ summary }) => summary)
      assert.deepEqual(shown.sort(), schedules.map(({ id, name }) => `On call: ${name ?? id}`).sort(), String(at))
    }
  })

  test('names of shifts stay; 304 when nothing changed; a month later they are still the same', async () => {
    const path = await linkTo('/api/v1/schedules/payments-primary/calendar', 'ben')
    const first = await fetched(path)
    assert.equal(first.headers['content-type'], 'text/calendar; charset=utf-8')
    assert.match(String(first.headers['cache-control']), /^private/)
    const again = await fetched(path, { 'if-none-match': String(first.headers.etag) })
    assert.deepEqual([again.statusCode, again.body], [304, ''])
    const policy = live()
    const uidsAt = (at: string) => {
      const span = calendarSpan(Temporal.Instant.from(at))
      const entries = entriesOf(policy, { kind: 'schedule', target: 'payments-primary' }, { span, publicUrl: 'https://t.example' })
      return new Map(
        readCalendar(calendarText({ name: 'x', zone: 'UTC', from: span.from }, entries)).map((event) => [
          `${event.start} ${event.summary}`,
          event.uid,
        ]),
      )
    }
    const [before, after] = [uidsAt('2026-11-12T00:00:00Z'), uidsAt('2026-12-20T00:00:00Z')]
    const common = [...before.keys()].filter((key) => after.has(key))
    assert.ok(common.length > 20)
    for (const key of common) assert.equal(before.get(key), after.get(key), key)
    assert.equal(new Set(before.values()).size, before.size)
  })

  test('a shadow is marked; a secret address ends with its rotation, its removal, and with whoever had it', async () => {
    const path = await linkTo('/api/v1/schedules/payments-primary/calendar', 'ben')
    const events = readCalendar((await fetched(path)).body)
    assert.ok(events.some((event) => event.isShadow && event.summary.startsWith('SHADOW On call: Yuki')))
    const renewed = await linkTo('/api/v1/schedules/payments-primary/calendar', 'ben')
    assert.deepEqual([(await fetched(path)).statusCode, (await fetched(renewed)).statusCode], [404, 200])
    const { rows } = await organisation.app.pools.side.query('select digest from calendar_link')
    assert.ok(rows.every(({ digest }) => !renewed.includes(digest) && digest.length === 64))
    assert.ok((renewed.match(/calendar\/([\w-]+)\.ics/)?.[1]?.length ?? 0) >= 43)
    const view = (await organisation.ask('ben', 'GET', '/api/v1/schedules/payments-primary/calendar')).json()
    assert.deepEqual([view.exists, view.url, view.readAt], [true, null, organisation.now().toString({ fractionalSecondDigits: 3 })])
    await organisation.ask('ben', 'DELETE', '/api/v1/schedules/payments-primary/calendar')
    assert.equal((await fetched(renewed)).statusCode, 404)
    assert.equal((await fetched('/calendar/guess.ics')).statusCode, 404)
    assert.equal((await organisation.ask(null, 'POST', '/api/v1/me/calendar')).statusCode, 401)
  })

  test('an address that a token asked for ends with the token', async () => {
    const { side } = organisation.app.pools
    const linkFor = async (expires: string | null) => {
      const { id } = await createToken(side, { name: 'wall', role: 'viewer', scopes: ['*'], createdBy: null, expires }, now)
      const link = { kind: 'schedule' as const, target: 'payments-primary', owner: `token:${id}` }
      return { id, path: `/calendar/${await rotateLink(side, link, now)}.ics` }
    }
    const [revoked, expired] = [await linkFor(null), await linkFor('2026-11-12T00:00:00.000Z')]
    assert.deepEqual([(await fetched(revoked.path)).statusCode, (await fetched(expired.path)).statusCode], [200, 404])
    await revokeToken(side, revoked.id, now)
    assert.equal((await fetched(revoked.path)).statusCode, 404)
  })

  test('W29 whoever gets an address is told that calendars ask seldom', async () => {
    const answer = (await organisation.ask('ana', 'GET', '/api/v1/me/calendar')).json()
    assert.match(answer.advice, /Google every 12 to 24 hours/)
    const path = await linkTo('/api/v1/me/calendar')
    assert.match((await fetched(path)).body, /\r\nX-PUBLISHED-TTL:PT15M\r\n/)
  })
})

const entry = (title: string): Entry => ({
  ...{ schedule: 's', title, description: title, people: ['a'], isShadow: false, url: 'https://t.example/on-call' },
  start: now,
  end: now.add({ hours: 1 }),
})
const written = (title: string): string => calendarText({ name: title, zone: 'UTC', from: now }, [entry(title)])

test('nothing that people write ends a line or begins a property', () => {
  const random = seeded(1)
  const signs = [
    '\r\n',
    '\n',
    '\r',
    'BEGIN:VEVENT',
    'X-EVIL:1',
    ';',
    ',',
    ':',
    '\\',
    '\\n',
    '"',
    '\u0000',
    '\u0085',
    '\u2028',
    '\t',
    'END:VCALENDAR',
    'Zoë',
    '日本語',
    '🚨',
    ' ',
  ]
  for (let i = 0; i < 200; i++) {
    const title = Array.from({ length: 1 + Math.floor(random() * 12) }, () => signs[Math.floor(random() * signs.length)]).join('')
    const text = written(title)
    const plain = written('plain')
    const propertiesOf = (body: string) =>
      body
        .replace(/\r\n[ \t]/g, '')
        .split('\r\n')
        .map((line) => line.replace(/[:;].*$/su, ''))
    assert.deepEqual(propertiesOf(text), propertiesOf(plain), JSON.stringify(title))
    assert.ok(!/[^\r]\n|\r[^\n]/.test(text), JSON.stringify(title))
  }
})

test('lines end with CRLF and are folded at 75 bytes without breaking a character', () => {
  const text = written(`${'日本語'.repeat(40)} ${'🚨'.repeat(40)}, Zoë; \\ done`)
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)}: ${line}`)
  assert.ok(!text.includes('\uFFFD') && Buffer.from(text).toString() === text)
  assert.equal(readCalendar(text)[0]?.summary, `${'日本語'.repeat(40)} ${'🚨'.repeat(40)}, Zoë; \\ done`)
  assert.equal(readCalendar(written('a\nb, c; d'))[0]?.summary, 'a\nb, c; d')
})

const oracle = `
import sys, json, icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e['UID']), int(e['DTSTART'].dt.timestamp()), int(e['DTEND'].dt.timestamp()), str(e['SUMMARY'])] for e in calendar.walk('VEVENT')]))`
/** Its modules stand beside its command. */
const icalendar = findProgram(ICALENDAR)
const env = { ...process.env, ...(icalendar ? { PYTHONPATH: join(icalendar, '../../lib/python3/dist-packages') } : {}) }
const hasOracle = spawnSync('python3', ['-c', 'import icalendar'], { env }).status === 0

test("Python's icalendar reads the same", { skip: hasOracle ? false : howToGet(ICALENDAR) }, () => {
  const bundles = ['example', 'skillancer', 'smartbeak'].map((name) => readPolicy(name).bundle)
  const policies = bundles.flatMap((bundle) => (bundle ? [createPolicy(bundle, 1)] : []))
  for (const policy of policies)
    for (const { id } of policy.bundle.schedules ?? []) {
      const span = calendarSpan(now)
      const text = calendarText(
        { name: id, zone: 'UTC', from: span.from },
        entriesOf(policy, { kind: 'schedule', target: id }, { span, publicUrl: 'https://t.example' }),
      )
      const { stdout, stderr } = spawnSync('python3', ['-c', oracle], { input: text, env })
      const theirs = JSON.parse(String(stdout) || JSON.stringify(String(stderr)))
      assert.deepEqual(
        theirs,
        readCalendar(text).map((event) => [event.uid, event.start / 1000, event.end / 1000, event.summary]),
      )
    }
})
