import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeDocument, repairMojibake } from '../../src/core/document/decode.ts'
import { importDocument } from '../../src/core/document/import-document.ts'
import { isOtherLanguage } from '../../src/core/document/other-language.ts'
import { filesOfDraft } from '../../src/core/document/print-draft.ts'
import { spanIn } from '../../src/core/document/span-in.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { type Figure, listed, missing, read, reordered, STYLES } from './figures.ts'

const harbour = readFileSync(new URL('fixtures/harbour.md', import.meta.url), 'utf8')

const one = (id: string) => ({ severity: [id] })
const says = /./
const FIGURES: readonly Figure[] = [
  { row: 'name', section: 'organization', holds: { name: 'Harbour Pay' }, says },
  { row: 'definition', section: 'incident', holds: { definition: [/merchant from being paid/] }, says },
  {
    row: 'P1',
    section: 'severities',
    holds: { id: 'P1', name: 'Critical', respond_within: '10m', definition: 'Nobody is paid', examples: ['ledger down'] },
    says,
  },
  {
    row: 'P2',
    section: 'severities',
    holds: { id: 'P2', name: 'High', respond_within: '45m', examples: ['queue grows by the hour'] },
    says,
  },
  { row: 'P3', section: 'severities', holds: { id: 'P3', name: 'Low', respond_within: 'next_bd' }, says },
  { row: 'commander', section: 'obligations', holds: { when: one('P1'), must: 'assign', role: 'role:commander', within: '20m' }, says },
  { row: 'executives', section: 'obligations', holds: { when: one('P1'), must: 'notify', audience: 'executives', within: '25m' }, says },
  { row: 'public', section: 'obligations', holds: { when: one('P1'), must: 'publish', within: '12m' }, says },
  { row: 'hands', section: 'triggers', holds: { call_out: true, when: [one('P1')] }, says },
  { row: 'first', section: 'obligations', holds: { when: one('P1'), must: 'update', within: '8m', of: 'declared' }, says },
  { row: 'during', section: 'obligations', holds: { when: one('P2'), must: 'update', every: '2h' }, says },
  { row: 'last', section: 'obligations', holds: { when: one('P2'), must: 'update', within: '1h', of: 'resolved' }, says },
  {
    row: 'ladder',
    section: 'escalation_policies',
    holds: {
      steps: [
        { page: ['schedule:primary'], wait: '7m' },
        { page: ['schedule:secondary'], wait: '9m' },
        { page: ['user:head-of-payments'], when: one('P1') },
      ],
    },
    says,
  },
  {
    row: 'role',
    section: 'roles',
    holds: { id: 'commander', default: ['user:head-of-payments'], backup: ['user:duty-manager'], duties: [/Decides/, /Approves/] },
    says,
  },
  { row: 'approval', section: 'approvals', holds: { for: 'publish', by: 'role:commander' }, says },
  {
    row: 'steps',
    section: 'postmortem',
    holds: {
      steps: [
        { id: 'timeline', within: '36h' },
        { id: 'meeting', within: '5d' },
      ],
    },
    says,
  },
  {
    row: 'agenda',
    section: 'postmortem',
    holds: {
      agenda: [
        { item: 'What happened', minutes: 12 },
        { item: 'What we change', minutes: 18 },
      ],
    },
    says,
  },
  { row: 'targets', section: 'targets', holds: { mtta: '6m', mttr: { P1: '50m', P2: '3h' } }, says },
]

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in another order': reordered,
  ...Object.fromEntries(
    Object.entries(STYLES).map(([name, style]) => [`with lists for tables, ${name}`, (text: string) => listed(text, style)]),
  ),
}

for (const [name, change] of Object.entries(FORMS)) {
  test(`a document of nobody we know, ${name}, is read whole`, () => {
    assert.deepEqual(
      missing(FIGURES, read(change(harbour))).unread.map(({ row }) => row),
      [],
    )
  })
}

