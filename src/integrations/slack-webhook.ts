import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { type Wording, wordingOf } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { deliver, notConfigured, type Receipt } from './receipt.ts'
import { blocksOf, escaped, mentionOf } from './slack/blocks.ts'

/** A person of the workspace; with one the message mentions them, because an incoming webhook cannot write to a person. */
const MEMBER = /^[UW][A-Z0-9]{2,20}$/

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const url = /^https?:/.test(to) ? to : io.secrets.url
  if (!url) return notConfigured('the incoming webhook URL is missing; copy it from the Slack app, Incoming Webhooks')
  const body = JSON.stringify(payloadOf(wordingOf(message), [...(MEMBER.test(to) ? [to] : []), ...(message.mentions ?? [])]))
  let isTaken = false
  const request = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body, maxRedirects: 0 as const }
  const receipt = await deliver(io, {
    url,
    request,
    read: (answer) => {
      const code = /^[a-z_]{2,60}$/.test(answer.body) ? answer.body : ''
      isTaken = answer.body.trim() === 'ok'
      return { said: code, gone: answer.status === 404 || code === 'channel_is_archived' }
    },
  })
  // A proxy's login page is a 200 as well.
  if (receipt.ok && !isTaken) return { ok: false, retry: true, reason: 'server-error', said: 'answered 200 but not "ok": it is not Slack' }
  return receipt
}

function payloadOf(wording: Wording, mentions: readonly string[]): object {
  const named = mentions.map(mentionOf).join(' ')
  // `text` is what notifications and screen readers get.
  const text = [named, escaped(wording.headline)].filter(Boolean).join(' ')
  return { text, mrkdwn: false, unfurl_links: false, unfurl_media: false, blocks: blocksOf(wording, { named }) }
}

export default {
  id: 'slack-webhook',
  title: 'Slack (incoming webhook)',
  summary: 'Posts messages to one Slack channel and mentions the person who is paged.',
  fields: [
    {
      name: 'url',
      label: 'Incoming webhook URL',
      kind: 'secret',
      required: true,
      help: 'copy it from your Slack app, page Incoming Webhooks.',
      placeholder: 'https://hooks.slack.com/services/…',
    },
  ],
  send,
  roads: ['chat'],
  addressOf: (contacts) => (contacts.slack && MEMBER.test(contacts.slack) ? contacts.slack : null),
} satisfies Integration
