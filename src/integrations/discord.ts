import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { plainTextOf, type Wording, wordingOf } from '../core/paging/wording.ts'
import type { OutboundAnswer, OutboundRequest } from '../platform/outbound/outbound.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { jsonOf } from './json-answer.ts'
import { markdownText } from './markdown-text.ts'
import { cutText, textOf } from './reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from './receipt.ts'

/** Discord's limits, in characters: an embed's title and description, a button's label and link. */
const TITLE_LENGTH = 256
const DESCRIPTION_LENGTH = 4096
const LINK_LENGTH = 512

/** Members and messages are numbers that tell when they were made. */
const SNOWFLAKE = /^\d{15,21}$/

/** Red to blue for the levels of severity, grey beyond; green for what is over. */
const COLOURS = [0xd92d20, 0xe04f16, 0xdc9803, 0x1570ef]
const GREY = 0x667085
const GREEN = 0x079455

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const url = webhookOf(/^https?:/.test(to) ? to : io.secrets.url)
  if (!url) return notConfigured('the webhook URL is missing; copy it from the channel in Discord: Edit Channel, Integrations, Webhooks')
  if (to && !URL.canParse(to) && !SNOWFLAKE.test(to))
    return badAddress(`"${to.slice(0, 20)}" is no Discord member; write their user id, a number of 17 to 20 digits`)
  return await post(io, { url: `${url}?wait=true&with_components=true`, method: 'POST', message, member: SNOWFLAKE.test(to) ? to : null })
}

/** Of the settings' channel only: other channels' addresses are not kept beside the messages. */
async function amend(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt> {
  const url = webhookOf(io.secrets.url)
  if (!url || !SNOWFLAKE.test(handle)) return badAddress(`"${handle.slice(0, 30)}" is not a message of this Discord channel`)
  return await post(io, { url: `${url}/messages/${handle}?with_components=true`, method: 'PATCH', message, member: null })
}

type Post = { url: string; method: 'POST' | 'PATCH'; message: OutgoingMessage; member: string | null }

async function post(io: SendIo, { url, method, message, member }: Post): Promise<Receipt> {
  const headers = { 'content-type': 'application/json' }
  const request: OutboundRequest = { method, headers, body: JSON.stringify(payloadOf(message, member)), maxRedirects: 0 }
  return await deliver(io, { url, request, read: readAnswer })
}

/** The settings' URL without what somebody may have added to it. */
function webhookOf(text: string | undefined): string | null {
  const url = URL.parse(text ?? '')
  return url ? `${url.origin}${url.pathname.replace(/\/+$/, '')}` : null
}

/** Nobody is woken by what an alert says: only the member whose page it is may be mentioned. */
function payloadOf(message: OutgoingMessage, member: string | null): object {
  const wording = wordingOf(message)
  const embed = {
    title: cutMarkdown(wording.headline, TITLE_LENGTH),
    description: cutMarkdown(bodyOf(wording), DESCRIPTION_LENGTH),
    color: colourOf(message),
  }
  return {
    content: member ? `<@${member}>` : '',
    embeds: [embed],
    components: componentsOf(wording),
    allowed_mentions: { parse: [], users: member ? [member] : [] },
  }
}

const bodyOf = (wording: Wording): string => plainTextOf({ ...wording, action: null, details: null })

/** Webhooks may have buttons that open something; those that answer are for apps. */
function componentsOf({ action, details }: Wording): object[] {
  const links = [action, details].filter((link) => link !== null && link.href.length <= LINK_LENGTH)
  const components = links.map((link) => ({ type: 2, style: 5, label: link?.label, url: link?.href }))
  return components.length > 0 ? [{ type: 1, components }] : []
}

const colourOf = ({ kind, severity }: OutgoingMessage): number =>
  kind === 'resolved' ? GREEN : (COLOURS[(severity?.rank ?? COLOURS.length + 1) - 1] ?? GREY)

/** Escaping makes text longer, so it is cut before and after; a backslash is never left alone at the end. */
const cutMarkdown = (text: string, length: number): string => cutText(markdownText(cutText(text, length)), length).replace(/\\…$/, '…')

/** `retry_after` is more exact than the header, which has whole seconds. */
function readAnswer(answer: OutboundAnswer) {
  const told = jsonOf(answer)
  const providerId = textOf(told?.id)
  const code = textOf(told?.code)
  const retryAfterMs = answer.status === 429 ? Math.ceil(Number(told?.retry_after) * 1000) : Number.NaN
  return {
    ...(SNOWFLAKE.test(providerId) ? { providerId } : {}),
    ...(answer.status >= 300 && /^\d{1,6}$/.test(code) ? { said: `code ${code}` } : {}),
    ...(Number.isFinite(retryAfterMs) ? { retryAfterMs } : {}),
    // 10015: the webhook was deleted.
    ...(code === '10015' ? { said: 'the webhook was deleted in Discord; make a new one' } : {}),
  }
}

export default {
  id: 'discord',
  title: 'Discord',
  summary: 'Posts messages to one Discord channel and mentions the person who is paged.',
  needsAccount: true,
  fields: [
    {
      name: 'url',
      label: 'Webhook URL',
      kind: 'secret',
      required: true,
      help: 'copy it from the channel in Discord: Edit Channel, Integrations, Webhooks.',
      placeholder: 'https://discord.com/api/webhooks/…',
    },
  ],
  send,
  amend,
  roads: ['chat'],
  addressOf: (contacts) => (contacts.discord && SNOWFLAKE.test(contacts.discord) ? contacts.discord : null),
} satisfies Integration
