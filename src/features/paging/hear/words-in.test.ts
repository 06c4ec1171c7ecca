import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from './words-in.ts'

test('the words of a mail without plain text, line by line', () => {
  const cases: [string, string][] = [
    ['<style>p{}</style><div>resolve</div><br><blockquote>x</blockquote>', 'resolve\n\n\nx'],
    ['<HTML><Head><title>t</title></HEAD><body>ack&nbsp;all</body>', 'ack all'],
    ['a <b>bold</b> word', 'a bold word'],
    ['no markup', 'no markup'],
    ['ack<script>alert(1)', 'ack'],
    ['ack <unfinished', 'ack '],
  ]
  for (const [html, words] of cases) assert.equal(wordsIn(html), words, html)
})

/** It takes milliseconds, and took minutes when each opening was followed to the end of the text. */
const MINUTES_MS = 30_000

test('a mail of a megabyte that opens and never closes keeps no page waiting', () => {
  for (const piece of ['<', '<style ', '<style>', '<br ', '<head>x</hea']) {
    const began = performance.now()
    wordsIn(piece.repeat(Math.ceil(1_000_000 / piece.length)))
    assert.ok(performance.now() - began < MINUTES_MS, piece)
  }
})
