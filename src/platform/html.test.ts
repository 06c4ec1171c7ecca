import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, safeLink } from './html.ts'

test('text is never markup, markup made by html is, and lists and nothing render as expected', () => {
  const rows = ['<b>', '"&\''].map((each) => html`<li title="${each}">${each}</li>`)
  const page = html`<ul>${rows}</ul>${null}${undefined}${false}${0}`
  assert.equal(String(page), '<ul><li title="&lt;b&gt;">&lt;b&gt;</li><li title="&quot;&amp;&#39;">&quot;&amp;&#39;</li></ul>0')
})

test('something that only looks like markup made by html is escaped', () => {
  const forged = JSON.parse('{"markup":"<script>"}')
  assert.equal(String(html`${forged as string}`), '[object Object]')
})

test('only harmless links pass', () => {
  assert.equal(safeLink('https://example.com/?a=1'), 'https://example.com/?a=1')
  assert.equal(safeLink('/incidents/1'), '/incidents/1')
  for (const bad of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'JAVASCRIPT:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ])
    assert.equal(safeLink(bad), null, bad)
})
