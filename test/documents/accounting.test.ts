import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeDocument } from '../../src/core/document/decode.ts'
import { type Imported, importDocument } from '../../src/core/document/import-document.ts'
import { listed, plainLabels, renamed, reordered, STYLES } from './figures.ts'

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const left = (text: string): string[] =>
  importDocument(text).notUnderstood.map(({ line, text: part, isPart }) => `${line}${isPart ? ' part' : ''}: ${part}`)
const valueAt = ({ draft }: Imported, path: (string | number)[]): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], draft.bundle)

const LEVELS =
  '# Acme\n\n## Severity Levels\n\n### SEV-1 (Critical)\n- Response time: 5 min\n\n### SEV-2 (High)\n- Response time: 10 min\n\n'

test('a time under a head that is not known is listed, and so is the head', () => {
  const list = left('# Acme\n\n## Levels\n\n| Level | Name | Zqx |\n|---|---|---|\n| SEV-1 | Bad | 15 min |\n| SEV-2 | Mild | 1 hour |\n')
  assert.deepEqual(list, ['5 part: Zqx', '7 part: 15 min', '8 part: 1 hour'])
})

test('of a German plan the times of answering are read, everything else is listed by its part', () => {
  const imported = importDocument(fixture('notfallplan.md'))
  assert.deepEqual(
    (imported.draft.bundle.severities as { respond_within: string }[]).map(({ respond_within: answer }) => answer),
    ['15m', '1h', '2bd'],
  )
  const list = left(fixture('notfallplan.md'))
  for (const each of ['7 part: Eskalation nach', '9 part: 20 Minuten', '10 part: 90 Minuten']) assert.ok(list.includes(each), each)
  assert.match(list.join('\n'), /15: .*30 Minuten.*2 Stunden[\s\S]*16: .*45 Minuten/)
})

test('everything in brackets behind a level is read', () => {
  const { draft } = importDocument(`${LEVELS}## Update Frequency\n\n- SEV-1 (Initial: 5 min / During: 15 min / Resolution: 10 min)\n`)
  assert.deepEqual(
    (draft.bundle.obligations as { within?: string; every?: string }[]).map(({ within, every }) => within ?? every),
    ['5m', '15m', '10m'],
  )
})

test('of a sentence with three times the one that nothing holds is listed', () => {
  assert.deepEqual(left(`${LEVELS}## Updates\n\n- SEV-2: first word after 20 min, then every 45 min, final note 2 hours after the end\n`), [
    '13 part: then every 45 min',
  ])
})

test('of a target for two levels no level goes missing', () => {
  const list = left(`${LEVELS}## Targets\n\n- **MTTR** – Target SEV-1: < 1 hour, SEV-2: < 4 hours\n`).join('\n')
  const { draft } = importDocument(`${LEVELS}## Targets\n\n- **MTTR** – Target SEV-1: < 1 hour, SEV-2: < 4 hours\n`)
  const written = JSON.stringify(draft.bundle.targets)
  assert.ok(/1 hour/.test(list) || /1h/.test(written), `${list} ${written}`)
  assert.ok(/4 hours/.test(list) || /4h/.test(written), `${list} ${written}`)
})

test('what stands behind an action in an order of actions is listed', () => {
  const list = left(
    '# Acme\n\n## Mitigation\n\n**Options (in order of preference):**\n\n1. **Rollback** - Revert recent changes\n2. **Failover** - Switch\n',
  )
  assert.deepEqual(list, ['7 part: Revert recent changes', '8 part: Switch'])
})

test('the first point below a plain label is read like the others', () => {
  const { draft } = importDocument(
    '# Acme\n\n## Severity Levels\n\n### SEV-1: Bad\n\nExamples:\n- Nobody gets in\n- Money is lost\n\n### SEV-2: Mild\n',
  )
  assert.deepEqual((draft.bundle.severities as { examples: string[] }[])[0]?.examples, ['Nobody gets in', 'Money is lost'])
})

