import { createECDH, randomBytes } from 'node:crypto'
import webPush from 'web-push'
import type { OutgoingMessage } from '../../src/core/paging/outgoing.ts'
import type { Address, SendIo } from '../../src/integrations/declaration.ts'
import { createGuardedFetch } from '../../src/platform/outbound/guarded-fetch.ts'
import { createSmtp } from '../../src/platform/outbound/smtp.ts'

/** How each sending integration is set up against a server on this machine: settings, an address, and what the server says when all is well. */
export type Rig = { to: Address; fields?: Record<string, string>; secrets?: Record<string, string>; answers?: string }

export const TELEGRAM_TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'

export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A browser's side of a push subscription, real keys included. */
export function createSubscription(endpoint: string) {
  const device = createECDH('prime256v1')
  const p256dh = device.generateKeys('base64url')
  const auth = randomBytes(16).toString('base64url')
  return { device, auth, json: JSON.stringify({ endpoint, keys: { p256dh, auth } }) }
}

/** The account of the recorded requests. */
export const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'authtoken0123456789' }

const twilioRig = (url: string, kind: string): Rig => ({
  to: '+15558675310',
  fields: { accountSid: TWILIO.accountSid, from: '+15017122661', server: url },
  secrets: { authToken: TWILIO.authToken },
  answers: JSON.stringify({ sid: `${kind}${'0'.repeat(32)}`, status: 'queued' }),
})

export const HTTP_RIGS: Record<string, (url: string) => Rig> = {
  webhook: (url) => ({ to: `${url}/hook`, secrets: { secret: WEBHOOK_SECRET } }),
  'slack-webhook': (url) => ({ to: 'U0123ANN', secrets: { url: `${url}/services/T0/B0/x` } }),
  slack: (url) => ({
    to: 'U0123ANN',
    fields: { api: `${url}/api` },
    secrets: { token: 'xoxb-test-token' },
    answers: JSON.stringify({ ok: true, channel: 'D0123ANN', ts: '1503435956.000247' }),
  }),
  mattermost: (url) => ({ to: 'ann', secrets: { url: `${url}/hooks/xyz` } }),
  teams: (url) => ({ to: 'ann@example.com', secrets: { url: `${url}/workflows/1/triggers/manual/paths/invoke?sig=x` } }),
  discord: (url) => ({ to: '112233445566778899', secrets: { url: `${url}/api/webhooks/1/tok` } }),
  telegram: (url) => ({
    to: '4711',
    fields: { api: url },
    secrets: { token: TELEGRAM_TOKEN },
    answers: JSON.stringify({ ok: true, result: { message_id: 7, chat: { id: 4711 } } }),
  }),
  'twilio-sms': (url) => twilioRig(url, 'SM'),
  'twilio-voice': (url) => twilioRig(url, 'CA'),
  github: (url) => ({
    to: '',
    fields: { repository: 'example/operations', api: url },
    secrets: { token: 'github_pat_secret' },
    answers: JSON.stringify({ number: 7, html_url: 'https://github.com/example/operations/issues/7' }),
  }),
  ntfy: (url) => ({ to: 'ann-topic', fields: { server: url }, secrets: { token: 'tk_secret' } }),
  'web-push': (url) => {
    const { publicKey, privateKey } = webPush.generateVAPIDKeys()
    return {
      to: createSubscription(`${url}/push/1`).json,
      fields: { subject: 'mailto:ops@example.com', publicKey },
      secrets: { privateKey },
    }
  },
}

/** Real clients that may reach this machine; `close` lets the test end. */
export function createIo({ smtpUrl, timeoutMs = 2_000 }: { smtpUrl?: string; timeoutMs?: number } = {}) {
  const fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'], timeoutMs })
  const smtp = createSmtp({ allowTargets: ['127.0.0.1'], timeoutMs, ...(smtpUrl ? { url: smtpUrl } : {}) })
  const io = (rig: Rig): SendIo => ({
    fetch,
    smtp,
    now: Temporal.Instant.from('2026-11-12T14:41:12Z'),
    publicUrl: 'https://tocsin.example.com',
    fields: rig.fields ?? {},
    secrets: rig.secrets ?? {},
  })
  const close = async () => {
    smtp.close()
    await fetch.close()
  }
  return { io, close }
}

export const PAGE: OutgoingMessage = {
  id: 'page:A-17:1:ann:email:1',
  kind: 'page',
  possibleRepeat: false,
  person: { id: 'ann', name: 'Ann' },
  severity: { id: 'SEV-2', name: 'SEV-2', rank: 2 },
  title: 'Settlement queue above 5,000 messages',
  service: 'payments-settlement',
  because: ['You are on call for payments-primary.', 'Ben is next at 14:46 UTC.'],
  ackUrl: 'https://tocsin.example.com/a/s3cret',
  url: 'https://tocsin.example.com/alerts/A-17',
  thread: 'alert:A-17',
}

/** Integrations whose fake remembers what it shows; `chats.test.ts` holds these to their contract, `recorded.test.ts` the others. */
export const CHATS = ['slack', 'discord', 'mattermost', 'teams', 'telegram', 'slack-webhook'] as const

/** What an attacker writes into an alert's title in the hope that some road takes it for more than text. */
export const HOSTILE =
  '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com\r\n\r\n<!channel> <@U1> & "q" \'s\' \u202egnp.exe \u0000 {{x}} *bold* `c` é日本 <https://evil.example|click>'
