import assert from 'node:assert/strict'
import { alertKey } from '../../src/core/alert/machine.ts'
import { momentOf } from '../../src/core/time/moment.ts'
import alerts from '../../src/features/alerts/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createGuardedFetch } from '../../src/platform/outbound/guarded-fetch.ts'
import { createOwnSmtp } from '../../src/platform/outbound/own-smtp.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { createNtfy, type Ntfy } from '../fakes/ntfy.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { TELEGRAM_TOKEN, TWILIO } from '../fakes/rigs.ts'
import { createTelegram } from '../fakes/telegram.ts'
import { createTwilio, type Twilio } from '../fakes/twilio.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import type { Contact } from './check-ledger.ts'
import type { Logged } from './requests.ts'

export const START = '2026-11-18T03:00:00.000Z'
const OUTSIDE = 'https://ops.example.com'
const ANA = '+491511234567'
const BEN = '+491517654321'
const FROM = '+15017122661'
/** A provider that does not answer is given up after this: real time, so short. */
const TIMEOUT_MS = 400

/** Who is reached where, written by hand from the policy below. */
export const contacts: Contact[] = [
  { user: 'ana', channel: 'twilio-voice', address: ANA },
  { user: 'ana', channel: 'twilio-sms', address: ANA },
  { user: 'ana', channel: 'ntfy', address: 'ana' },
  { user: 'ana', channel: 'email', address: 'ana@example.com' },
  { user: 'ben', channel: 'twilio-voice', address: BEN },
  { user: 'ben', channel: 'twilio-sms', address: BEN },
  { user: 'ben', channel: 'email', address: 'ben@example.com' },
  { user: 'cleo', channel: 'email', address: 'cleo@example.com' },
  { user: 'dan', channel: 'webhook', address: '/dan' },
  { user: 'dan', channel: 'telegram', address: '4711' },
]

/** Services of one ladder: a storm for one person. */
export const SHOPS: readonly string[] = Array.from({ length: 6 }, (_, i) => `shop-${i}`)

type Urls = { twilio: string; ntfy: string; hook: string; telegram: string }

const policyOf = ({ twilio, ntfy, hook, telegram }: Urls): string => `
version: 1
organization: { name: Proof Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities: [ { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } } ]
users:
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - id: ana
    name: Ana
    contacts: { phone: "${ANA}", email: ana@example.com, ntfy: "${ntfy}/ana" }
    rules: [ { after: 0m, by: [phone] }, { after: 2m, by: [push] }, { after: 3m, by: [sms] } ]
  - { id: ben, name: Ben, contacts: { phone: "${BEN}", email: ben@example.com }, rules: [ { after: 0m, by: [sms, email] }, { after: 3m, by: [phone] } ] }
  - { id: dan, name: Dan, contacts: { webhook: "${hook}/dan", telegram: "4711" }, rules: [ { after: 0m, by: [webhook] }, { after: 1m, by: [chat] } ] }
  - { id: vera, name: Vera, role: viewer, contacts: { email: vera@example.com } }
escalation_policies:
  - { id: technical, steps: [ { page: [user:ana], wait: 5m }, { page: [user:ben], wait: 5m } ] }
  - { id: web, steps: [ { page: [user:dan], wait: 5m }, { page: [user:ben], wait: 5m } ] }
services: [ { id: api, escalation: [technical] }, ${SHOPS.map((id) => `{ id: ${id}, escalation: [web] }`).join(', ')} ]
integrations:
  - { id: calls, type: twilio-voice, fields: { accountSid: "${TWILIO.accountSid}", authToken: "${TWILIO.authToken}", from: "${FROM}", server: "${twilio}" } }
  - { id: texts, type: twilio-sms, fields: { accountSid: "${TWILIO.accountSid}", authToken: "${TWILIO.authToken}", from: "${FROM}", server: "${twilio}" } }
  - { id: bot, type: telegram, fields: { token: "${TELEGRAM_TOKEN}", api: "${telegram}" } }
`

export type Night = {
  organisation: Organisation
  twilio: Twilio
  ntfy: Ntfy
  hook: Receiver
  telegram: Receiver
  mailbox: Mailbox
  /** What every provider logged, as one log. */
  log(): Logged[]
  open(key: string, service: string): Promise<string>
  /** Twilio posts what somebody wrote or pressed. */
  post(way: 'texts' | 'calls', form: Record<string, string>, rest?: string): Promise<string>
  /** Twilio posts what became of the last call or text that it took. */
  tell(way: 'texts' | 'calls', form: Record<string, string>): Promise<string>
  /** Whoever was called last presses a key. */
  press(digit: string): Promise<string>
  close(): Promise<void>
}

