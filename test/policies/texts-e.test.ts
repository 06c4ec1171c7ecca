import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Scene, said } from './said.ts'

describe('Dirt Free CRM', () => {
  const fields = { affected_systems: ['Jobs', 'Schedules'], customer_impact: 'Nobody can plan a job.', root_cause: 'a full disk' }
  const forCustomers = { public_cause: 'A server ran out of space.', public_repair: 'We made room and added more.' }
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
    acts: [
      ...open.acts,
      [60, 'impact', { fields: forCustomers }],
      [70, 'resolve', { resolution: 'The disk was emptied.', force: true, reason: 'a story' }],
    ],
  }

  test('S12.17 declared: title, start, systems, impact, commander, room, rhythm', async () =>
    assert.equal(
      await said(open, 'declared'),
      `Incident declared, SEV1
Jobs cannot be planned
Began 14:30 UTC
Affected systems: Jobs, Schedules
What customers notice: Nobody can plan a job.
Commander System Administrator
War room incident-2026-02-10-14-32, updates every hour
Please do not answer in this thread: join the war room.`,
    ))

  test('S12.18 update: title, status, actions, impact, estimate, next word, room', async () =>
    assert.equal(
      await said(estimated, 'update', { text: 'The disk is emptied.', nextBy: '2026-02-10T15:40:00Z' }),
      `SEV1 Jobs cannot be planned: investigating
Now: The disk is emptied.
Customers: Nobody can plan a job.
Expected to end 15:42 UTC
Next update by 15:40 UTC
War room incident-2026-02-10-14-32`,
    ))

  test('S12.19 resolved: title, time, duration, cause, impact, review, who helped', async () =>
    assert.equal(
      await said(over, 'resolved'),
      `SEV1 Jobs cannot be planned was resolved at 15:42 UTC, after 1 h 10 m
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

Problem with Dirt Free CRM. Affected at the moment: Dirt Free CRM. We are working on it and will write every hour until it is resolved.

Status: investigating
We expect it to be resolved by 15:42 UTC.

We are sorry for the trouble, and thank you for your patience. If it is urgent, write to support@example.com.

Dirt Free CRM`,
    ))

  test('S12.21 mail, restoration: what, when, downtime, cause, what was done', async () =>
    assert.equal(
      await said(over, 'customers-restoration'),
      `Service restored: Problem with Dirt Free CRM

Dear users of Dirt Free CRM,

The problem with Dirt Free CRM was resolved at 15:42 UTC.

It lasted 1 h 12 m.
Cause: A server ran out of space.
What we did: We made room and added more.

If something is still not working, write to support@example.com. We are sorry for the trouble, and thank you for your patience.

Dirt Free CRM`,
    ))

  test('S12.22 page: initial, in progress, resolution', async () => {
    assert.equal(
      await said(open, 'page-initial'),
      'Problem with Dirt Free CRM: we are looking into it and will post here when we know more. It began at 14:30 UTC.',
    )
    assert.equal(
      await said(estimated, 'page-in-progress'),
      'We have found the cause and are working on a fix. Affected: Dirt Free CRM. We expect to be done by 15:42 UTC. Posted at 14:42 UTC.',
    )
    assert.equal(
      await said(over, 'page-resolution'),
      'This was resolved at 15:42 UTC and everything is working again. It lasted 1 h 10 m. We are still watching.',
    )
  })
})
