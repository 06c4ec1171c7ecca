import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type PolicyHead, policyFrom } from '../../../test/world/policy-text.ts'
import type { Receipt } from '../../engine/outbox.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

const T = instantOf('2026-11-12T14:41:12.000Z')
const POLICY = `
severities:
  - { id: SEV-1, customers: { page: required, email: required } }
  - { id: SEV-2, customers: { page: required, email: optional } }
  - { id: SEV-3, customers: { page: optional, email: none } }
roles: [{ id: commander, name: Commander, default: ["user:ann"] }]
users: [{ id: ann, name: Ann Ode, contacts: { email: ann@example.com, slack: U0ANN, phone: "+491" } }, { id: ben, name: Ben Oak, contacts: { email: ben@example.com } }]
services: [{ id: api, component: Checkout }, { id: files }]
status_pages: [{ id: public, title: Shop, domain: status.example.com, components: [service:api, service:files] }]
audiences:
  - id: customers
    outside: true
    recipients:
      - { id: acme, email: it@acme.example, name: Acme, services: [service:api], impact: Your orders wait }
      - { id: bolt, email: ops@bolt.example }
      - { id: files-only, email: x@files.example, services: [service:files] }
  - { id: board, members: ["user:ben", "channel:room"] }
channels: [{ id: room, via: slack, name: room, posts: [] }]
`

const taken = (): Receipt => ({ ok: true, said: 'taken' })

function open(more = '', answer: (target: string) => Receipt = taken, head: PolicyHead = {}) {
  const sent: { target: string; channel: string; content: JsonObject }[] = []
  const policy = policyFrom(POLICY + more, head)
  const rehearsal = createRehearsal({
    policy,
    start: T,
    send: async ({ target, channel, content }) => {
      const receipt = answer(target)
      if (receipt.ok) sent.push({ target, channel, content })
      return receipt
    },
  })
  const act = async (name: string, data: JsonObject = {}, by = 'user:ben') =>
    (await rehearsal.execute({ name, to: { kind: 'incident', id: 'i' }, by, data })).refusal?.code ?? 'ok'
  const state = () => rehearsal.store.rows.get('incident:i')?.state as IncidentState
  const facts = (name: string) => rehearsal.facts().filter((fact) => fact.name === name)
  const clocks = () => state().obligations.map(({ rule, status, dueAt }) => `${rule} ${dueAt.slice(11, 16)} ${status}`)
  const mailed = () => sent.filter(({ content }) => content.isOutside === true).map(({ target }) => target)
  return { rehearsal, sent, act, state, facts, clocks, mailed, until: (minutes: number) => rehearsal.advance(T.add({ minutes })) }
}
const declare = (severity: string) => ({ title: 'db-7 is down', severity, service: 'api' })

