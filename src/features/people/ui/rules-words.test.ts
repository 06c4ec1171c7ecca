import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietSentence, sentenceOf } from './rules-words.ts'

test('rules are one sentence, in the order of time', () => {
  const lines = [
    { after: '5m', by: ['phone'] },
    { after: '0m', by: ['push', 'chat'] },
    { after: '90s', by: ['sms'] },
    { after: '1h', by: [] },
  ]
  assert.equal(sentenceOf(lines, 'high'), 'High urgency: push and chat at once, SMS after 1 m 30 s, call after 5 m.')
  assert.equal(sentenceOf([], 'low'), 'Low urgency: no rules, so the roads of the level are used, all at once.')
})

test('quiet hours say their days and whose clock', () => {
  const night = { days: [], from: '22:00', to: '07:00' }
  assert.equal(quietSentence([night], 'UTC'), 'Quiet 22:00 to 07:00 every day, on the clock of UTC.')
  assert.equal(
    quietSentence([night, { days: ['sat', 'sun'], from: '00:00', to: '10:00' }], 'Europe/Berlin'),
    'Quiet 22:00 to 07:00 every day and 00:00 to 10:00 on Sat and Sun, on the clock of Europe/Berlin.',
  )
  assert.equal(quietSentence([], 'UTC'), 'No quiet hours: low urgency may take any road at any hour.')
})
