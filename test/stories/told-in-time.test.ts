import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { outgoingOf } from '../../src/features/paging/rules.ts'
import { readPolicy } from '../policies/read-policy.ts'

/** A Tuesday within everybody's business hours; minutes count from the declaration. */
const T = instantOf('2026-02-10T15:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ milliseconds: minutes * 60_000 })
const minutesOf = (moment: string): number => (instantOf(moment).epochMilliseconds - T.epochMilliseconds) / 60_000

const taken: Receipt = { ok: true, said: 'taken' }
const down: Receipt = { ok: false, retry: true, said: 'answered 500' }

function play(bundle: Bundle, answer: (message: QueuedMessage) => Receipt = () => taken) {
  const sent: QueuedMessage[] = []
  const policy = createPolicy(bundle, 1)
  const send = async (message: QueuedMessage): Promise<Receipt> => {
    const receipt = answer(message)
    if (receipt.ok) sent.push(message)
    return receipt
  }
  const rehearsal = createRehearsal({ policy, start: T, send })
  const act = async (name: string, data: JsonObject, by = 'user:ic') => {
    const outcome = await rehearsal.execute({ name, to: { kind: 'incident', id: 'i1' }, by, data })
    assert.equal(outcome.refusal, undefined, JSON.stringify(outcome.refusal))
  }
  const clock = async (rule: string) => {
    const [row] = await rehearsal.store.load([{ kind: 'incident', id: 'i1' }])
    const found = (row?.state as IncidentState | undefined)?.obligations.find((each) => each.rule === rule)
    return found ? `${found.status}, due ${minutesOf(found.dueAt)}` : 'not asked'
  }
  /** When a promise was told as this: minutes. */
  const when = (rule: string, what: string): number[] =>
    rehearsal
      .facts()
      .filter(({ name, data }) => name === `obligation.${what}` && (data as JsonObject).rule === rule)
      .map((fact) => minutesOf(fact.at))
  const told = (audience: string): string[] =>
    [...new Set(sent.filter(({ content }) => content.audience === audience).map(({ target }) => target.replace('user:', '')))].sort()
  return { policy, rehearsal, sent, act, clock, when, told }
}

function bundleOf(name: string): Bundle {
  const { bundle, findings } = readPolicy(name)
  assert.ok(bundle, JSON.stringify(findings))
  return bundle
}

/** From the five documents, by hand: who is told, of which level, within how many minutes. */
const ROWS: readonly { row: string; policy: string; severity: string; rule: string; within: number }[] = [
  { row: 'S5.2', policy: 'smartbeak', severity: 'SEV-1', rule: 'executives-told', within: 15 },
  { row: 'S5.2', policy: 'dirt-free-crm', severity: 'SEV1', rule: 'sev1-executives-told', within: 30 },
  { row: 'S5.3', policy: 'smartbeak', severity: 'SEV-2', rule: 'manager-told', within: 30 },
  { row: 'S5.3', policy: 'dirt-free-crm', severity: 'SEV2', rule: 'sev2-manager-told', within: 60 },
  { row: 'S5.3', policy: 'sparkacademy', severity: 'SEV1', rule: 'manager-told', within: 5 },
  { row: 'S5.3', policy: 'profile-builder', severity: 'P1', rule: 'p1-management-told', within: 15 },
]

describe('S5.2 S5.3 executives and managers are told in time', () => {
  for (const { row, policy, severity, rule, within } of ROWS) {
    const declared = { title: 'Nothing works', severity, service: null, page: false }

    test(`${row} ${policy}, ${severity}: ${rule} is met by the delivery itself, at once`, async () => {
      const it = play(bundleOf(policy))
      await it.act('declare', declared)
      assert.equal(await it.clock(rule), `met, due ${within}`)
      assert.deepEqual(it.when(rule, 'met'), [0])
      const audience = it.policy.bundle.obligations?.find((each) => each.id === rule)?.audience ?? ''
      assert.ok(it.told(audience).length > 0, `nobody of ${audience} was told`)
    })

    test(`${row} ${policy}, ${severity}: when nothing gets through, ${rule} is missed at T+${within} and not before`, async () => {
      const it = play(bundleOf(policy), ({ content }) => (content.audience ? down : taken))
      await it.act('declare', declared)
      await it.rehearsal.advance(at(within - 0.01))
      assert.deepEqual(it.when(rule, 'missed'), [])
      await it.rehearsal.advance(at(within))
      assert.deepEqual(it.when(rule, 'missed'), [within])
    })

    test(`${row} ${policy}: a lesser level does not tell them, a raise does`, async () => {
      const least = bundleOf(policy).severities?.at(-1)?.id ?? ''
      const it = play(bundleOf(policy))
      await it.act('declare', { ...declared, severity: least })
      assert.equal(await it.clock(rule), 'not asked')
      await it.rehearsal.advance(at(10))
      await it.act('severity', { severity, reason: 'it is worse' })
      assert.match(await it.clock(rule), /^met/)
    })
  }
})

const OWN = `
version: 1
organization: { name: Shop, timezone: UTC }
severities: [ { id: SEV-1, name: Critical } ]
users:
  - { id: eva, name: Eva, contacts: { email: eva@example.com, phone: "+491511234567" } }
  - { id: sol, name: Sol, contacts: { email: sol@example.com, slack: U0SOL } }
audiences: [ { id: executives, name: Executives, members: [user:eva] }, { id: support, name: Support, members: [user:sol] } ]
obligations:
  - { id: executives-told, when: { severity: SEV-1 }, must: notify, audience: executives, by: [sms], met_by: acknowledged, within: 15m, of: declared }
  - { id: support-told, when: { severity: SEV-1 }, must: notify, audience: support, by: [chat, email], within: 10m, of: declared }
templates:
  - id: support-declared
    for: support
    moment: declared
    subject: "Orders fail: what to tell customers"
    text: "Some customers cannot order at the moment. We know, and we work on it. Please do not promise a time. Write to {{ organization.name }}."
`

function own(): Bundle {
  const { bundle, findings } = parseBundle([{ path: 'own.yaml', text: OWN }])
  assert.ok(bundle, JSON.stringify(findings))
  return bundle
}

const SECRET = 'db-7 of ACME leaks, root password in the log'

test('S5.2 where the policy asks for an acknowledgement, arriving is not enough; whoever has heard from them ticks it off', async () => {
  const it = play(own())
  await it.act('declare', { title: SECRET, severity: 'SEV-1', service: null, page: false })
  await it.rehearsal.advance(at(14))
  assert.match(await it.clock('executives-told'), /^(pending|due-soon|due_soon), due 15$/)
  assert.deepEqual(it.when('executives-told', 'met'), [])
  await it.act('complete', { what: 'executives-told' }, 'user:eva')
  assert.equal(await it.clock('executives-told'), 'met, due 15')
  assert.deepEqual(it.when('executives-told', 'met'), [14])
})

test('S5.7 support reads what may be told to customers, and nothing of what it really is', async () => {
  const it = play(own())
  await it.act('declare', { title: SECRET, severity: 'SEV-1', service: null, page: false })
  assert.deepEqual(it.told('support'), ['sol'])
  assert.equal(await it.clock('support-told'), 'met, due 10')
  const read = (audience: string) =>
    it.sent
      .filter(({ content }) => content.audience === audience)
      .map(({ id, content, target }) => {
        const person = it.policy.user(target) ?? null
        const parts = { person, policy: it.policy, publicUrl: 'https://t.example.com', ackUrl: null, reference: null }
        const { title, text, because } = outgoingOf({ id, content, possibleRepeat: false, ...parts })
        return [title, text, ...because].join('\n')
      })
  const [support] = read('support')
  assert.equal(read('support').length, 2, 'by chat and by mail')
  assert.match(support ?? '', /^Orders fail: what to tell customers\nSome customers cannot order at the moment\..* Write to Shop\.\n/)
  for (const words of read('support')) assert.doesNotMatch(words, /ACME|db-7|password/)
  assert.match(read('executives')[0] ?? '', /db-7 of ACME/)
})
