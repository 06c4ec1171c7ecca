import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import { tocsinAt } from '../../test/world/terminal.ts'
import { csvOf } from '../core/csv-text.ts'
import onCall from '../features/oncall/feature.ts'

const bundle = {
  organization: { name: 'Example', pay: { currency: 'EUR', hour: 6 } },
  users: [
    { id: 'ana', name: '=Ana', contacts: { email: 'ana@example.com', phone: '+491511234567' } },
    { id: 'ben', name: 'Ben', contacts: { email: 'ben@example.com', phone: '+491511234567' } },
    { id: 'cy', name: 'Cy', contacts: { email: 'cy@example.com', phone: '+491511234567' } },
  ],
  schedules: [
    { id: 'primary', name: 'Primary', layers: [{ id: 'weekly', starts: '2026-01-05T00:00', members: ['user:ana', 'user:ben'] }] },
  ],
}

// Far enough ahead for any day on which this runs; Monday, 2 January 2040 begins a week of one of the two.
const DAY = ['--from', '2040-01-03T09:00Z', '--to', '2040-01-03T17:00Z']

describe('tocsin oncall', () => {
  let world: Installation
  let url: string
  before(async () => {
    const ana = JSON.parse(as('admin', 'ana')['x-principal'] as string)
    world = await startInstallation({ features: [onCall], bundle, authenticate: async () => ana })
    url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => world?.close())

  const run = (...args: string[]) => tocsinAt(url, ['oncall', ...args])
  const json = async (...args: string[]) => {
    const { code, out, err } = await run(...args, '--json')
    assert.equal(code, 0, err)
    return JSON.parse(out)
  }

  test('who now, a schedule with its span, an override tried, made and taken off', async () => {
    const [now] = await json()
    assert.equal(now.schedule, 'primary')
    const [shift] = await json('--schedule', 'primary', ...DAY)
    const [holder] = shift.members
    const tried = await run('override', 'primary', ...DAY, '--user', 'cy', '--replaces', holder, '--try')
    assert.match(tried.out, /^Tuesday 3 Jan 09:00–17:00 moves from \S+ to Cy \(Primary\)\n.*\nTried only: nothing was changed\.\n$/s)
    const made = await json('override', 'primary', ...DAY, '--user', 'cy', '--replaces', holder)
    assert.deepEqual((await json('--schedule', 'primary', ...DAY))[0].members, ['cy'])
    const removed = await json('override-remove', 'primary', made.overrides[0].key)
    assert.deepEqual(removed.overrides, [])
    assert.equal((await run('override', 'primary', ...DAY)).code, 2)
  })

  test('cover is asked and accepted; whoever asks stays until then', async () => {
    const [{ members }] = await json('--schedule', 'primary', ...DAY)
    const asked = await run('cover', 'ask', 'primary', ...DAY, '--as', members[0], '--ask', 'cy', '--reason', 'dentist')
    assert.match(
      asked.out,
      /asked\n.* asks Cy: Primary, 2040-01-03 09:00 to 2040-01-03 17:00 UTC\n.* stays on call until somebody accepts\.\n$/,
    )
    const [waiting] = await json('cover', 'list')
    const accepted = await json('cover', 'accept', waiting.id, '--as', 'cy')
    assert.equal(accepted.status, 'done')
    assert.deepEqual((await json('--schedule', 'primary', ...DAY))[0].members, ['cy'])
    assert.match((await run('cover', 'accept', waiting.id, '--as', 'cy')).err, /this request is done: Cy has taken it/)
    assert.match((await run('cover', 'list')).out, /Nobody asks for cover\./)
  })

  test('time off, hand-off notes, calendars', async () => {
    const away = await run('away', '--from', '2040-03-01', '--to', '2040-04-01', '--try')
    assert.match(away.out, /moves from =Ana to Ben \(Primary\)/)
    assert.match((await run('handoff', 'primary', 'Slow card provider.')).out, /=Ana, .* UTC: Slow card provider\./)
    const calendar = await run('calendar')
    assert.match(calendar.out, /\/calendar\/[\w-]{43}\.ics\nCalendar programs ask when they like/)
  })

  test('fairness and pay, as CSV without formulas', async () => {
    const week = ['--from', '2040-01-02', '--to', '2040-01-16']
    const { out } = await run('fairness', ...week, '--csv')
    assert.match(out, /^person,minutes,nightMinutes/)
    assert.match(out, /\r\n'=Ana,\d+,/)
    const view = await json('fairness', ...week)
    assert.equal(
      view.people.reduce((sum: number, each: { minutes: number }) => sum + each.minutes, 0),
      14 * 24 * 60,
    )
    assert.match((await run('fairness', ...week, '--pay')).out, /EUR/)
    assert.equal((await run('fairness', ...week, '--csv', '--json')).code, 2)
  })

  test('S3.11 a line for each of the next weeks says who has it', async () => {
    const { out } = await run('--schedule', 'primary', '--from', '2040-02-01', '--weeks', '3')
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/))
    assert.deepEqual(
      lines.map(([week, monday]) => [week, monday]),
      [
        ['2040-W05', '2040-01-30'],
        ['2040-W06', '2040-02-06'],
        ['2040-W07', '2040-02-13'],
      ],
    )
    const names = lines.map(([, , who]) => who)
    assert.deepEqual([names[0], new Set(names).size], [names[2], 2])
    assert.equal((await run('--weeks', '3')).code, 2)
  })

  test('help shows examples of each', async () => {
    for (const args of [['--help'], ['override', '--help'], ['cover', '--help'], ['fairness', '--help'], ['away', '--help']])
      assert.match((await run(...args)).out, /Examples:\n {2}tocsin oncall/)
  })
})

test('no cell of a CSV is a formula, whatever people are called', () => {
  const random = (() => {
    let state = 5
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
  })()
  const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", 'cmd|', 'A1', ' ']
  for (let i = 0; i < 100; i++) {
    const name = Array.from({ length: 1 + Math.floor(random() * 6) }, () => signs[Math.floor(random() * signs.length)]).join('')
    const written = csvOf([[name, 1]])
    const cell = written.startsWith('"')
      ? written.slice(1, written.lastIndexOf('"')).replaceAll('""', '"')
      : written.slice(0, written.lastIndexOf(','))
    assert.ok(!/^[=+\-@\t\r]/.test(cell), JSON.stringify(name))
    assert.equal(cell, /^[=+\-@\t\r]/.test(name) ? `'${name}` : name)
  }
  assert.equal(
    csvOf([
      ['a"b', 'c,d'],
      ['x', -1],
    ]),
    '"a""b","c,d"\r\nx,-1',
  )
})

test('without a schedule the terminal says whom each ladder asks first, always', async () => {
  const { out } = await tocsinAt('http://127.0.0.1:9', ['oncall', '--bundle', 'policies/dirt-free-crm'])
  assert.match(out, /^There is no rotation\..*\nTechnical: System Administrator, always$/m)
})
