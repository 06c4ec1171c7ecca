import { createHmac } from 'node:crypto'
import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import { plainTextOf, type Wording, wordingOf } from '../../core/paging/wording.ts'
import type { RoomAct } from '../../core/room/call.ts'
import type { SendIo } from '../declaration.ts'
import type { ReplyAction } from '../hear.ts'
import { markdownText } from '../markdown-text.ts'
import { cutText } from '../reading.ts'
import { replyButtonsOf } from '../reply-buttons.ts'

/** Mattermost's limit for a post is 16,383 characters, escapes and attachments included. */
const TEXT_LENGTH = 5000
const HEADLINE_LENGTH = 500

/** A user or a group as it is typed; an id mentions nobody. */
const NAME = /^@?(?![a-z0-9]{26}$)[a-z0-9][a-z0-9._-]{0,63}$/

const COLOURS = ['#d92d20', '#e04f16', '#dc9803', '#1570ef']
const GREY = '#667085'
const GREEN = '#079455'

/** The post as the API and the incoming webhook take it: a line of text, and a card with buttons. */
export function postOf(message: OutgoingMessage, io: SendIo): { message: string; props: { attachments: object[] } } {
  const wording = wordingOf(message)
  const actions = io.hearUrl ? actionsOf(message, { url: io.hearUrl, key: keyOf(io) }) : []
  const attachment = {
    fallback: cutText(wording.headline, HEADLINE_LENGTH),
    color: colourOf(message),
    text: textOfCard(wording, actions.length > 0),
    actions,
  }
  const named = (message.mentions ?? []).flatMap((each) => (NAME.test(each) ? [`@${each.replace(/^@/, '')} `] : [])).join('')
  return { message: `${named}**${markdownText(cutText(wording.headline, HEADLINE_LENGTH))}**`, props: { attachments: [attachment] } }
}

/** Foreign text is escaped; the links are ours. */
function textOfCard(wording: Wording, hasButtons: boolean): string {
  const own = plainTextOf({ ...wording, title: '', action: null, details: null })
  const links = [hasButtons ? null : wording.action, wording.details].filter((link) => link !== null)
  const linked = links.map((link) => `[${link?.label}](${link?.href})`).join(' · ')
  return [markdownText(cutText(own, TEXT_LENGTH)), linked].filter(Boolean).join('\n\n')
}

/** What the server posts back with a press. It never leaves the server, so who knows the proof is the server. */
export const proofOf = (key: string, { message, action }: { message: string; action: ReplyAction | `room.${RoomAct}` }): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['mattermost', message, action]))
    .digest('base64url')

/** The secret that both this and the answer's reader have, whichever way the post goes. */
export const keyOf = ({ secrets }: Pick<SendIo, 'secrets'>): string => secrets.token || secrets.url || ''

function actionsOf(message: OutgoingMessage, { url, key }: { url: string; key: string }): object[] {
  return replyButtonsOf(message).map(({ action, label, style }) => ({
    id: action,
    type: 'button',
    name: label,
    style: style ?? 'default',
    integration: { url, context: { action, message: message.id, proof: proofOf(key, { message: message.id, action }) } },
  }))
}

const colourOf = ({ kind, severity }: OutgoingMessage): string =>
  kind === 'resolved' ? GREEN : (COLOURS[(severity?.rank ?? COLOURS.length + 1) - 1] ?? GREY)