test('front matter is no heading, its title is the title; a table in HTML is read by cells', () => {
  const imported = importDocument(fixture('foreign.md'))
  assert.equal(valueAt(imported, ['document', 'title']), 'Harbour lights: what to do in the dark')
  assert.deepEqual(
    (imported.draft.bundle.severities as { id: string; respond_within: string }[]).map((each) => [each.id, each.respond_within]),
    [
      ['SEV-1', '7m'],
      ['SEV-2', '90m'],
    ],
  )
  assert.match(String(valueAt(imported, ['severities', 0, 'definition'])), /^No ship.*main lamp is out.*horn & the lamp are out\.$/)
  assert.deepEqual(left(fixture('foreign.md')), [
    '3: weight: 30',
    '4: description: For whoever keeps the lamps.',
    '7: How a lamp that is out is dealt with, by how many ships it matters to.',
    '26: Whatever stands above wakes the harbour master.',
    '31 part: 2 hours in fog',
  ])
  assert.equal(valueAt(importDocument('---\ntitle: x\n---\n# Acme\n\nText.\n'), ['document', 'title']), 'Acme')
})

const FIGURE =
  /\d+(?:[.,]\d+)?[\s-]*(?:%|(?:business days?|seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|Minuten|Stunden?)\b)/gi
const UNITS: Readonly<Record<string, string>> = { s: 's', mi: 'm', h: 'h', st: 'h', d: 'd', w: 'w', mo: 'mo', y: 'y', b: 'bd' }

/** `15 minutes` in the words of the policy language, written down apart from the reader's own. */
function spanOf(figure: string): string {
  const [, amount = '', unit = ''] = /([\d.,]+)[\s-]*(.+)/.exec(figure.toLowerCase()) ?? []
  return `${Number(amount)}${UNITS[unit.slice(0, 2)] ?? UNITS[unit.slice(0, 1)] ?? unit}`
}

