import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTimezone } from '../core/time/wall-clock.ts'
import { zoneChoices, zoneToday } from './zones.ts'

test('zones are offered by the names they have today, and what somebody has stands first as it is written', () => {
  const zones = zoneChoices('Asia/Calcutta')
  assert.deepEqual(zones.slice(0, 2), ['Asia/Calcutta', 'UTC'])
  for (const zone of ['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Ho_Chi_Minh', 'Europe/Berlin']) assert.ok(zones.includes(zone), zone)
  assert.ok(!zones.includes('Europe/Kiev'))
  assert.equal(new Set(zones).size, zones.length)
  assert.deepEqual(
    zones.filter((zone) => !isTimezone(zone)),
    [],
  )
  assert.deepEqual([zoneToday('Europe/Kiev'), zoneToday('Europe/Berlin')], ['Europe/Kyiv', 'Europe/Berlin'])
})
