import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { wordsFor } from './amend.ts'

const policy = createPolicy(
  bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, users: [{ id: 'ann', name: 'Ann' }] }),
  1,
)

test('what became of a page is said in one sentence, at the time of whoever reads it', () => {
  const by = (actor: string) => ({ by: actor, at: '2026-11-12T14:41:12.000Z', via: 'slack' })
  const cases: [Parameters<typeof wordsFor>[0], string][] = [
    [{ status: 'acknowledged', acknowledged: by('user:ann'), reason: null }, 'Acknowledged by Ann at Thu 12 Nov, 15:41 CET.'],
    [{ status: 'acknowledged', acknowledged: by('token:ci'), reason: null }, 'Acknowledged by token ci at Thu 12 Nov, 15:41 CET.'],
    [{ status: 'stopped', acknowledged: null, reason: null }, 'It is over: nothing is left to do.'],
    [
      { status: 'stopped', acknowledged: by('user:ann'), reason: null },
      'Acknowledged by Ann at Thu 12 Nov, 15:41 CET. It is over: nothing is left to do.',
    ],
    [
      {
        status: 'stopped',
        acknowledged: null,
        reason: null,
        asleep: { by: 'user:ann', until: '2026-11-12T14:41:12.000Z', reason: 'a disk comes.' },
      },
      'Silenced by Ann until Thu 12 Nov, 15:41 CET: a disk comes. It pages again then.',
    ],
    [{ status: 'running', acknowledged: null, reason: 'Ann asked for more hands.' }, 'Open: Ann asked for more hands.'],
    [{ status: 'exhausted', acknowledged: null, reason: null }, 'Open: nobody has it.'],
  ]
  for (const [state, said] of cases) assert.equal(wordsFor(state, { policy, zone: 'Europe/Berlin' }).replace('GMT+1', 'CET'), said)
})