describe('customers are written to', () => {
  test('S11.10 what a level requires is owed, what it leaves open is offered, and what it does not want is not asked', async () => {
    const level = async (severity: string) => {
      const it = open()
      await it.act('declare', declare(severity))
      await it.act('publish', { text: 'Orders fail' })
      return { owed: it.clocks(), mailed: it.mailed() }
    }
    const customers = ['recipient:customers/acme', 'recipient:customers/bolt']
    assert.deepEqual(await level('SEV-1'), { owed: ['page-sev-1 14:56 met', 'mail-sev-1 15:41 met'], mailed: customers })
    assert.deepEqual(await level('SEV-2'), { owed: ['page-sev-2 14:56 met'], mailed: [] })
    assert.deepEqual(await level('SEV-3'), { owed: [], mailed: [] })
    const asked = open()
    await asked.act('declare', declare('SEV-2'))
    await asked.act('publish', { text: 'Orders fail', mail: true })
    assert.deepEqual(asked.mailed(), customers)
    const refused = open()
    await refused.act('declare', declare('SEV-1'))
    await refused.act('publish', { text: 'Orders fail', mail: false })
    assert.deepEqual([refused.mailed(), refused.clocks()[1]], [[], 'mail-sev-1 15:41 pending'])
  })

  test('S11.10 a clock that the policy states itself stands instead of the assumed one', async () => {
    const it = open('obligations: [{ id: told, when: { severity: [SEV-1] }, must: email, audience: customers, within: 30m, of: declared }]')
    await it.act('declare', declare('SEV-1'))
    assert.deepEqual(it.clocks(), ['told 15:11 pending', 'page-sev-1 14:56 pending'])
    await it.act('publish', { text: 'Orders fail' })
    assert.equal(it.clocks()[0], 'told 15:11 met')
  })

  test('S11.12 delivery meets it, recipient by recipient; one that is refused leaves it open, and who was not reached is told', async () => {
    let isBoltUp = false
    const it = open('', (target) =>
      target.endsWith('bolt') && !isBoltUp
        ? { ok: false, retry: true, said: '451 later' }
        : target.endsWith('acme')
          ? { ok: true, said: '250' }
          : { ok: true, said: 'taken' },
    )
    await it.act('declare', declare('SEV-1'))
    await it.act('publish', { text: 'Orders fail' })
    assert.deepEqual(it.state().notices['mail-1'], { 'recipient:customers/acme': 'delivered', 'recipient:customers/bolt': 'queued' })
    assert.equal(it.clocks()[1], 'mail-sev-1 15:41 pending')
    isBoltUp = true
    await it.until(10)
    assert.equal(it.clocks()[1], 'mail-sev-1 15:41 met')
    assert.deepEqual(it.mailed(), ['recipient:customers/acme', 'recipient:customers/bolt'], 'nobody twice')
    assert.deepEqual(it.facts('incident.mail_settled')[0]?.data, { id: 'mail-1', audience: 'customers', delivered: 2, failed: [] })
  })

  test('S11.12 an address that is no more leaves it owed; what was done instead is ticked off in words', async () => {
    const it = open('', (target) =>
      target.endsWith('bolt') ? { ok: false, retry: false, said: '550 no such user' } : { ok: true, said: '250' },
    )
    await it.act('declare', declare('SEV-1'))
    await it.act('publish', { text: 'Orders fail' })
    assert.equal(it.clocks()[1], 'mail-sev-1 15:41 pending')
    assert.deepEqual(it.facts('incident.mail_settled')[0]?.data.failed, ['recipient:customers/bolt'])
    assert.equal(await it.act('complete', { what: 'mail-sev-1', note: 'called Bolt, our CRM wrote to the others' }), 'ok')
    assert.equal(it.clocks()[1], 'mail-sev-1 15:41 met')
    assert.equal(it.facts('incident.completed')[0]?.data.note, 'called Bolt, our CRM wrote to the others')
  })

  test('S11.5 S11.6 S11.13 S5.7 the product’s own words name what is affected, the times and whom to write to, and nothing of what it really is', async () => {
    const it = open('', taken, { timezone: 'Europe/Berlin', organization: ', support: help@shop.example' })
    await it.act('declare', declare('SEV-1'))
    await it.until(5)
    await it.act('publish', { text: 'Some orders fail. We are on it.', nextIn: '30m', eta: '2h' })
    const [acme, bolt] = it.sent.filter(({ content }) => content.isOutside).map(({ content }) => content)
    assert.equal(acme?.subject, 'Test: Problem with Checkout')
    assert.equal(
      acme?.body,
      `Hello Acme,

Some orders fail. We are on it.

What it means for you: Your orders wait

Affected: Checkout
Began: 12 November 2026, 15:41 CET (14:41 UTC)
Written: 12 November 2026, 15:46 CET (14:46 UTC)
Expected to end: 12 November 2026, 17:46 CET (16:46 UTC)
You hear from us again by 12 November 2026, 16:16 CET (15:16 UTC).

Where it stands: https://status.example.com
Questions? Write to help@shop.example.

Test`,
    )
    assert.match(String(bolt?.body), /^Hello,\n\nSome orders fail/)
    for (const words of [acme, bolt]) assert.doesNotMatch(`${words?.body}${words?.subject}`, /db-7|INC-/)
  })

  test('S11.9 S11.11 who was written to is told that it is over, with how long it lasted, and once', async () => {
    const it = open()
    await it.act('declare', declare('SEV-2'))
    await it.act('publish', { text: 'Orders fail', mail: true })
    await it.until(70)
    // Who hears of it only now, because another component is named, did not get the first mail.
    await it.act('publish', { text: 'Files fail as well', components: [{ id: 'files', status: 'degraded' }] })
    await it.act('resolve')
    await it.act('publish', { text: 'All orders go through again.', status: 'resolved' })
    await it.act('publish', { text: 'A review follows.', status: 'resolved' })
    const last = it.sent.filter(({ content }) => content.isOutside).slice(2)
    assert.deepEqual(
      last.map(({ target }) => target),
      ['recipient:customers/acme', 'recipient:customers/bolt'],
    )
    assert.match(String(last[0]?.content.subject), /it is over: Problem with Checkout$/)
    assert.match(
      String(last[0]?.content.body),
      /All orders go through again\.\n[\s\S]*Over since: 12 November 2026, 15:51 UTC, after 1 h 10 m/,
    )
  })

  test('S12.23 S12.15 the policy’s words are used, by recipient; what is empty in them holds the mail back and is named, never the post', async () => {
    const it = open(`templates:
  - { id: first, for: email, moment: declared, subject: "About {{ incident.components }}", text: "Dear {{ recipient.name }}, {{ recipient.impact }}. {{ update.text }}" }`)
    await it.act('declare', declare('SEV-1'))
    await it.act('publish', { text: 'Orders fail' })
    assert.deepEqual([it.state().posts.length, it.mailed()], [1, []])
    assert.match(
      String(it.facts('incident.mail_withheld')[0]?.data.why),
      /"first" has nothing for recipient\.name, recipient\.impact; fill them in/,
    )
    assert.equal(await it.act('mail', { template: 'auto', text: 'x' }), 'placeholder-empty')
    const named = open(`templates:
  - { id: first, for: customers, moment: investigating, subject: "About {{ incident.components }}", text: "Dear {{ recipient.name | default: 'customer' }}: {{ update.text }}" }`)
    await named.act('declare', declare('SEV-1'))
    await named.act('publish', { text: 'Orders fail' })
    assert.deepEqual(
      named.sent.filter(({ content }) => content.isOutside).map(({ content }) => [content.subject, content.body]),
      [
        ['About Checkout', 'Dear Acme: Orders fail'],
        ['About Checkout', 'Dear customer: Orders fail'],
      ],
    )
  })

  test('S5.7 S12.23 words of the policy that name what is for colleagues are held back, never the post; a text for the chat is no way around', async () => {
    const it = open(`incident: { impact: { cause: { type: text } } }
templates:
  - { id: first, for: email, moment: declared, text: "{{ update.text }} {{ incident.impact }}" }
  - { id: inside, for: chat, moment: declared, text: "{{ incident.title }}" }`)
    await it.act('declare', { ...declare('SEV-1'), impact: { cause: 'Dave deployed' } })
    await it.act('publish', { text: 'Orders fail' })
    assert.deepEqual([it.state().posts.length, it.mailed()], [1, []])
    assert.match(
      String(it.facts('incident.mail_withheld')[0]?.data.why),
      /"first" names incident\.impact, which is written for colleagues and never told to customers; use \{\{ update\.text \}\}/,
    )
    assert.equal(await it.act('mail', { template: 'inside', text: 'x' }), 'placeholder-empty')
    assert.deepEqual(it.mailed(), [])
  })

  test('an audience of colleagues whose clock says e-mail is mailed with the post; its channels are not', async () => {
    const it = open('obligations: [{ id: board-mailed, must: email, audience: board, within: 1h, of: declared }]')
    await it.act('declare', declare('SEV-3'))
    await it.act('publish', { text: 'Orders fail' })
    assert.deepEqual(
      it.sent.filter(({ content }) => content.audience === 'audience:board').map(({ target, content }) => [target, content.text]),
      [['user:ben', 'Orders fail']],
    )
    assert.deepEqual(it.clocks(), ['board-mailed 15:41 met'])
  })

  test('what may not be sent is refused with what to do: private, unknown, nobody, nothing', async () => {
    const it = open('incident: { impact: { stolen: { type: flag } }, types: [{ id: theft, when: { flag: stolen }, private: true }] }')
    await it.act('declare', declare('SEV-2'))
    assert.equal(await it.act('mail', { audience: 'press', text: 'x' }), 'audience-unknown')
    assert.equal(await it.act('mail', { audience: 'customers' }), 'text-missing')
    assert.equal(await it.act('mail', { template: 'nothing' }), 'template-unknown')
    assert.equal(await it.act('mail', { text: 'Only to you' }), 'ok')
    assert.equal(it.mailed().length, 2)
    await it.act('impact', { fields: { stolen: true } })
    assert.equal(await it.act('mail', { text: 'x' }), 'private-incident')
  })

  test('S1.17 mails that wait for the mail server when the incident becomes private are taken back', async () => {
    let isUp = false
    const theft = 'incident: { impact: { stolen: { type: flag } }, types: [{ id: theft, when: { flag: stolen }, private: true }] }'
    const it = open(theft, (target) => (isUp || target.endsWith('acme') ? taken() : { ok: false, retry: true, said: '451 later' }))
    await it.act('declare', declare('SEV-1'))
    await it.act('publish', { text: 'Orders fail' })
    await it.act('impact', { fields: { stolen: true } })
    isUp = true
    await it.until(60)
    assert.deepEqual(it.mailed(), ['recipient:customers/acme'])
    assert.match(String(it.facts('incident.mail_withheld')[0]?.data.why), /has become private/)
  })
})

