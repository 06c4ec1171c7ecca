import { createHash } from 'node:crypto'
import webPush from 'web-push'
import type { Json } from '../core/command/command.ts'
import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { plainTextOf, wordingOf } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { isObject, textOf } from './reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from './receipt.ts'

/** Push services keep a message this long for a phone that is off; later the page has escalated anyway. */
const TTL_S = 60 * 60
/** RFC 8030: a topic has at most 32 characters. */
const TOPIC_LENGTH = 32
/** Encrypted bodies may have 4096 bytes; encryption and the other fields need the rest. */
const TEXT_LENGTH = 700

type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const subscription = subscriptionFrom(to)
  if (!subscription) return badAddress('this is not a push subscription; switch push messages on again on that device')
  const details = detailsOf(message, subscription, io)
  if (details instanceof Error) return notConfigured(`the message could not be encrypted: ${details.message}`)
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]))
  delete headers['Content-Length']
  return await deliver(io, {
    url: details.endpoint,
    request: { method: 'POST', headers, body: details.body, maxRedirects: 0 },
    read: (answer) => ({ gone: answer.status === 404, ...(answer.headers.location ? { providerId: answer.headers.location } : {}) }),
  })
}

/** Encryption and signature are the library's; the request itself goes through the guarded client. */
function detailsOf(message: OutgoingMessage, subscription: Subscription, io: SendIo): (webPush.RequestDetails & { body: Buffer }) | Error {
  const { subject, publicKey } = io.fields
  try {
    return webPush.generateRequestDetails(subscription, Buffer.from(JSON.stringify(payloadOf(message))), {
      vapidDetails: { subject: textOf(subject), publicKey: textOf(publicKey), privateKey: io.secrets.privateKey ?? '' },
      TTL: TTL_S,
      urgency: ['page', 'nag', 'test'].includes(message.kind) ? 'high' : 'normal',
      topic: topicOf(message),
      contentEncoding: 'aes128gcm',
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** The buttons of a page, and what the worker says of each: when it is done, and when nothing was heard of it. */
const BUTTONS = [
  {
    action: 'acknowledge',
    title: 'Acknowledge',
    done: 'You have it. Nobody else is paged.',
    failed: 'Not acknowledged: nothing was heard from the server. Try again, or tap to open.',
  },
  {
    action: 'escalate',
    title: 'Escalate',
    done: 'Passed on. The next step is paged now.',
    failed: 'Not passed on: nothing was heard from the server. Try again, or tap to open.',
  },
]

/** What the service worker shows. `tag` lets a newer message of the same thing replace the older one on the screen. */
function payloadOf(message: OutgoingMessage): { [name: string]: Json } {
  const wording = wordingOf(message)
  const text = plainTextOf({ ...wording, title: '', action: null, details: null })
  return {
    id: message.id,
    kind: message.kind,
    title: wording.headline.slice(0, TEXT_LENGTH),
    body: text.slice(0, TEXT_LENGTH),
    url: wording.action?.href ?? null,
    // For workers of before that know one button, which opens the page.
    action: wording.action?.label ?? null,
    actions: message.ackUrl ? BUTTONS : [],
    tag: topicOf(message),
  }
}

/** A message of the same thread and kind that still waits for the phone is replaced, so that waking up is not a flood. */
const topicOf = ({ thread, reference, id, kind }: OutgoingMessage): string =>
  createHash('sha256')
    .update(`${thread ?? reference ?? id}\n${kind}`)
    .digest('base64url')
    .slice(0, TOPIC_LENGTH)

function subscriptionFrom(to: Address): Subscription | null {
  try {
    const found: unknown = JSON.parse(to)
    if (!isObject(found) || !isObject(found.keys)) return null
    const [endpoint, p256dh, auth] = [textOf(found.endpoint), textOf(found.keys.p256dh), textOf(found.keys.auth)]
    return URL.canParse(endpoint) && p256dh && auth ? { endpoint, keys: { p256dh, auth } } : null
  } catch {
    return null
  }
}

export default {
  id: 'web-push',
  title: 'Browser push',
  summary: 'Push messages to the browsers and phones on which people have switched them on, without any third-party account.',
  fields: [
    {
      name: 'subject',
      label: 'Contact',
      kind: 'text',
      required: true,
      help: 'write mailto: and an address at which push services can reach the operator.',
      placeholder: 'mailto:ops@example.com',
    },
    {
      name: 'publicKey',
      label: 'Public key',
      kind: 'text',
      required: true,
      help: 'made together with the private key when this is switched on (VAPID).',
    },
    {
      name: 'privateKey',
      label: 'Private key',
      kind: 'secret',
      required: true,
      help: 'made when this is switched on; with a new one every device must subscribe again.',
    },
  ],
  send,
  roads: ['push'],
  addressOf: (contacts) => contacts['web-push'] ?? null,
} satisfies Integration
