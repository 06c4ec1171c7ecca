import { Webhook } from 'standardwebhooks'
import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { momentOf } from '../core/time/moment.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { textOf } from './reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from './receipt.ts'

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const url = to || textOf(io.fields.url)
  if (!URL.canParse(url)) return badAddress(`"${url.slice(0, 20)}" is not a URL to post to; write one such as https://example.com/hook`)
  const body = JSON.stringify(payloadOf(message, io))
  const headers = signed(message.id, body, io)
  if (!headers) return notConfigured('the signing secret cannot be read; write whsec_ and 24 to 64 random bytes in base64')
  return await deliver(io, { url, request: { method: 'POST', headers, body, maxRedirects: 0 } })
}

/** Everything we know, in full: a machine reads it. `possibleRepeat` and `webhook-id` let it drop second copies. */
function payloadOf(message: OutgoingMessage, io: SendIo): object {
  return { type: `message.${message.kind}`, timestamp: momentOf(io.now), data: message }
}

/** `webhook-id` is the same over all retries, the timestamp is that of this try. Null when the secret is no secret. */
function signed(id: string, body: string, io: SendIo): Record<string, string> | null {
  const at = new Date(io.now.epochMilliseconds)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Tocsin',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  }
  try {
    return { ...headers, 'webhook-signature': new Webhook(io.secrets.secret ?? '').sign(id, at, body) }
  } catch {
    return null
  }
}

export default {
  id: 'webhook',
  title: 'Webhook',
  summary: 'Posts every message as JSON to your own program, signed after the Standard Webhooks specification.',
  fields: [
    {
      name: 'url',
      label: 'URL',
      kind: 'url',
      help: 'Where to post; a person can have their own URL instead.',
      placeholder: 'https://example.com/hook',
    },
    {
      name: 'secret',
      label: 'Signing secret',
      kind: 'secret',
      required: true,
      help: 'write whsec_ and 24 to 64 random bytes in base64; the receiver checks signatures with it.',
      placeholder: 'whsec_…',
    },
  ],
  send,
  roads: ['webhook'],
  addressOf: (contacts) => contacts.webhook ?? null,
} satisfies Integration
