import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { plainTextOf, type Wording, wordingOf } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { deliver, notConfigured, type Receipt } from './receipt.ts'

/** Slack's limits, in characters: a header block, a section, a button's link. */
const HEADER_LENGTH = 150
const SECTION_LENGTH = 3000
const LINK_LENGTH = 3000

/** A person of the workspace; with one the message mentions them, because an incoming webhook cannot write to a person. */
const MEMBER = /^[UW][A-Z0-9]{2,20}$/

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const url = /^https?:/.test(to) ? to : io.secrets.url
  if (!url) return notConfigured('the incoming webhook URL is missing; copy it from the Slack app, Incoming Webhooks')
  const body = JSON.stringify(payloadOf(wordingOf(message), MEMBER.test(to) ? to : null))
  const request = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body, maxRedirects: 0 as const }
  return await deliver(io, {
    url,
    request,
    read: (answer) => {
      const code = /^[a-z_]{2,60}$/.test(answer.body) ? answer.body : ''
      return { said: code, gone: answer.status === 404 || code === 'channel_is_archived' }
    },
  })
}

/** Foreign text is plain_text wherever Slack allows it, and escaped everywhere: `<!channel>` from an alert wakes nobody. */
function payloadOf(wording: Wording, member: string | null): object {
  const mention = member ? `<@${member}> ` : ''
  const blocks = [
    { type: 'header', text: plainText(wording.headline, HEADER_LENGTH) },
    ...(mention ? [{ type: 'section', text: { type: 'mrkdwn', text: mention.trim() } }] : []),
    ...sectionsOf(wording),
    ...(wording.because || wording.repeat ? [contextOf([wording.because, wording.repeat])] : []),
    ...buttonsOf(wording),
  ]
  // `text` is what notifications and screen readers get.
  return { text: `${mention}${escaped(wording.headline)}`, mrkdwn: false, unfurl_links: false, unfurl_media: false, blocks }
}

function sectionsOf(wording: Wording): object[] {
  const own = { ...wording, because: '', repeat: '', action: null, details: null }
  return [{ type: 'section', text: plainText(plainTextOf(own), SECTION_LENGTH) }]
}

const contextOf = (sentences: string[]): object => ({
  type: 'context',
  elements: sentences.filter(Boolean).map((sentence) => plainText(sentence, SECTION_LENGTH)),
})

function buttonsOf({ action, details }: Wording): object[] {
  const elements = [
    ...(action ? [{ type: 'button', action_id: 'act', style: 'primary', text: plainText(action.label, 75), url: action.href }] : []),
    ...(details ? [{ type: 'button', action_id: 'read', text: plainText(details.label, 75), url: details.href }] : []),
  ].filter((button) => button.url.length <= LINK_LENGTH)
  return elements.length > 0 ? [{ type: 'actions', elements }] : []
}

const plainText = (text: string, length: number): object => ({ type: 'plain_text', emoji: false, text: cut(escaped(text), length) })

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Never leaves half an entity or half a surrogate pair at the end. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/(&[a-z]{0,3}|[\ud800-\udbff])$/, '')}…`

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
