import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReadAlong } from './read-along.ts'

test('a code is shown only where one person alone reads', () => {
  const alone = [
    ['slack', 'U0ANA'],
    ['mattermost', '@ann'],
    ['telegram', '123456'],
    ['email', 'ann@example.com'],
    ['webhook', 'https://example.com/ann'],
    ['twilio-sms', '+491511234567'],
  ] as const
  const shared = [
    ['slack', 'C0OPS'],
    ['slack', '#ops'],
    ['mattermost', 'abcdefghijklmnopqrstuvwxyz'],
    ['mattermost', 'team/ops'],
    ['telegram', '-1001234'],
    ['telegram', '@ops_alerts'],
    ['discord', '12345678901234567'],
    ['teams', 'ann@example.com'],
    ['teams', 'https://example.com/workflow'],
  ] as const
  for (const [channel, to] of alone) assert.equal(isReadAlong(channel, to), false, `${channel} ${to}`)
  for (const [channel, to] of shared) assert.equal(isReadAlong(channel, to), true, `${channel} ${to}`)
})
