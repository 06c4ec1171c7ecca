import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Act, type Scene, said } from './said.ts'

const FIXED: Act = [43, 'resolve', { resolution: 'The last release was rolled back', force: true, reason: 'a story' }]

describe('SparkAcademy', () => {
  const acts: Act[] = [
    [2, 'acknowledge'],
    [3, 'assign', { role: 'commander', user: 'eng-b' }],
  ]
  const impact = { users_affected: 1200, business_functions: ['payments'] }
  const open: Scene = {
    organisation: 'sparkacademy',
    declare: { title: 'Checkout is broken', severity: 'SEV1', service: 'platform', impact },
    acts,
  }
  const known: Scene = { ...open, acts: [...acts, [10, 'impact', { fields: { public_cause: 'a release of today' } }]] }

  test('S12.1 page, investigating: the issue and the promised time', async () =>
    assert.equal(
      await said(open, 'page-investigating', { nextBy: '2026-02-10T14:47:00Z' }),
      'Problem with SparkAcademy: we are looking into it. We will post again by 14:47 UTC.',
    ))

  test('S12.2 page, identified: the cause, and the estimate when there is one', async () => {
    assert.equal(await said(known, 'page-identified'), 'We have found the cause: a release of today. A fix is under way.')
    const estimated: Scene = { ...known, acts: [...known.acts, [11, 'update', { text: 'Rolling back', eta: '30m' }]] }
    assert.equal(
      await said(estimated, 'page-identified'),
      'We have found the cause: a release of today. A fix is under way. We expect to be done by 15:13 UTC.',
    )
  })

  test('S12.3 page, monitoring', async () =>
    assert.equal(await said(open, 'page-monitoring'), 'A fix is in place. We are watching to make sure that it holds.'))

  test('S12.4 page, resolved', async () =>
    assert.equal(await said(open, 'page-resolved'), 'This is resolved. Everything is working again.'))

  test('S12.5 mail to customers: date, times, explanation, and each measure on a line of its own', async () => {
    const fields = {
      summary: 'A release broke the checkout.',
      what_failed: 'Nobody could pay for a course.',
      repair: 'We went back to the release before.',
      prevention: ['Releases go to a few users first', 'The checkout is tried every minute'],
    }
    assert.equal(
      await said({ ...open, acts: [...acts, [10, 'impact', { fields }], FIXED] }, 'customers'),
      `[SparkAcademy] Service disruption, 10 February 2026

Dear SparkAcademy user,

On 10 February 2026, from 14:30 UTC to 15:15 UTC, SparkAcademy was not working as it should.

What happened: A release broke the checkout.
What you could not do: Nobody could pay for a course.
How we fixed it: We went back to the release before.

What we are doing so that it does not happen again:
- Releases go to a few users first
- The checkout is tried every minute

We are sorry for the trouble. If you have any questions, write to support@sparkacademy.com.

SparkAcademy`,
    )
  })

  test('S12.6 S7.10 chat: level, status, summary, impact, commander, room, page, next word', async () =>
    assert.equal(
      await said(open, 'declared', { nextBy: '2026-02-10T15:02:00Z' }),
      `SEV1 is open: investigating
Checkout is broken
Impact: Users affected: 1200; Functions affected: payments
Commander Engineer B, war room #incident-response
Status page https://status.sparkacademy.com
Next update by 15:02 UTC`,
    ))
})

describe('SmartBeak', () => {
  const open: Scene = {
    organisation: 'smartbeak',
    declare: { title: 'Publishing API answers 500', severity: 'SEV-2', service: 'publishing-api', impact: { scope: 'every publication' } },
    acts: [
      [1, 'acknowledge'],
      [2, 'assign', { role: 'commander', user: 'ada' }],
      [3, 'assign', { role: 'tech-lead', user: 'bruno' }],
    ],
  }

  test('S12.7 declared: reference, severity, status, impact, start, detection with its source, commander, lead, room', async () =>
    assert.equal(
      await said(open, 'declared'),
      `Incident INC-2026-02-10-001 is open: Publishing API answers 500
Severity SEV-2 · investigating
Impact: every publication
Began 14:30 UTC, noticed 14:32 UTC by monitoring
Commander Ada Moss, technical lead Bruno Vale
Follow along in incident-2026-02-10-001`,
    ))

  test('S12.8 update: reference, time, status, duration, situation, next word', async () =>
    assert.equal(
      await said({ ...open, acts: [...open.acts, [30, 'note', { text: 'x' }]] }, 'update', {
        text: 'The last release is suspected.',
        nextBy: '2026-02-10T15:30:00Z',
      }),
      `INC-2026-02-10-001 at 15:02 UTC: investigating, running for 30 m
The last release is suspected.
Next update by 15:30 UTC`,
    ))

  test('S12.9 resolved: reference, duration, resolution, and by when the review is scheduled and held', async () =>
    assert.equal(
      await said(
        { ...open, acts: [...open.acts, [45, 'resolve', { resolution: 'v1.2.3 was rolled back', force: true, reason: 'a story' }]] },
        'resolved',
      ),
      `INC-2026-02-10-001 is over after 45 m.
What fixed it: v1.2.3 was rolled back
Everything is working again; we are still watching. The review is scheduled by 11 February and held by 12 February.`,
    ))
})
