import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../../src/core/command/command.ts'
import { isForCustomers } from '../../src/core/policy/customer-texts.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import type { ImpactField } from '../../src/core/policy/schema/organization.ts'
import { fill, isReady } from '../../src/core/template/fill.ts'
import { PlayedLadder } from '../stories/played-ladder.ts'
import { readPolicy } from './read-policy.ts'

const INSIDE = 'what only colleagues read'
const OUTSIDE = 'what customers read'

/** What a person would fill in, with a mark of whom it is for. */
function filledIn({ type, options, public: isPublic }: ImpactField): Json {
  const words = isPublic ? OUTSIDE : INSIDE
  if (type === 'text') return words
  if (type === 'number') return 4217
  return type === 'list' ? (options.length > 0 ? [options[0] ?? ''] : [words]) : true
}

const LEVELS: Record<string, string> = {
  sparkacademy: 'SEV1',
  smartbeak: 'SEV-1',
  'profile-builder': 'P0',
  skillancer: 'P0',
  'dirt-free-crm': 'SEV1',
}

for (const [organisation, severity] of Object.entries(LEVELS)) {
  test(`S5.7 S11.5 S12.23 ${organisation}: customers read nothing that was written for colleagues, and every text of theirs can be sent`, async () => {
    const { bundle } = readPolicy(organisation)
    assert.ok(bundle)
    const played = new PlayedLadder(organisation, '2026-02-10T14:32:00Z')
    const startedAt = '2026-02-10T14:30:00.000Z'
    await played.declare({ title: INSIDE, severity, startedAt, service: bundle.services?.[0]?.id ?? null })
    await played.does('acknowledge')
    await played.until(5)
    const fields = Object.fromEntries(Object.entries(bundle.incident?.impact ?? {}).map(([id, field]) => [id, filledIn(field)]))
    await played.does('impact', { fields })
    await played.until(30)
    await played.does('resolve', { resolution: INSIDE, force: true, reason: 'a story' })
    const texts = (bundle.templates ?? []).filter((each) => isForCustomers(each, bundle))
    assert.ok(texts.length >= 4, `${texts.length}`)
    const saying = {
      text: 'Some things do not work.',
      nextBy: '2026-02-10T15:30:00.000Z',
      recipient: { name: 'Ada Lind', impact: 'Yours waits.' },
    }
    for (const template of texts) {
      const filled = fill(template, { state: played.incident, policy: createPolicy(bundle, 1), now: played.rehearsal.now(), saying })
      assert.ok(isReady(filled), `${template.id}: ${filled.empty}`)
      assert.doesNotMatch(`${filled.subject} ${filled.text}`, new RegExp(`${INSIDE}|4217`), template.id)
    }
  })
}
