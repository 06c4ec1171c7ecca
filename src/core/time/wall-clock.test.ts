import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantAt, isTimezone } from './wall-clock.ts'

const at = (local: string, zone: string) => String(instantAt(Temporal.PlainDateTime.from(local), zone))

test('a skipped local time is the first instant after the gap', () => {
  assert.equal(at('2026-03-29T02:30', 'Europe/Berlin'), '2026-03-29T01:00:00Z')
  assert.equal(at('2026-03-29T02:00', 'Europe/Berlin'), '2026-03-29T01:00:00Z')
  assert.equal(at('2026-10-04T02:15', 'Australia/Lord_Howe'), '2026-10-03T15:30:00Z')
  assert.equal(at('2011-12-30T12:00', 'Pacific/Apia'), '2011-12-30T10:00:00Z', 'a whole day was skipped')
})

test('a local time that comes twice is the first of the two', () => {
  assert.equal(at('2026-10-25T02:30', 'Europe/Berlin'), '2026-10-25T00:30:00Z')
  assert.equal(at('2026-04-05T01:45', 'Australia/Lord_Howe'), '2026-04-04T14:45:00Z')
})

test('zones exist or they do not', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Etc/GMT+5', 'America/Argentina/Ushuaia']) assert.equal(isTimezone(zone), true, zone)
  for (const zone of ['', 'Europe/Berln', '+02:00', 'Mars/Olympus', '../etc']) assert.equal(isTimezone(zone), false, zone)
})
