import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { catalogue, PSEUDO_LOCALE, setLocale, translate } from './strings.ts'

const say = catalogue('sample', {
  plain: 'Nothing needs you',
  paged: 'Paged {who} at {time}',
  open: { one: '{count} open alert of {team}', other: '{count} open alerts of {team}' },
})

afterEach(() => setLocale('en'))

test('words come with their values', () => {
  assert.equal(say('plain'), 'Nothing needs you')
  assert.equal(say('paged', { who: 'Ana', time: '14:39' }), 'Paged Ana at 14:39')
})

test('the plural follows the count', () => {
  assert.equal(say('open', { count: 1, team: 'payments' }), '1 open alert of payments')
  assert.equal(say('open', { count: 0, team: 'payments' }), '0 open alerts of payments')
})

test('a translation brings its own plural forms and falls back to English', () => {
  translate('pl', 'sample', { open: { one: '{count} alert', few: '{count} alerty', many: '{count} alertów', other: '{count} alertu' } })
  setLocale('pl')
  assert.equal(say('open', { count: 3, team: 'x' }), '3 alerty')
  assert.equal(say('open', { count: 5, team: 'x' }), '5 alertów')
  assert.equal(say('plain'), 'Nothing needs you')
})

test('rich words keep the elements in their holes', () => {
  assert.deepEqual(say.rich('paged', { who: ['Ana'], time: 7 }), ['Paged ', ['Ana'], ' at ', 7, ''])
})

test('the pseudo locale marks every word and leaves the values alone', () => {
  setLocale(PSEUDO_LOCALE)
  assert.match(say('paged', { who: 'Ana', time: '14:39' }), /^\[Págéd Ana át 14:39·+\]$/)
})

test('an unknown key says where to add it', () => {
  const loose = say as unknown as (key: string) => string
  assert.throws(() => loose('missing'), /no words for "sample.missing"; add the key to its catalogue/)
})
