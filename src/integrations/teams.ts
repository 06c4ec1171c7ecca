import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { plainTextOf, type Wording, wordingOf } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { cutText } from './reading.ts'
import { badAddress, deliver, notConfigured, type Receipt } from './receipt.ts'

/** Teams refuses messages beyond 28 KB; one byte in JSON may be six, and the card itself needs room. */
const TEXT_LENGTH = 4000
const HEADLINE_LENGTH = 400
/** How people sign in to Microsoft 365. */
const SIGN_IN_NAME = /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/

/** Posts to a workflow ("When a Teams webhook request is received"), which posts the card to its channel or chat. */
async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const isUrl = /^https?:/.test(to)
  const url = isUrl ? to : io.secrets.url
  if (!url)
    return notConfigured('the workflow URL is missing; copy it from the workflow in Teams, step When a Teams webhook request is received')
  if (to && !isUrl && !SIGN_IN_NAME.test(to))
    return badAddress(
      `"${to.slice(0, 20)}" is nobody in Teams; write the name they sign in with, such as ann@example.com, or the URL of their own workflow`,
    )
  const member = isUrl || !to ? null : { id: to, name: message.person?.name ?? to }
  const body = JSON.stringify({ type: 'message', attachments: [attachmentOf(message, member)] })
  const request = { method: 'POST' as const, headers: { 'content-type': 'application/json' }, body, maxRedirects: 0 as const }
  return await deliver(io, { url, request, read: ({ status }) => ({ said: sayingOf(status) }) })
}

/** A workflow that is off or whose owner left answers so. */
const sayingOf = (status: number): string => (status === 404 ? 'the workflow is gone or switched off; make a new one in Teams' : '')

type Member = { id: string; name: string } | null

function attachmentOf(message: OutgoingMessage, member: Member): object {
  const wording = wordingOf(message)
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    // What a phone shows and reads out before the card is open.
    fallbackText: wording.headline.slice(0, HEADLINE_LENGTH),
    body: bodyOf(wording, { message, member }),
    actions: actionsOf(wording),
    msteams: { width: 'Full', ...(member ? { entities: [mentionOf(member)] } : {}) },
  }
  return { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
}

/** Foreign text stands in text runs, which know no markup; a text block would read it as markdown. */
function bodyOf(wording: Wording, { message, member }: { message: OutgoingMessage; member: Member }): object[] {
  const text = plainTextOf({ ...wording, title: '', action: null, details: null })
  return [
    runOf(cutText(wording.headline, HEADLINE_LENGTH), { weight: 'Bolder', size: 'Large', color: colourOf(message) }),
    ...(member ? [{ type: 'TextBlock', text: `<at>${nameOf(member)}</at>`, wrap: true }] : []),
    ...text
      .slice(0, TEXT_LENGTH)
      .split('\n\n')
      .filter(Boolean)
      .map((paragraph) => runOf(paragraph, {})),
  ]
}

const runOf = (text: string, style: object): object => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] })

/** A person's name is read as markup here, so only letters, digits and spaces of it are left. */
const nameOf = ({ name }: { name: string }): string =>
  name
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim() || 'you'

const mentionOf = (member: { id: string; name: string }): object => ({
  type: 'mention',
  text: `<at>${nameOf(member)}</at>`,
  mentioned: { id: member.id, name: nameOf(member) },
})

function colourOf({ kind, severity }: OutgoingMessage): string {
  if (kind === 'resolved') return 'Good'
  return severity && severity.rank <= 2 ? 'Attention' : 'Warning'
}

/** Webhook cards cannot answer: buttons open the page with the button. */
const actionsOf = ({ action, details }: Wording): object[] =>
  [action, details].filter((link) => link !== null).map((link) => ({ type: 'Action.OpenUrl', title: link?.label, url: link?.href }))

export default {
  id: 'teams',
  title: 'Microsoft Teams',
  summary: 'Posts cards to a Teams channel or chat through a workflow, and mentions the person who is paged.',
  needsAccount: true,
  fields: [
    {
      name: 'url',
      label: 'Workflow URL',
      kind: 'secret',
      required: true,
      help: 'copy it from the workflow in Teams: channel, Workflows, Post to a channel when a webhook request is received.',
      placeholder: 'https://prod-00.westeurope.logic.azure.com/workflows/…',
    },
  ],
  send,
  roads: ['chat'],
  addressOf: ({ teams }) => (teams && (SIGN_IN_NAME.test(teams) || URL.canParse(teams)) ? teams : null),
} satisfies Integration