test('what a document leaves out is assumed, so that the draft is a bundle that can be read', () => {
  const { files } = read(harbour)
  const yaml = files.find(({ path }) => path === 'tocsin.yaml')?.text ?? ''
  const { findings } = parseBundle([{ path: 'tocsin.yaml', text: yaml }], {})
  assert.deepEqual(
    findings.filter(({ level }) => level === 'error'),
    [],
  )
  assert.match(yaml, /respond_within: 10m # line 11/)
  assert.match(yaml, /wait: 7m/)
  assert.match(yaml, /starts: .* # assumed: the document does not say it/)
})

test('what is not understood is listed with its line, in whatever language it is written', () => {
  assert.match(read(harbour).rest, /- line 69: Am Sonntag bleibt das Lager zu; Rückruf in 3 h\./)
})

test('a line that says otherwise than one before is left for people to decide', () => {
  const { bundle, rest } = read(
    '# x\n\n## P1 (Critical)\n- Response time: 5 min\n\n## P2 (Low)\n- Response time: 1 h\n\n## P1\n- Response time: 50 min\n',
  )
  assert.deepEqual(
    (bundle.severities as { respond_within: string }[]).map((each) => each.respond_within),
    ['5m', '1h'],
  )
  assert.match(rest, /line 10: - Response time: 50 min/)
})

test('mojibake of two kinds is repaired and words that only look like it are left alone', () => {
  assert.equal(repairMojibake('On-call â†“ ðŸš¨ ‚îú‚îÄ café naïve Ärger “ja” über'), 'On-call ↓ 🚨 ├─ café naïve Ärger “ja” über')
})

test('a document is read in whatever encoding it was saved', () => {
  const text = 'Größe → 5 min\n'
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
  assert.equal(decodeDocument(utf16).text, text)
  assert.equal(decodeDocument(utf16.swap16()).text, text)
  assert.equal(decodeDocument(Buffer.from(text)).text, text)
  assert.equal(decodeDocument(Buffer.from('Größe\r\nneu\r\n', 'latin1')).text, 'Größe\nneu\n')
})

test('spans are read as people write them', () => {
  const spans = [
    'within 15 minutes',
    '<1 business day',
    'after 1-3 days',
    'an hour',
    'Next business day',
    'Hourly',
    '24-hour',
    'Assign owners and dates',
    'v1.2.3',
    'P1 or SEV-2',
  ]
  assert.deepEqual(
    spans.map((text) => spanIn(text)?.span ?? null),
    ['15m', '1bd', '3d', '1h', 'next_bd', '1h', '24h', null, null, null],
  )
})

const OTHERS = new URL('../../../shared/data/docs/', import.meta.url)
const LONG_WORD = /[a-z]{4,}/g

test('documents in other styles are read without loss: every word is in the draft or on the list', {
  skip: existsSync(OTHERS) ? false : 'they are not beside this checkout',
}, () => {
  const names = readdirSync(OTHERS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  assert.ok(names.length > 50)
  for (const name of names) {
    const text = decodeDocument(readFileSync(new URL(name, OTHERS))).text
    const written = filesOfDraft(importDocument(text), name)
      .map((file) => file.text)
      .join('\n')
      .toLowerCase()
    const gone = text.split('\n').filter((line) => {
      const words = line.startsWith('```')
        ? []
        : (line
            .replace(/<[^>]*>/g, ' ')
            .toLowerCase()
            .match(LONG_WORD) ?? [])
      return words.filter((word) => !written.includes(word)).length > words.length / 2
    })
    assert.deepEqual(gone, [], name)
  }
})

const GERMAN = `# Störungshandbuch

Dieses Dokument beschreibt, was bei einer Störung zu tun ist und wer benachrichtigt wird, wenn der Dienst für unsere Kunden
nicht erreichbar ist. Die Bereitschaft übernimmt den Vorfall, prüft die Überwachung und ruft bei Bedarf weitere Kollegen hinzu.

| Stufe | Bedeutung | Reaktionszeit |
|---|---|---|
| Stufe A | Ausfall für alle Kunden | 15 min |
| Stufe B | Teilausfall, größere Verzögerung | 1 h |

- Während der Störung wird alle 30 Minuten berichtet.
`
const JAPANESE = `# 障害対応手順

この文書は、サービスが利用できないときに誰が何をするかを説明します。

| レベル | 意味 | 応答時間 |
|---|---|---|
| 第一 | すべてのお客様が利用できない | 15 min |
| 第二 | 一部の機能が使えない | 1 h |

- 障害中は30分ごとに状況を報告します。
`
/** The Japanese text as an older editor saved it; there is an encoder for it in no standard library. */
const KANJI_SJIS = Buffer.from('8fe18a5191ce89 9e8ee88f87 82 b1 82 cc 95 b6 8f 91 82 cd 82 b7'.replaceAll(' ', ''), 'hex')

const lost = (text: string): string[] => {
  const files = filesOfDraft(importDocument(text), 'handbook.md').map((file) => file.text)
  const written = files
    .join('\n')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []
  return [...new Set(words)].filter((word) => !written.includes(word))
}

test('a document in another language: no crash, all of its text kept, and it is said plainly', () => {
  for (const text of [GERMAN, JAPANESE]) {
    assert.equal(isOtherLanguage(text), true)
    assert.deepEqual(lost(text), [])
  }
  assert.equal(isOtherLanguage(readFileSync(new URL('./fixtures/harbour.md', import.meta.url), 'utf8')), false)
})

test('a document in another encoding: no crash, no letter lost, and which it was is said', () => {
  const utf16 = Buffer.from(`\uFEFF${JAPANESE}`, 'utf16le')
  const bare = Buffer.from(GERMAN, 'utf16le')
  const saved: [Buffer, string, string][] = [
    [Buffer.from(GERMAN), 'utf-8', GERMAN],
    [Buffer.from(GERMAN, 'latin1'), 'windows-1252', GERMAN],
    [utf16, 'utf-16le', JAPANESE],
    [Buffer.from(utf16).swap16(), 'utf-16be', JAPANESE],
    [bare, 'utf-16le', GERMAN],
    [Buffer.from(bare).swap16(), 'utf-16be', GERMAN],
    [KANJI_SJIS, 'shift_jis', '障害対応手順この文書はす'],
  ]
  for (const [bytes, encoding, text] of saved) {
    assert.deepEqual(decodeDocument(bytes), { text, encoding })
    assert.deepEqual(lost(decodeDocument(bytes).text), [])
  }
  // Neither: half of a character, a picture, nothing at all.
  for (const bytes of [Buffer.from([0xff, 0xfe, 0x41]), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0x1a, 0xff]), Buffer.alloc(0)])
    assert.doesNotThrow(() => importDocument(decodeDocument(bytes).text))
})
