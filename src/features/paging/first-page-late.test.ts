import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openOrganisation } from '../../../test/world/organisation.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import { features } from '../index.ts'
import { turnOf } from './throttle.ts'

const written = `
version: 1
organization: { name: Late Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities: [ { id: SEV-1, name: Critical } ]
users: [ { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } } ]
`

test('I-19 the first page of an alert that its carrier refused for a minute is not held as well', async (t) => {
  const organisation = await openOrganisation({ policy: '', written, start: '2026-11-18T03:00:00.000Z', features })
  t.after(() => organisation.close())
  const { app } = organisation
  const now = app.clock.now()
  const insert = `insert into message (id, from_kind, from_id, channel, target, road, content, until_at, generation, status, attempt, queued_at, next_at, possible_repeat)
     select 'esc-' || n, 'escalation', 'esc-' || n, 'twilio-voice', 'user:ana', 'phone', '{"kind":"page"}', '2026-11-19', 1, 'delivered', 1, $1, $1, false
     from generate_series(1, 3) n`
  await app.pools.page.query(insert, [momentOf(now.subtract({ minutes: 2 }))])
  const page = {
    id: 'esc-9.1.0.0.ana/0-twilio-voice',
    from: { kind: 'escalation', id: 'esc-9' },
    channel: 'twilio-voice',
    target: 'user:ana',
    road: 'phone',
    content: { kind: 'page', title: 'Another thing is down' },
    queuedAt: momentOf(now.subtract({ seconds: 70 })),
  } as unknown as QueuedMessage
  assert.equal((await turnOf(app, page)).kind, 'goes')
  assert.equal((await turnOf(app, { ...page, content: { ...page.content, again: true } })).kind, 'held')
})
