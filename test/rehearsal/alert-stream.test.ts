import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Receipt } from '../../src/engine/outbox.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { Night } from './night.ts'

const organisation = `
version: 1
organization: { name: Stream Ltd, timezone: UTC }
incident: { types: [ { id: security, when: { flag: security }, private: true } ] }
severities:
  - { id: SEV-1, name: Critical, respond_within: 15m, suggest_when: { alert_severity: [critical] } }
  - { id: SEV-2, name: High, pages: false, suggest_when: { alert_severity: [warning] } }
users: [ { id: ana, name: Ana, contacts: { slack: U0ANA } } ]
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: api, escalation: [technical] } ]
integrations: [ { id: am, type: alertmanager, key: kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk, service: api } ]
routes: [ { id: breach, when: { label: { alertname: Breach } }, type: security } ]
channels:
  - { id: incidents, via: slack, name: incidents, posts: [declared, update, resolved] }
  - { id: ops-alerts, via: slack, name: ops-alerts, posts: [alert] }
  - { id: worst, via: teams, name: worst, posts: [alert], when: { severity: [SEV-1] } }
`

function streamNight(answer?: (message: QueuedMessage) => Receipt): Night {
  const night = new Night('2026-11-18T03:00:00Z', organisation)
  night.answer =
    answer ?? (({ channel, id }) => ({ ok: true, said: 'answered 200', ...(channel === 'slack' ? { providerId: `C0:${id}` } : {}) }))
  return night
}

/** What stands in the channels: where, what, and over what it was written. */
const posted = (night: Night): string[] =>
  night.sent
    .filter(({ to }) => to.startsWith('channel:'))
    .map(({ to, message: { content } }) =>
      [
        to.replace('channel:', '#'),
        content.moment === 'resolved' ? 'over:' : 'new:',
        content.title,
        content.handle && `on ${content.handle}`,
      ]
        .filter(Boolean)
        .join(' '),
    )

describe('a stream of alerts in a channel of its own', () => {
  test('S5.5 each alert of a monitor is posted once to the channel of alerts, apart from that of incidents, and marked when it resolves', async () => {
    const night = streamNight()
    const one = await night.alert({ key: 'one' })
    await night.alert({ key: 'one' })
    await night.alert({ key: 'two', severity: 'warning' })
    await night.until(1)
    assert.deepEqual(posted(night), ['#ops-alerts new: one is down', '#worst new: one is down', '#ops-alerts new: two is down'])
    await night.does('resolve', one)
    await night.until(2)
    assert.deepEqual(posted(night).slice(3), [`#ops-alerts over: one is down on C0:${one}.alert.ops-alerts`, '#worst over: one is down'])
    assert.deepEqual(night.told('incident.declared'), [])
    assert.ok(
      night.sent.some(({ to }) => to === 'ana'),
      'who is on call is paged as ever',
    )
  })

  test('S5.5 what resolves before its post arrives is posted and marked then; a channel that refuses holds nothing up', async () => {
    let isUp = false
    const night = streamNight(({ id, target }) =>
      isUp || target.startsWith('user:')
        ? { ok: true, said: 'ok', providerId: `C0:${id}` }
        : { ok: false, retry: true, said: 'answered 503' },
    )
    const alert = await night.alert({ key: 'late' })
    await night.does('resolve', alert)
    await night.until(1)
    assert.deepEqual(night.told('alert_post.delivered'), [])
    isUp = true
    await night.until(10)
    assert.deepEqual(
      posted(night)
        .filter((line) => line.startsWith('#ops-alerts'))
        .slice(-2),
      ['#ops-alerts new: late is down', `#ops-alerts over: late is down on C0:${alert}.alert.ops-alerts`],
    )
    assert.equal(night.statusOf(alert), 'resolved')
  })

  test('S5.5 alerts of a private kind are posted nowhere that others read', async () => {
    const night = streamNight()
    await night.alert({ key: 'x', name: 'Breach' })
    await night.until(1)
    assert.deepEqual(posted(night), [])
  })

  test('S5.5 a post is let go a week after its alert is over', async () => {
    const night = streamNight()
    await night.does('resolve', await night.alert({ key: 'one' }))
    await night.until(8 * 24 * 60)
    assert.equal(night.told('alert_post.forgotten').length, 1)
  })
})