/** An organisation whose every road leads to a server on this machine, over HTTP and SMTP. */
export async function openNight(): Promise<Night> {
  const [twilio, ntfy, hook, chat, mailbox] = await Promise.all([
    createTwilio(TWILIO),
    createNtfy(),
    createReceiver(),
    createTelegram(),
    createMailbox(),
  ])
  const fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'], timeoutMs: TIMEOUT_MS })
  const smtp = createOwnSmtp({ allowTargets: ['127.0.0.1'], timeoutMs: TIMEOUT_MS, url: mailbox.url })
  const organisation = await openOrganisation({
    policy: '',
    written: policyOf({ twilio: twilio.url, ntfy: ntfy.url, hook: hook.url, telegram: chat.url }),
    start: START,
    features: [alerts, escalations, paging],
    sender: (app) => createSender(Object.assign(app, { fetch, smtp, publicUrl: OUTSIDE })),
  })
  const now = (): string => momentOf(organisation.now())
  const services: [string, Receiver][] = [
    ['twilio', twilio.receiver],
    ['ntfy', ntfy.receiver],
    ['webhook', hook],
    ['telegram', chat.receiver],
  ]
  for (const each of [...services.map(([, receiver]) => receiver), mailbox]) each.keepTime(now)
  const posted: Logged[] = []
  const post = async (way: 'texts' | 'calls', form: Record<string, string>, rest = ''): Promise<string> => {
    const path = `/hear/twilio-${way === 'texts' ? 'sms' : 'voice'}/${way}${rest}`
    const complete = { AccountSid: TWILIO.accountSid, ...form }
    const body = new URLSearchParams(complete).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilio.sign(`${OUTSIDE}${path}`, complete),
    }
    const answer = await organisation.server.inject({ method: 'POST', url: path, headers, payload: body })
    assert.equal(answer.statusCode, 200, answer.body)
    posted.push({ service: 'twilio', at: now(), method: 'POST', path, headers, body, status: 200, answer: answer.body, isOutgoing: true })
    return answer.body
  }
  const tell = (way: 'texts' | 'calls', form: Record<string, string>): Promise<string> => {
    const row = (way === 'texts' ? twilio.messages : twilio.calls).at(-1) ?? assert.fail(`no ${way}`)
    const sid: Record<string, string> = way === 'texts' ? { MessageSid: row.sid } : { CallSid: row.sid }
    const callback = URL.parse(row.form.get('StatusCallback') ?? '') ?? assert.fail('no callback')
    return post(way, { ...sid, To: String(row.to), From: FROM, ...form }, `/status${callback.search}`)
  }
  const press = (digit: string): Promise<string> => {
    const row = twilio.calls.at(-1) ?? assert.fail('no call')
    const query = URL.parse(row.form.get('Url') ?? '')?.search ?? ''
    return post('calls', { CallSid: row.sid, To: String(row.to), From: FROM, Direction: 'outbound-api', Digits: digit }, `/keys${query}`)
  }
  return {
    organisation,
    twilio,
    ntfy,
    hook,
    telegram: chat.receiver,
    mailbox,
    post,
    tell,
    press,
    log: () => [...services.flatMap(([service, receiver]) => logOf(service, receiver)), ...mailsOf(mailbox), ...posted],
    open: async (key, service) => {
      const event = {
        action: 'open',
        key,
        title: `${key} is down`,
        severity: 'critical',
        labels: {},
        details: {},
        links: [],
        source: 'test',
      }
      const to = { kind: 'alert', key: alertKey('am', key), orNew: `a-${key}` }
      const { subject } = await organisation.execute({
        name: 'open',
        to,
        by: 'integration:am',
        data: { event, integration: 'am', service },
      })
      return subject?.id ?? assert.fail('no alert')
    },
    close: async () => {
      await organisation.close()
      smtp.close()
      await Promise.all([fetch.close(), twilio.close(), ntfy.close(), hook.close(), chat.close(), mailbox.close()])
    },
  }
}

const logOf = (service: string, receiver: Receiver): Logged[] =>
  receiver.exchanges.map(({ at, request: { method, path, headers, body }, status, answer }) => ({
    service,
    at,
    method,
    path,
    headers,
    body,
    status,
    answer,
  }))

/** One line for each recipient. */
const mailsOf = (mailbox: Mailbox): Logged[] =>
  mailbox.deliveries.flatMap(({ at, to, raw, status }) =>
    to.map((address) => ({ service: 'smtp', at, method: 'DATA', path: address, headers: {}, body: raw, status, answer: '' })),
  )
