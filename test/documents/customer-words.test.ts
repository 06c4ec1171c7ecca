import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeDocument } from '../../src/core/document/decode.ts'
import { importDocument } from '../../src/core/document/import-document.ts'
import { filesOfDraft } from '../../src/core/document/print-draft.ts'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'

const AT = Temporal.Instant.from('2026-11-12T14:41:12Z')
const FOLDER = new URL('../../../shared/documents/', import.meta.url)

const HARBOUR = `# Harbour Pay incident response

## Communication channels

- All of an incident happens in the channel #incident-response

## Templates

### Slack: incident resolved

\`\`\`
Issue: [brief description]
Root Cause: [cause]
\`\`\`

### Status page: investigating

\`\`\`
[Investigating] We look into reports of [issue description]. Some merchants may see [impact].
\`\`\`

### E-mail to customers: restored

\`\`\`
Subject: [Harbour] Service restored: [issue description]

Dear [customer name], Harbour is back after [duration].

Root Cause: [brief explanation]
Resolution: [what was done]
What to reconcile: [ledger days]
\`\`\`
`

const read = (markdown: string) => {
  const [yaml] = filesOfDraft(importDocument(markdown), 'document.md')
  assert.ok(yaml)
  const { bundle, findings, locate } = parseBundle([yaml], {})
  assert.ok(bundle, JSON.stringify(findings))
  const rules = lintBundle({ bundle, locate, at: AT }).map(({ rule }) => rule)
  return { bundle, rules }
}

test('S11.5 what a document fills into words for customers becomes a field for customers, told colleagues stays as it is', () => {
  const { bundle, rules } = read(HARBOUR)
  const texts = Object.fromEntries((bundle.templates ?? []).map(({ id, subject, text }) => [id, [subject ?? null, text]]))
  assert.deepEqual(texts, {
    'chat-resolved': [null, 'Issue: {{ incident.title }}\nRoot Cause: {{ incident.root_cause }}'],
    'status-page-investigating': [
      null,
      '[Investigating] We look into reports of {{ incident.public_impact }}. Some merchants may see {{ incident.public_impact }}.',
    ],
    'email-resolved': [
      '[Harbour] Service restored: {{ incident.public_title }}',
      [
        'Dear {{ recipient.name }}, Harbour is back after {{ incident.duration }}.',
        '',
        'Root Cause: {{ incident.public_cause }}',
        'Resolution: {{ incident.public_repair }}',
        'What to reconcile: {{ incident.public_ledger_days }}',
      ].join('\n'),
    ],
  })
  const fields = Object.entries(bundle.incident?.impact ?? {}).map(([id, field]) => [id, field.public === true, field.name ?? null])
  assert.deepEqual(fields, [
    ['root_cause', false, null],
    ['public_impact', true, 'For customers: what does not work'],
    ['public_cause', true, 'For customers: the cause, brief and non-technical'],
    ['public_repair', true, 'For customers: what was done'],
    ['public_ledger_days', true, 'For customers: ledger days'],
  ])
  assert.ok(!rules.includes('inside-words') && !rules.includes('placeholder-unfilled'), rules.join())
})

test('a status and a name in brackets are words, and one channel for every incident is no pattern of names', () => {
  const { bundle } = read(HARBOUR)
  assert.equal(bundle.organization.name, 'Harbour')
  assert.deepEqual(
    Object.keys(bundle.incident?.impact ?? {}).filter((id) => /investigating|harbour/.test(id)),
    [],
  )
  const { room } = bundle.incident ?? {}
  assert.deepEqual(room && 'fixed' in room ? room.fixed : room, 'channel:incident-response')
  assert.deepEqual(
    bundle.channels?.map(({ id, name }) => [id, name]),
    [['incident-response', 'incident-response']],
  )
})

for (const file of ['A-sparkacademy.md', 'B-smartbeak.md', 'C-profile-builder.md', 'D-skillancer.md', 'E-dirt-free-crm.md']) {
  test(`S11.5 ${file}: no mail and no page of the draft names what colleagues write`, { skip: !existsSync(FOLDER) }, () => {
    const { rules } = read(decodeDocument(readFileSync(new URL(file, FOLDER))).text)
    assert.deepEqual(
      rules.filter((rule) => rule === 'inside-words' || rule === 'placeholder-unfilled'),
      [],
    )
  })
}
