import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createPolicy } from '../../../core/policy/policy.ts'
import { bundleSchema } from '../../../core/policy/schema/bundle.ts'
import { readCalendar, Unreadable } from './read-calendar.ts'
import { whoIsMeant } from './who-is-meant.ts'

const span = { from: Temporal.Instant.from('2026-10-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z') }
const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]): string[] => [
  'BEGIN:VEVENT',
  'UID:1@x',
  'DTSTAMP:20260101T000000Z',
  'SUMMARY:Ann',
  ...lines,
  'END:VEVENT',
]
const read = (...lines: string[]) => readCalendar(calendar(...lines), { span, zone: 'Europe/Berlin' })
const minutes = (moment: string) => moment.slice(0, 16)
const times = (...lines: string[]) => read(...lines).map(({ from, to }) => `${minutes(from)} ${minutes(to)}`)

test('a weekly shift keeps its hour over a clock change, with entries taken out and moved', () => {
  const weekly = event(
    'DTSTART;TZID=Europe/Berlin:20261012T090000',
    'DTEND;TZID=Europe/Berlin:20261012T170000',
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'EXDATE;TZID=Europe/Berlin:20261019T090000',
  )
  const moved = event(
    'RECURRENCE-ID;TZID=Europe/Berlin:20261102T090000',
    'DTSTART;TZID=Europe/Berlin:20261103T100000',
    'DTEND;TZID=Europe/Berlin:20261103T120000',
  )
  const other = event('RECURRENCE-ID;TZID=Europe/Berlin:20261026T090000', 'DTSTART:20261226T090000Z', 'DTEND:20261226T100000Z').map(
    (line) => line.replace('UID:1@x', 'UID:2@x'),
  )
  assert.deepEqual(times(...weekly, ...moved, ...other), [
    '2026-10-12T07:00 2026-10-12T15:00',
    '2026-10-26T08:00 2026-10-26T16:00',
    '2026-11-03T09:00 2026-11-03T11:00',
    '2026-12-26T09:00 2026-12-26T10:00',
  ])
})

test('all-day entries are days of the zone, the end not part of them; durations and times without a zone count', () => {
  assert.deepEqual(times(...event('DTSTART;VALUE=DATE:20261024', 'DTEND;VALUE=DATE:20261026')), ['2026-10-23T22:00 2026-10-25T23:00'])
  assert.deepEqual(times(...event('DTSTART;VALUE=DATE:20261024')), ['2026-10-23T22:00 2026-10-24T22:00'])
  assert.deepEqual(times(...event('DTSTART:20261024T090000', 'DURATION:PT8H')), ['2026-10-24T07:00 2026-10-24T15:00'])
})

test('a zone that only the calendar knows is read from it', () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Customized Time Zone',
    'BEGIN:STANDARD',
    'TZOFFSETFROM:+0530',
    'TZOFFSETTO:+0530',
    'DTSTART:19700101T000000',
    'END:STANDARD',
    'END:VTIMEZONE',
  ]
  const shift = event('DTSTART;TZID=Customized Time Zone:20261024T090000', 'DTEND;TZID=Customized Time Zone:20261024T100000')
  assert.deepEqual(times(...zone, ...shift), ['2026-10-24T03:30 2026-10-24T04:30'])
})

test('what is cancelled, over, too far away or a mere reminder is no shift', () => {
  assert.deepEqual(times(...event('DTSTART:20261024T090000Z', 'DTEND:20261024T100000Z', 'STATUS:CANCELLED')), [])
  assert.deepEqual(times(...event('DTSTART:20250101T000000Z', 'DTEND:20250102T000000Z')), [])
  assert.deepEqual(times(...event('DTSTART:20270101T000000Z', 'DTEND:20270102T000000Z')), [])
  assert.deepEqual(times(...event('DTSTART:20261024T090000Z')), [])
})

const broken: [what: string, text: string, said: RegExp][] = [
  ['a login page', '<!doctype html><title>Sign in</title>', /no calendar; a login page looks like that/],
  ['nothing', '', /no calendar/],
  ['half a calendar', calendar(...event('DTSTART:20261024T090000Z')).slice(0, 90), /ends in the middle/],
  ['a line that is no property', calendar('BEGIN:VEVENT', 'nonsense', 'END:VEVENT'), /cannot be read/],
  ['an entry without a beginning', calendar(...event('DURATION:PT1H')), /does not say when it begins/],
  [
    'an endless series',
    calendar(...event('DTSTART:19700101T000000Z', 'DTEND:19700101T000100Z', 'RRULE:FREQ=MINUTELY')),
    /repeats more than/,
  ],
  [
    // The library looks for such a day without end, which would have stopped this process for ever.
    'a series on days that never come',
    calendar(...event('DTSTART:20240101T000000Z', 'DTEND:20240101T010000Z', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31')),
    /cannot be read in time/,
  ],
  [
    'a rule that is none',
    calendar(...event('DTSTART:20261024T090000Z', 'DTEND:20261024T100000Z', 'RRULE:FREQ=SOMETIMES')),
    /cannot be read/,
  ],
]
for (const [what, text, said] of broken)
  test(`W28 ${what} is unreadable, with the reason`, () => {
    assert.throws(
      () => readCalendar(text, { span, zone: 'UTC' }),
      (error) => error instanceof Unreadable && said.test(error.message),
    )
  })

const RECORDED = new URL('../../../../../shared/wire/fixtures/ical/oncall.ics', import.meta.url)
test('the recorded calendar is read', { skip: !existsSync(RECORDED) }, () => {
  const events = readCalendar(readFileSync(RECORDED, 'utf8'), { span, zone: 'UTC' })
  assert.deepEqual(
    events.map(({ from, to, summary, emails }) => [minutes(from), minutes(to), summary, emails]),
    [
      ['2026-11-16T08:00', '2026-11-23T08:00', 'On call: Zoë Müller (Payments primary)', ['zoe@example.org']],
      [
        '2026-11-23T08:00',
        '2026-11-30T08:00',
        'On call: A very long name that forces a folded line because it is more than seventy-five octets 日本語日本語',
        [],
      ],
    ],
  )
})

test('people are known by invitation, by title, or as the one name in it', () => {
  const users = [
    { id: 'ann', name: 'Ann Ode', contacts: { email: 'ann@example.com' } },
    { id: 'bo', name: 'Bo' },
    { id: 'gone', name: 'Gone', disabled: true },
  ]
  const policy = createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'x' }, users }), 1)
  const meant = (summary: string, ...emails: string[]) => whoIsMeant({ summary, emails }, policy).join()
  const cases: [string, string][] = [
    ['ann', 'ann'],
    ['Ann Ode', 'ann'],
    ['On call: Ann Ode (Payments)', 'ann'],
    ['[L1] bo', 'bo'],
    ['Bo, ann@example.com', 'bo,ann'],
    ['Bo & Ann Ode', 'bo,ann'],
    ['Vacation: Bo', 'bo'],
    ['Bo is out', 'bo'],
    ['Ann Ode for Bo', ''],
    ['Boat trip', ''],
    ['Gone', ''],
    ['', ''],
  ]
  for (const [summary, expected] of cases) assert.equal(meant(summary), expected, summary)
  assert.equal(meant('Payments', 'ann@example.com'), 'ann')
})
