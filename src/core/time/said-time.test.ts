import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf } from './moment.ts'
import { clockSaid, isLikeTime, nextAt, pastSaid, promiseSaid } from './said-time.ts'

const READ: Record<string, string> = {
  '45m': '45m',
  '45 min': '45m',
  '45 minutes': '45m',
  '1h30m': '90m',
  '1 h 30 min': '90m',
  '1 hour': '1h',
  'an hour': '1h',
  'an hour and a half': '90m',
  'half an hour': '30m',
  '1.5 hours': '90m',
  '1 hour and 15 minutes': '75m',
  'in 30 min': '30m',
  'in about 2 hrs': '2h',
  'thirty minutes': '30m',
  'forty-five min': '45m',
  '2 business days': '2bd',
  '1bd': '1bd',
  '90s': '90s',
  'by 14:30': 'by 14:30',
  '14:30': 'by 14:30',
  'at 2 pm': 'by 14:00',
  'by 12am': 'by 00:00',
  '2d': '2d',
  '1 week': '1w',
}

test('spans and times of day are read as people say them', () => {
  for (const [said, kept] of Object.entries(READ)) assert.equal(promiseSaid(said), kept, said)
})

test('what is no time is not read as one, and what seems to be one is known', () => {
  for (const said of ['is unknown', 'Tuesday', '', '30', 'by 25:00', 'by 14:70', '3 customers', 'a few minutes', 'an', 'half'])
    assert.equal(promiseSaid(said), null, said)
  for (const said of [
    '30',
    'in 30',
    'a few minutes',
    '45 mins or so',
    'by 25:00',
    'half a day',
    'an hour or two',
    '30-45 min',
    '30 m thanks',
    '25:00',
  ])
    assert.ok(isLikeTime(said), said)
  for (const said of ['is unknown', 'step is a rollback', 'a deploy', 'one', 'week', '3 customers are told', '1. roll back', '2 steps'])
    assert.ok(!isLikeTime(said), said)
})

test('a time of day is the next one, or the last one that was, in the zone of the organisation', () => {
  const here = { now: instantOf('2026-02-10T13:40:00.000Z'), timezone: 'Europe/Berlin' }
  const next = (text: string) => nextAt(clockSaid(text) ?? assert.fail(text), here).toString()
  assert.equal(next('15:00'), '2026-02-10T14:00:00Z')
  assert.equal(next('14:00'), '2026-02-11T13:00:00Z')
  const past = (text: string) => pastSaid(text, here)?.toString() ?? null
  assert.equal(past('14:02'), '2026-02-10T13:02:00Z')
  assert.equal(past('23:10'), '2026-02-09T22:10:00Z')
  assert.equal(past('2026-02-09 14:02'), '2026-02-09T13:02:00Z')
  assert.equal(past('10 min ago'), '2026-02-10T13:30:00Z')
  assert.equal(past('2026-02-10T14:02:00+01:00'), '2026-02-10T13:02:00Z')
  assert.equal(past('soon'), null)
})
