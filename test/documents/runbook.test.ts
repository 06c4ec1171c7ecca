import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { readBundle } from '../../src/cli/read-bundle.ts'
import { importDocument } from '../../src/core/document/import-document.ts'
import { documentText } from '../../src/core/document/runbook/document-text.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'

const POLICIES = new URL('../../policies/', import.meta.url)
const AT = Temporal.Instant.from('2026-11-12T14:41:12Z')
const bundles = readdirSync(POLICIES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, policy: readBundle(new URL(name, POLICIES).pathname) }))

const written = ({ policy }: (typeof bundles)[number], format: 'md' | 'html' = 'md'): string =>
  documentText({ policy, at: AT }, policy.bundle, format)

/** What readers of the paper have: the words without the policy at their end. */
const onlyWords = (markdown: string): string => markdown.slice(0, markdown.indexOf('## The policy itself'))

for (const each of bundles) {
  test(`the document of ${each.name}, imported again, is the same policy`, () => {
    const { policy, notUnderstood } = importDocument(written(each))
    const { bundle, findings } = parseBundle([{ path: 'tocsin.yaml', text: policy ?? '' }], {})
    assert.deepEqual(
      findings.filter(({ level }) => level === 'error'),
      [],
    )
    assert.deepEqual(bundle, each.policy.bundle)
    assert.deepEqual(notUnderstood, [], 'the words and the policy say the same')
  })

  test(`the words alone of ${each.name} carry its levels, cadences, waits, roles and deadlines`, () => {
    const read = importDocument(onlyWords(written(each))).draft.bundle
    assert.deepEqual(figuresIn(read), figuresOf(each.policy.bundle))
  })

  test(`the page of ${each.name} needs nothing else and says what the Markdown says`, () => {
    const page = written(each, 'html')
    assert.doesNotMatch(page, /<(?:script|link|img)\b|src=|url\(/, 'nothing is loaded from elsewhere')
    for (const { id } of each.policy.severities) assert.ok(page.includes(`<td>${id}</td>`), id)
  })
}

type Entry = Record<string, never>
const listIn = (bundle: Record<string, unknown>, section: string): Entry[] => (bundle[section] ?? []) as Entry[]
const minutes = (span: string | undefined): string | undefined => (span === 'immediately' ? '5m' : span)

/** The figures of a draft, as plain as they can be compared. */
function figuresIn(draft: Record<string, unknown>) {
  const review = (draft.postmortem ?? {}) as { steps?: { name: string; within: string }[]; agenda?: { minutes: number }[] }
  const targets = (draft.targets ?? {}) as Record<string, unknown>
  return {
    answers: listIn(draft, 'severities').map(({ id, respond_within }) => [id, minutes(respond_within)]),
    cadences: listIn(draft, 'obligations')
      .filter(({ must, when }) => must === 'update' && when)
      .map(({ when, within, every, of }) =>
        `${(when as unknown as { severity: string[] }).severity.join()} ${minutes(within) ?? ''} ${every ?? ''} ${every ? '' : of}`.trim(),
      )
      .sort(),
    waits: listIn(draft, 'escalation_policies')
      .flatMap(({ steps }) => ((steps ?? []) as { wait?: string }[]).flatMap(({ wait }) => wait ?? []))
      .sort(),
    roles: listIn(draft, 'roles')
      .flatMap(({ name, duties = [] }) => ((duties as string[]).length > 0 ? [`${name}: ${(duties as string[]).length}`] : []))
      .sort(),
    steps: (review.steps ?? []).map(({ name, within }) => `${name} ${minutes(within)}`).sort(),
    agenda: (review.agenda ?? []).map((each) => each.minutes),
    mttr: targets.mttr,
  }
}

/** The same of the bundle itself, written out independently of the draft's shape. */
function figuresOf({ severities = [], obligations = [], escalation_policies: ladders = [], roles = [], postmortem, targets }: Bundle) {
  const cadences = new Set<string>()
  for (const { must, when, within, every, of } of obligations) {
    const [clause] = when
    if (must !== 'update' || when.length !== 1 || clause?.severity.length !== 1) continue
    cadences.add(
      `${clause.severity[0]} ${every ? '' : minutes(within?.text)} ${every?.text ?? ''} ${every ? '' : (of ?? 'declared')}`.trim(),
    )
  }
  const mttr = targets?.mttr
  return {
    answers: severities.map(({ id, respond_within: answer }) => [id, minutes(answer?.text)]),
    cadences: [...cadences].sort(),
    waits: ladders.flatMap(({ steps }) => steps.flatMap(({ wait }) => wait?.text ?? [])).sort(),
    roles: roles.flatMap(({ id, name, duties }) => (duties.length > 0 ? [`${name ?? id}: ${duties.length}`] : [])).sort(),
    steps: (postmortem?.steps ?? []).map(({ id, name, within }) => `${name ?? id} ${minutes(within.text)}`).sort(),
    agenda: (postmortem?.agenda ?? []).map((each) => each.minutes),
    mttr:
      mttr && 'unit' in mttr
        ? mttr.text
        : mttr && Object.fromEntries(Object.entries(mttr).map(([id, span]) => [id, (span as { text: string }).text])),
  }
}

test('when the words were changed and the policy was not, the policy counts and the reader is told', () => {
  const [first] = bundles
  assert.ok(first)
  const { severities } = first.policy
  const level = severities.find(({ respond_within: answer }) => answer?.unit === 'm')
  assert.ok(level?.respond_within)
  const row = new RegExp(`(\\| ${level.id} \\| [^|]*\\| )[^|]*\\|`)
  const { notUnderstood, policy } = importDocument(written(first).replace(row, '$17 minutes |'))
  assert.match(
    notUnderstood.map(({ text }) => text).join('\n'),
    new RegExp(
      `the words say "7m" for ${level.id}, answered within; the policy at the end, which counts, says "${level.respond_within.text}"`,
    ),
  )
  assert.ok(policy?.includes(`respond_within: ${level.respond_within.text}`))
})

test('S3.10 where there is no rotation the document says who is always asked, and reads no rotation out of it', () => {
  const each = bundles.find(({ name }) => name === 'dirt-free-crm')
  assert.ok(each)
  const chapter = /## Who is on call\n[\s\S]*?(?=\n## )/.exec(written(each))?.[0] ?? ''
  assert.match(chapter, /There is no rotation\. Who is asked first, at any hour:\n\n- Technical: System Administrator, always\n/)
  assert.equal(importDocument(onlyWords(written(each))).draft.bundle.schedules, undefined)
})
