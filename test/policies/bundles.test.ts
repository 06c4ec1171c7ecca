import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { printBundle } from '../../src/core/policy/print.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import { detachTexts } from '../../src/core/policy/texts.ts'
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

  test(`policies/${folder} accepts advisories only: what is wrong is repaired`, () => {
    const bundle = bundleOf(folder)
    const { locate } = readPolicy(folder)
    const { lint, ...loud } = bundle
    const found = lintBundle({ bundle: loud, locate, at: JUDGED })
    const accepted = (lint?.accept ?? []).map(({ rule, at }) => ({
      ...{ rule, at },
      levels: found.filter((each) => each.rule === rule && each.subject === at).map(({ level }) => level),
    }))
    assert.deepEqual(
      accepted.filter(({ levels }) => levels.length === 0 || levels.some((level) => level !== 'advisory')),
      [],
    )
    assert.equal(found.length, accepted.flatMap(({ levels }) => levels).length, 'and nothing else is found')
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

test('S1.2 a level without a name loads, with a warning that says what to write', () => {
  const { bundle, findings } = readPolicy('as-written/profile-builder')
  assert.equal(bundle?.severities?.at(-1)?.id, 'P4')
  assert.deepEqual(
    findings.map(({ level, rule, message, remedy }) => `${level} ${rule}: ${message}; ${remedy}`),
    ['warning level-without-name: severity P4 has no name; add `name:`, for example "Critical"'],
  )
})
