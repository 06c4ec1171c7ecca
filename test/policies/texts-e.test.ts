import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Scene, said } from './said.ts'

describe('Dirt Free CRM', () => {
  const fields = { affected_systems: ['Jobs', 'Schedules'], customer_impact: 'Nobody can plan a job.', root_cause: 'a full disk' }
  const open: Scene = {
    organisation: 'dirt-free-crm',
    declare: { title: 'Jobs cannot be planned', severity: 'SEV1', service: 'crm', impact: fields },
    acts: [
      [1, 'acknowledge', {}],
      [2, 'assign', { role: 'commander', user: 'sysadmin' }],
    ],
  }
  const estimated: Scene = { ...open, acts: [...open.acts, [10, 'update', { text: 'The disk is emptied.', eta: '1h' }]] }
  const over: Scene = {
    ...open,
    acts: [...open.acts, [70, 'resolve', { resolution: 'The disk was emptied.', force: true, reason: 'a story' }]],
  }

  test('S12.17 declared: title, start, systems, impact, commander, room, rhythm', async () =>
    assert.equal(
      await said(open, 'declared'),
      `Incident open, SEV1
Jobs cannot be planned
Began 14:30 UTC
Affected systems: Jobs, Schedules
What customers notice: Nobody can plan a job.
Commander System Administrator
War room incident-2026-02-10-14-32, updates every 1 hour
Please do not answer in this thread: join the war room.`,
    ))

  test('S12.18 update: title, status, actions, impact, estimate, next word, room', async () =>
    assert.equal(
      await said(estimated, 'update', { text: 'The disk is emptied.', nextBy: '2026-02-10T15:40:00Z' }),
      `SEV1 Jobs cannot be planned: investigating
Now: The disk is emptied.
Customers: Nobody can plan a job.
Expected to end 15:42 UTC
Next word by 15:40 UTC
War room incident-2026-02-10-14-32`,
    ))

  test('S12.19 resolved: title, time, duration, cause, impact, review, who helped', async () =>
    assert.equal(
      await said(over, 'resolved'),
      `SEV1 Jobs cannot be planned is over since 15:42 UTC, after 1 h 10 m
Cause: a full disk
What customers noticed: Nobody can plan a job.
Review: by 12 February, 15:42 UTC
Thank you: System Administrator, somebody`,
    ))

  test('S12.20 mail, disruption: what, which part, rhythm, status, estimate, contact', async () =>
    assert.equal(
      await said(estimated, 'customers-disruption'),
      `Service update: Problem with Dirt Free CRM

Dear users of Dirt Free CRM,

Problem with Dirt Free CRM. Affected at the moment: Jobs, Schedules. We are working on it and write every 1 hour until it is over.

Where we are: investigating
We expect it to end 15:42 UTC.

We are sorry, and thank you for your patience. When it is urgent, write to support@example.com.

Dirt Free CRM`,
    ))

  test('S12.21 mail, restoration: what, when, downtime, cause, what was done', async () =>
    assert.equal(
      await said(over, 'customers-restoration'),
      `Service restored: Problem with Dirt Free CRM

Dear users of Dirt Free CRM,

Jobs, Schedules works again since 15:42 UTC.

It lasted 1 h 12 m.
Why: a full disk
What we did: The disk was emptied.

If something still does not work, write to support@example.com. We are sorry, and thank you for your patience.

Dirt Free CRM`,
    ))

  test('S12.22 page: initial, in progress, resolution', async () => {
    assert.equal(
      await said(open, 'page-initial'),
      'Problem with Dirt Free CRM: we are looking into it and write here when we know more. Began 14:30 UTC.',
    )
    assert.equal(
      await said(estimated, 'page-in-progress'),
      'We found what is wrong with Jobs, Schedules and repair it. Affected: Dirt Free CRM. Expected to end 15:42 UTC. Written 14:42 UTC.',
    )
    assert.equal(
      await said(over, 'page-resolution'),
      'It is over and everything works. It lasted 1 h 10 m. We keep watching. Ended 15:42 UTC.',
    )
  })
})
