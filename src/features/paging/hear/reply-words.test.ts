import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReachable } from '../../connections/reads/hear-url.ts'
import { codesFor, isMeantBy, pageCode } from './page-code.ts'
import { meantBy } from './reply-words.ts'

const said = (text: string): string => {
  const { action, isAll, codes } = meantBy(text)
  return [action ?? 'nothing', isAll ? 'all' : '', ...codes].filter(Boolean).join(' ')
}

test('W15 replies are read tolerantly', () => {
  const expected: Record<string, string> = {
    '4': 'acknowledge',
    '6': 'resolve',
    '1': 'escalate',
    ' Ack. ': 'acknowledge',
    'ACK ALL': 'acknowledge all',
    'ack, all please': 'acknowledge all',
    '4 all': 'acknowledge all',
    'Acknowledge everything': 'acknowledge all',
    'ack kxt': 'acknowledge kxt',
    '4KXT': 'acknowledge kxt',
    '4 KXT, PMZ': 'acknowledge kxt pmz',
    'resolve INC-20261112-3': 'resolve inc-20261112-3',
    'ack ALR-17': 'acknowledge alr-17',
    'done!': 'resolve',
    '４': 'acknowledge',
    'ack\n\n-- \nAnn\nresolve': 'acknowledge',
    '\n\nack\n> resolve': 'acknowledge',
    '> ack\nresolve': 'resolve',
    '?': 'list',
    status: 'list',
  }
  for (const [text, meant] of Object.entries(expected)) assert.equal(said(text), meant, JSON.stringify(text))
})

test('W17 words are whole words: nothing is read from inside of another, nor from a letter', () => {
  const none = [
    '',
    '   ',
    '44',
    '9',
    'upstream_down',
    'token',
    'package all',
    'background',
    'disclosed',
    'On Thu, 12 Nov 2026 Tocsin wrote:',
    'I cannot ack this now',
    'ack is what I would say if I were awake but I am not and so somebody else must',
    '👍',
  ]
  for (const text of none) assert.equal(said(text), 'nothing', JSON.stringify(text))
})

test('a code is no word, stays the same, and is as long as it must be', () => {
  const ids = Array.from({ length: 400 }, (_, n) => `esc-${n}`)
  const codes = codesFor(ids)
  assert.equal(new Set(codes.values()).size, ids.length)
  for (const [id, code] of codes) {
    assert.ok(isMeantBy(code.toUpperCase(), id))
    assert.equal(said(`ack ${code}`), `acknowledge ${code}`)
  }
  assert.equal(pageCode('esc-1').length, 3)
  assert.equal(pageCode('esc-1'), pageCode('esc-1'))
})

test('only an address of the internet is given to providers', () => {
  for (const url of ['https://ops.example.com', 'https://ops.example.com/pager', 'https://203.0.113.7:8443', 'https://[2001:4860::8888]'])
    assert.equal(isReachable(url), !url.includes('203.0.113'), url)
  for (const url of [
    'http://localhost:4400',
    'http://127.0.0.1',
    'http://10.1.2.3',
    'http://[::1]',
    'http://pager',
    'https://pager.lan',
    'https://x.local',
    '',
  ])
    assert.equal(isReachable(url), false, url)
})
