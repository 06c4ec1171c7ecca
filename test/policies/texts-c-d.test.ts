import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Act, type Scene, said } from './said.ts'

const fixed = (resolution: string): Act => [45, 'resolve', { resolution, force: true, reason: 'a story' }]

describe('Enterprise Profile Builder', () => {
  const open: Scene = {
    organisation: 'profile-builder',
    declare: { title: 'A blank page', severity: 'P0', service: 'app', impact: { impact: 'Nobody can open a profile.' } },
    acts: [
      [1, 'acknowledge'],
      [2, 'assign', { role: 'commander', user: 'engineer' }],
    ],
  }
  const fields = { root_cause: 'a failed deployment', actions: 'a check after every deployment' }
  const over: Scene = { ...open, acts: [...open.acts, [10, 'impact', { fields }], fixed('It was rolled back.')] }

  test('S12.11 the first notification', async () =>
    assert.equal(
      await said(open, 'initial'),
      `INC-2026-02-10-001, P0: A blank page
Impact: Nobody can open a profile.
Commander Ines Roth, investigating
Follow along in incident-2026-02-10-001`,
    ))

  test('S12.11 a status update', async () =>
    assert.equal(
      await said(open, 'update', { text: 'The deployment is suspected.', nextBy: '2026-02-10T14:50:00Z' }),
      `INC-2026-02-10-001: investigating
The deployment is suspected.
Next update by 14:50 UTC`,
    ))

  test('S12.11 the end', async () =>
    assert.equal(
      await said(over, 'resolution'),
      `INC-2026-02-10-001 is over after 45 m.
Cause: a failed deployment
What fixed it: It was rolled back.`,
    ))

  test('S12.11 the summary of the review', async () =>
    assert.equal(
      await said(over, 'review-summary'),
      `INC-2026-02-10-001 A blank page has been reviewed.
Why it happened: a failed deployment
What changes: a check after every deployment`,
    ))
})

describe('Skillancer', () => {
  const open: Scene = {
    organisation: 'skillancer',
    declare: { title: 'Proposals cannot be submitted', severity: 'P0', service: 'contracts', impact: { summary: 'about 500 users' } },
    acts: [
      [1, 'acknowledge'],
      [2, 'assign', { role: 'lead', user: 'amara' }],
    ],
  }
  const fields = {
    root_cause: 'too few database connections',
    actions: 'the pool is watched',
    public_summary: 'Proposals could not be submitted.',
    public_actions: 'We added capacity and watch it.',
  }
  const over: Scene = { ...open, acts: [...open.acts, [10, 'impact', { fields }], fixed('A larger pool')] }

  test('S12.12 S12.16 declared: severity, summary, impact, lead, status, channel', async () =>
    assert.equal(
      await said(open, 'declared'),
      `New incident INC-1 (P0): Proposals cannot be submitted
Affected: about 500 users
Lead Amara Obi, investigating
Updates are posted in incident-2026-02-10-001`,
    ))

  test('S12.13 resolved: duration, cause, resolution, actions', async () =>
    assert.equal(
      await said(over, 'resolved'),
      `INC-1 is over after 45 m.
Cause: too few database connections
What fixed it: A larger pool
Still to do: the pool is watched`,
    ))

  test('S12.14 page: investigating; identified with and without an estimate; resolved', async () => {
    assert.equal(
      await said(open, 'page-investigating', { text: 'Proposals cannot be submitted at the moment.' }),
      'We are looking into a problem with Contracts. Proposals cannot be submitted at the moment. We will post here as soon as we know more.',
    )
    assert.equal(
      await said(open, 'page-identified'),
      'We have found the cause of the problem with Contracts and are working on a fix. We are sorry for the trouble.',
    )
    assert.equal(
      await said({ ...open, acts: [...open.acts, [5, 'update', { text: 'x', eta: '1h' }]] }, 'page-identified'),
      'We have found the cause of the problem with Contracts and are working on a fix. We expect to be done by 15:37 UTC. We are sorry for the trouble.',
    )
    assert.equal(
      await said(over, 'page-resolved', { text: 'The pool is larger now.' }),
      'The problem with Contracts is resolved. The pool is larger now. We are sorry for the trouble and will publish a full account of what happened.',
    )
  })

  test('S12.15 mail: date, name, two times, explanation, own impact, actions', async () =>
    assert.equal(
      await said(over, 'customers', { recipient: { name: 'Ada Lind', impact: 'Two of your proposals were not sent.' } }),
      `Skillancer disruption on 10 February 2026

Dear Ada Lind,

On 10 February 2026, Skillancer was disrupted from 14:30 UTC to 15:17 UTC.

What happened: Proposals could not be submitted.
What it meant for you: Two of your proposals were not sent.
What we are doing about it: We added capacity and watch it.

If you noticed anything else during that time, write to support@skillancer.com. We are sorry for the trouble, and thank you for your patience.

Skillancer`,
    ))
})