describe('S6.9 S7.6 the commander is asked before customers read it', () => {
  const APPROVAL = 'approvals: [{ for: publish, when: { at_least: SEV-2 }, by: "role:commander", within: 10m }]'

  test('by chat and mail with the text; unanswered it is a clock of theirs, reminded and missed like any other', async () => {
    const it = open(APPROVAL)
    await it.act('declare', declare('SEV-2'))
    await it.act('publish', { text: 'Orders fail', mail: true })
    const asked = it.sent.filter(({ content }) => content.moment === 'approval_asked')
    assert.deepEqual(
      asked.map(({ target, channel, content }) => [target, channel, content.approval]),
      [
        ['user:ann', 'slack', 'a1'],
        ['user:ann', 'email', 'a1'],
      ],
    )
    assert.match(String(asked[0]?.content.text), /^Waiting for your word as Commander before customers read it:\n\nOrders fail$/)
    assert.equal(it.clocks().at(-1), 'promised-approval 14:51 pending')
    await it.until(9)
    const nudges = () =>
      it.sent.filter(({ content }) => content.kind === 'nag' && content.obligation === 'Answer whether it may be published')
    assert.deepEqual(
      nudges().map(({ target, content }) => [target, content.what]),
      [['user:ann', 'due_soon']],
    )
    await it.until(30)
    assert.deepEqual(
      nudges().map(({ content }) => content.what),
      ['due_soon', 'missed', 'nagged'],
    )
    assert.equal(await it.act('complete', { what: 'approval:a1' }, 'user:ann'), 'not-by-hand')
    assert.equal(await it.act('approve', {}, 'user:ann'), 'ok')
    assert.equal(it.clocks().at(-1), 'promised-approval 14:51 late')
    assert.deepEqual(it.mailed(), ['recipient:customers/acme', 'recipient:customers/bolt'], 'what was asked with it goes with it')
  })

  test('a mail by itself waits as well; taken back, nothing is owed any more', async () => {
    const it = open(APPROVAL)
    await it.act('declare', declare('SEV-2'))
    assert.equal(await it.act('mail', { text: 'Only to you' }), 'ok')
    assert.deepEqual([it.mailed(), it.state().awaiting?.[0]?.act], [[], 'mail'])
    assert.equal(await it.act('approve', {}, 'user:ann'), 'ok')
    assert.equal(it.mailed().length, 2)
    await it.act('mail', { text: 'Wrong words' })
    assert.equal(await it.act('decline', { reason: 'my mistake' }), 'ok')
    assert.deepEqual([it.clocks().at(-1)?.split(' ').at(-1), it.mailed().length], ['dropped', 2])
  })
})
