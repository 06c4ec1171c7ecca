import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { printBundle } from '../../src/core/policy/print.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import type { ObligationRule } from '../../src/core/policy/schema/obligation.ts'
import { detachTexts } from '../../src/core/policy/texts.ts'
import { type Duration, durationMs } from '../../src/core/time/duration.ts'
import { folderOf, readPolicy } from './read-policy.ts'

const SHIPPED = ['sparkacademy', 'smartbeak', 'profile-builder', 'skillancer', 'dirt-free-crm']
const ALL = ['example', ...SHIPPED, ...SHIPPED.map((name) => `as-written/${name}`)]

const ROOT = new URL('../../', import.meta.url).pathname
const PROGRAM = join(ROOT, 'bin/tocsin.js')

function bundleOf(folder: string): Bundle {
  const { bundle, findings } = readPolicy(folder)
  assert.ok(bundle, findings.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'))
  return bundle
}

const minutes = (duration: Duration): number => durationMs(duration) / 60_000

/** The day these bundles were judged: nothing in a test depends on today. */
const JUDGED = Temporal.Instant.from('2026-11-21T00:00:00Z')

for (const folder of ['example', ...SHIPPED]) {
  test(`policies/${folder} is read without a finding`, () => assert.deepEqual(readPolicy(folder).findings, []))
}

for (const folder of SHIPPED) {
  test(`tocsin lint policies/${folder} ends with 0, also where no variable is set`, () => {
    const { PATH, HOME } = process.env
    const told = spawnSync(process.execPath, [PROGRAM, 'lint', join('policies', folder)], {
      cwd: ROOT,
      env: { PATH, HOME },
      encoding: 'utf8',
    })
    assert.equal(told.status, 0, told.stdout + told.stderr)
    assert.match(told.stdout, /Nothing is wrong with the bundle itself/)
  })

  test(`policies/${folder} lints clean`, () => {
    const { locate } = readPolicy(folder)
    const findings = lintBundle({ bundle: bundleOf(folder), locate, at: JUDGED })
    assert.deepEqual(
      findings.map(({ file, line, rule, message }) => `${file}:${line} ${rule} ${message}`),
      [],
    )
  })

  test(`S14.2 policies/${folder} has written every runbook it requires`, () => {
    const { runbooks } = bundleOf(folder)
    const written = Object.keys(runbooks?.texts ?? {})
    assert.deepEqual(
      runbooks?.required.filter((name) => !written.includes(name)),
      [],
    )
  })

  test(`policies/${folder} names every row of its README in the requirements`, () => {
    const readme = readFileSync(join(folderOf(folder), 'README.md'), 'utf8')
    const known = readFileSync(new URL('../../policies/REQUIREMENTS.md', import.meta.url), 'utf8')
    const rows = new Set(readme.match(/\bS\d+\.\d+\b/g))
    assert.ok(rows.size > 20, `${rows.size} rows`)
    for (const row of rows) assert.ok(known.includes(`| ${row} |`), row)
  })
}

for (const folder of ALL) {
  test(`${folder}: what is exported is read again as the same bundle`, () => {
    const bundle = bundleOf(folder)
    const { bundle: rest, files } = detachTexts(bundle)
    const again = parseBundle([{ path: 'tocsin.yaml', text: printBundle(rest) }, ...files])
    assert.deepEqual(again.bundle, bundle)
  })

  test(`${folder} names only runbooks and review templates that it needs`, () => {
    const { postmortem, runbooks, services } = bundleOf(folder)
    if (postmortem?.template) assert.ok(existsSync(join(folderOf(folder), postmortem.template)), postmortem.template)
    const named = (services ?? []).flatMap((service) => service.runbooks)
    if (runbooks)
      assert.deepEqual(
        named.filter((name) => !runbooks.required.includes(name)),
        [],
      )
  })

  test(`${folder} gives people addresses that belong to nobody`, () => {
    for (const { contacts } of bundleOf(folder).users ?? []) assert.match(contacts.email ?? '@example.com', /@example\.com$/)
  })
}

const onlyP1 = (rule: ObligationRule): ObligationRule => ({ ...rule, when: rule.when.map((each) => ({ ...each, severity: ['P1'] })) })

describe('Skillancer as written', () => {
  const bundle = bundleOf('as-written/skillancer')
  const ladder = bundle.escalation_policies?.find((policy) => policy.id === 'on-call')

  test('the ladder waits fifteen minutes three times, the CTO only for P0', () => {
    assert.deepEqual(
      ladder?.steps.map((step) => [...step.page, step.when.flatMap((when) => when.severity)]),
      [
        ['schedule:primary', []],
        ['schedule:secondary', []],
        ['user:eng-lead', []],
        ['user:cto', ['P0']],
      ],
    )
    assert.deepEqual(
      ladder?.steps.map((step) => step.wait && minutes(step.wait)),
      [15, 15, 15, undefined],
    )
  })

  test('the shipped bundle keeps rotation, rhythm and review, and repairs the ladder and what P1 promises', () => {
    const shipped = bundleOf('skillancer')
    assert.deepEqual(shipped.schedules, bundle.schedules)
    assert.deepEqual(
      shipped.obligations,
      bundle.obligations?.map((rule) => (rule.id === 'on-call-response' ? onlyP1(rule) : rule)),
    )
    assert.deepEqual(
      shipped.escalation_policies?.[0]?.steps.map((step) => step.wait?.text),
      ['5m', '5m', '5m', undefined],
    )
    assert.deepEqual(
      shipped.severities?.map((severity) => severity.respond_within?.text),
      ['15m', '15m', '2h', 'next_bd'],
    )
  })

  test('it says what is assumed', () => {
    const text = readFileSync(join(folderOf('as-written/skillancer'), 'tocsin.yaml'), 'utf8')
    assert.match(text, /Engineering Lead.*wait: 15m.*assumed/)
  })

  test('the agenda takes an hour', () => {
    assert.equal(
      bundle.postmortem?.agenda.reduce((sum, { minutes: each }) => sum + each, 0),
      60,
    )
  })
})

describe('SmartBeak', () => {
  const bundle = bundleOf('smartbeak')
  const clock = (id: string) => bundle.obligations?.find((rule) => rule.id === id)

  const withins: [id: string, minutes: number, of: string][] = [
    ['executives-told', 15, 'declared'],
    ['manager-told', 30, 'declared'],
    ['sev1-first-update', 5, 'declared'],
    ['sev2-first-update', 15, 'declared'],
    ['sev3-first-update', 30, 'declared'],
    ['sev4-first-update', 60, 'declared'],
    ['sev1-last-update', 5, 'resolved'],
    ['sev2-last-update', 15, 'resolved'],
    ['sev3-last-update', 60, 'resolved'],
    ['sev4-last-update', 240, 'resolved'],
    ['sev1-first-post', 5, 'declared'],
    ['sev2-first-post', 15, 'declared'],
    ['sev3-first-post', 60, 'declared'],
  ]
  for (const [id, expected, of] of withins) {
    test(`${id} is due ${expected} minutes after ${of}`, () => {
      const rule = clock(id)
      assert.equal(rule?.within && minutes(rule.within), expected)
      assert.equal(rule?.of, of)
    })
  }

  const rhythms: [id: string, minutes: number][] = [
    ['sev1-updates', 15],
    ['sev2-updates', 30],
    ['sev3-updates', 240],
    ['sev4-updates', 1440],
  ]
  for (const [id, expected] of rhythms) {
    test(`${id} come every ${expected} minutes until it is resolved`, () => {
      const rule = clock(id)
      assert.equal(rule?.every && minutes(rule.every), expected)
      assert.equal(rule?.until, 'resolved')
    })
  }

  test('the review is scheduled within a day and complete within a week', () => {
    const steps = new Map(bundle.postmortem?.steps.map((step) => [step.id, minutes(step.within)]))
    assert.equal(steps.get('scheduled'), 24 * 60)
    assert.equal(steps.get('complete'), 7 * 24 * 60)
  })
})