const leaves = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)]
const squeezed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[*_`|\s-]+/g, ' ')
    .trim()
/** So far below a heading are the values of its figure; so far above a line a point began that goes on in it. */
const NEAR = 20
/** So many letters before a figure tell it from others. */
const BEFORE = 12

type Value = { line: number; said: string[]; entry: string }
type Figure = { raw: string; line: number; figure: string; level: string | undefined }
/** A point goes on over so many lines, and names its level so many lines above. */
const LONG = 4

/** Whether a value says the figure: from this line or, below a heading and an arrow, the next; or the same of the same level from elsewhere. */
function isSaid(values: readonly Value[], { raw, line, figure, level }: Figure): boolean {
  const until = raw.startsWith('#') || /^\*\*.*:?\*\*:?$|:$|[↓→]/.test(raw) ? line + NEAR : line
  const since = /^\s+[^\s*+-]/.test(raw) ? line - LONG : line
  const meant = [spanOf(figure), String(Number.parseInt(figure, 10))]
  return values.some(
    ({ line: from, said, entry }) =>
      (from <= until && from >= since && said.some((each) => meant.includes(each) || each.includes(figure))) ||
      (level !== undefined && entry.includes(`"${level}"`) && said.includes(spanOf(figure))),
  )
}

/** Figures that are neither in a value of their line (or of the text it is a line of) nor on the list. */
function gone(text: string): string[] {
  const imported = importDocument(text)
  const { draft, notUnderstood } = imported
  const values = draft.origins.map(({ path, line }) => {
    return { line: line ?? 0, said: leaves(valueAt(imported, path)), entry: JSON.stringify(valueAt(imported, path.slice(0, 2))) }
  })
  const texts = squeezed(leaves(draft.bundle).join('\n'))
  return text.split('\n').flatMap((raw, index, all) =>
    [...raw.matchAll(FIGURE)].flatMap((found) => {
      const line = index + 1
      const level = all
        .slice(Math.max(0, index - LONG), line)
        .join('\n')
        .match(/SEV-?\d|\bP\d/g)
        ?.at(-1)
      const figure = found[0]
      const around = squeezed(raw.slice(Math.max(0, found.index - BEFORE), found.index + figure.length).replace(/^\s*\d+\.\s/, ''))
      const isListed = notUnderstood.some((each) => each.line <= line && line - each.line < LONG && each.text.includes(figure))
      const isKept = texts.includes(around) || texts.includes(squeezed(raw))
      return isListed || isKept || isSaid(values, { raw, line, figure, level }) ? [] : [`${line}: ${figure} in ${raw}`]
    }),
  )
}

test('no figure of our own documents is gone, in whatever style', () => {
  for (const name of readdirSync(new URL('fixtures/', import.meta.url)))
    for (const style of Object.values(STYLES))
      for (const text of [fixture(name), listed(fixture(name), style)]) assert.deepEqual(gone(text), [], name)
})

const FOLDER = new URL('../../../shared/documents/', import.meta.url)
const noFolder = existsSync(FOLDER) ? false : 'the documents are not beside this checkout'

for (const file of ['A-sparkacademy', 'B-smartbeak', 'C-profile-builder', 'D-skillancer', 'E-dirt-free-crm']) {
  test(`no figure of ${file} is gone, as it is and in every variation`, { skip: noFolder }, () => {
    const text = decodeDocument(readFileSync(new URL(`${file}.md`, FOLDER))).text
    const forms = [
      text,
      reordered(text),
      renamed(text, ['SparkAcademy']),
      plainLabels(text),
      ...Object.values(STYLES).map((style) => listed(text, style)),
    ]
    for (const form of forms) assert.deepEqual(gone(form), [])
  })
}

const OTHERS = new URL('../../../shared/data/docs/', import.meta.url)
const noOthers = existsSync(OTHERS) ? false : 'they are not beside this checkout'

const PAGERDUTY = 'pagerduty-incident-response'
/** Typed from the documents: the file, the section of the draft, and what some entry of it says. */
const FOUND: readonly [string, string, Record<string, string | RegExp>][] = [
  [
    `${PAGERDUTY}/before/severity_levels.md`,
    'severities',
    { id: 'SEV-1', definition: /public notification.*large number of customers.*SLA/ },
  ],
  [`${PAGERDUTY}/before/severity_levels.md`, 'severities', { id: 'SEV-2', definition: /Notification pipeline is severely impaired/ }],
  [`${PAGERDUTY}/before/severity_levels.md`, 'severities', { id: 'SEV-3', definition: /failure of 1 more node/ }],
  [`${PAGERDUTY}/before/severity_levels.md`, 'severities', { id: 'SEV-4', definition: /Cron failure/ }],
  [`${PAGERDUTY}/before/severity_levels.md`, 'severities', { id: 'SEV-5', definition: /^Cosmetic issues or bugs/ }],
  [`${PAGERDUTY}/oncall/alerting_principles.md`, 'severities', { id: 'High', respond_within: 'immediately' }],
  [`${PAGERDUTY}/oncall/alerting_principles.md`, 'severities', { id: 'Medium', respond_within: '24h' }],
  [`${PAGERDUTY}/oncall/alerting_principles.md`, 'severities', { id: 'Low' }],
  [`${PAGERDUTY}/during/external_communication_guidelines.md`, 'obligations', { must: 'update', every: '20m' }],
  [`${PAGERDUTY}/training/internal_liaison.md`, 'obligations', { every: '30m' }],
  [`${PAGERDUTY}/after/after_an_incident.md`, 'roles', { id: 'commander' }],
  [`${PAGERDUTY}/after/after_an_incident.md`, 'roles', { id: 'scribe' }],
  [`${PAGERDUTY}/after/after_an_incident.md`, 'roles', { id: 'liaison' }],
  ['counteractive-plan/about.md', 'links', { name: 'NIST Cybersecurity Framework' }],
  ['counteractive-plan/about.md', 'links', { name: "Incident Handler's Handbook" }],
  ['counteractive-plan/README.md', 'links', { name: 'PagerDuty IR Docs' }],
]

test('tables and times of the documents in other styles are found', { skip: noOthers }, () => {
  const missed = FOUND.filter(([file, section, wanted]) => {
    const { bundle } = importDocument(decodeDocument(readFileSync(new URL(file, OTHERS))).text).draft
    const entries = (bundle[section] ?? []) as Record<string, string>[]
    return !entries.some((entry) =>
      Object.entries(wanted).every(([name, each]) => (each instanceof RegExp ? each.test(entry[name] ?? '') : entry[name] === each)),
    )
  })
  assert.deepEqual(missed, [])
})

test('no figure of the documents in other styles is gone', {
  skip: noOthers,
}, () => {
  for (const name of readdirSync(OTHERS, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.md')))
    assert.deepEqual(gone(decodeDocument(readFileSync(new URL(name, OTHERS))).text), [], name)
})
