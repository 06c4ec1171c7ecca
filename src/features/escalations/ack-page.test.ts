import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runbooksOf } from '../../core/policy/runbook.ts'
import { ackPage } from './ack-page.ts'
import type { AckView } from './ack-view.ts'

/** What has to travel over a bad connection at three in the morning. */
const HEAVIEST_BYTES = 50_000
/** The sign that grows most when it is escaped. */
const GROWS = '"'

const view = (more: Partial<AckView>): AckView => ({
  now: Temporal.Instant.from('2026-11-12T14:41:12Z'),
  organization: 'Example Ltd',
  linkNote: 'Link for Ana',
  level: { id: 'SEV-2', name: 'High', rank: 2 },
  title: 'Settlement queue',
  paged: 'Paged you 1 m 20 s ago',
  where: 'Settlement, since 14:39 UTC.',
  standing: { kind: 'open' },
  outcome: null,
  facts: [],
  runbooks: [],
  others: [],
  next: null,
  buttons: [{ act: 'acknowledge', label: 'Acknowledge', isMain: true }],
  incident: null,
  ...more,
})
const nonces = { script: 'a', style: 'b' }

test('the screen behind a link stays below 50 KB with the longest texts there can be', () => {
  const long = GROWS.repeat(100_000)
  const step = `1. ${GROWS.repeat(300)}\n`.repeat(50)
  const markup = ackPage(
    view({
      title: GROWS.repeat(1_024),
      facts: Array.from({ length: 6 }, () => ({ word: GROWS.repeat(120), value: GROWS.repeat(120) })),
      others: Array.from({ length: 13 }, () => ({ name: GROWS.repeat(20), note: 'paged 14:41 UTC' })),
      runbooks: runbooksOf(['a', 'b'], { a: step, b: long }),
    }),
    nonces,
  )
  const bytes = Buffer.byteLength(markup)
  assert.ok(bytes < HEAVIEST_BYTES, `${bytes} bytes`)
})

test('a runbook is text: its markup and its commands are shown, never run', () => {
  const text = '# Queue <b>\n1. Run `rm -rf <x>`\n2. <script>alert(1)</script>\n'
  const markup = ackPage(view({ runbooks: runbooksOf(['queue'], { queue: text }) }), nonces)
  assert.match(markup, /<code>rm -rf &lt;x&gt;<\/code>/)
  assert.doesNotMatch(markup, /<script>alert/)
  assert.match(markup, /Runbook: Queue &lt;b&gt;, 2 steps/)
})
