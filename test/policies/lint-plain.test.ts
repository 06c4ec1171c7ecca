import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintBundle } from '../../src/core/policy/lint.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import { holdsRule } from './mutants.ts'
import { readPolicy } from './read-policy.ts'

const UPDATE = 'templates.update.text'
const OVER = 'templates.over.text'
const NEXT = 'You hear from us again by {{ update.next_update | time }}.'
const LONG = `We ${'look and '.repeat(25)}look.`

test('S10.8 plain-words: words of blame, sentences and texts that nobody reads to the end', () =>
  holdsRule('plain-words', {
    found: [
      ['template:update', { [UPDATE]: `It was human error. ${NEXT}` }],
      ['template:over', { [OVER]: 'The hosting company is at fault. {{ organization.support }}' }],
      ['template:update', { [UPDATE]: `${LONG} ${NEXT}` }],
      ['template:update', { [UPDATE]: `${'All is well so far. '.repeat(70)}${NEXT}` }],
    ],
    silent: [
      { [UPDATE]: `A wrong setting broke it; whoever set it could not see that. ${NEXT}` },
      { [UPDATE]: `The fault is found, and the default setting is back. ${NEXT}` },
      { [UPDATE]: `${'{{ incident.components | default: "some of what we run for you every day" }} '.repeat(30)}${NEXT}` },
      { [OVER]: `${'It is well again. '.repeat(100)}{{ organization.support }}` },
    ],
  }))

/** SmartBeak's text says its levels' rhythms a second time, as its document does. */
function saying(text: string): string[] {
  const { bundle, locate } = readPolicy('as-written/smartbeak')
  assert.ok(bundle)
  const templates = bundle.templates?.map((each) => (each.id === 'update' ? { ...each, text } : each))
  const findings = lintBundle({ bundle: { ...bundle, templates } as Bundle, locate, at: Temporal.Instant.from('2026-11-21T00:00Z') })
  return findings.filter((each) => each.subject === 'template:update' && each.rule === 'text-against-clock').map((each) => each.message)
}

test('S10.5 the text says SEV-2 every 30 minutes and SEV-3 every 4 hours, as the table does; where one is another, lint tells both', () => {
  assert.deepEqual(saying('SEV-2: updates every 30 minutes. SEV-3: updates every 4 hours.'), [])
  const [told, ...more] = saying('SEV-2: updates every 45 minutes. SEV-3: updates every 4 hours.')
  assert.match(told ?? '', /^the text says "every 45 minutes", but the policy says otherwise: .*"sev2-updates" 30m/)
  assert.deepEqual(more, [])
  assert.match(saying('SEV-2: updates every 30 minutes. SEV-3: updates every 30 minutes.').join() ?? '', /SEV-3|sev3-updates/)
})
