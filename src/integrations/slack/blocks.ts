import { plainTextOf, type Wording } from '../../core/paging/wording.ts'
import { cutText } from '../reading.ts'

/** Slack's limits, in characters: a header block, a section, a button's text, link and value. */
const HEADER_LENGTH = 150
const SECTION_LENGTH = 3000
const LABEL_LENGTH = 75
const LINK_LENGTH = 3000
const VALUE_LENGTH = 2000

/** A button that comes back to us: `name` is the action's id, `value` what it carries. */
export type Pressable = { name: string; label: string; value: string; style?: 'primary' | 'danger'; question?: string }

/**
 * A message as Block Kit. Foreign text is plain_text wherever Slack allows it, and escaped everywhere: `<!channel>` from an
 * alert wakes nobody. `named` mentions whom a message to a channel is meant for (`mentionOf`).
 */
export function blocksOf(wording: Wording, { named = '', buttons = [] }: { named?: string; buttons?: Pressable[] } = {}): object[] {
  return [
    { type: 'header', text: plainText(wording.headline, HEADER_LENGTH) },
    ...(named ? [{ type: 'section', text: { type: 'mrkdwn', text: named } }] : []),
    { type: 'section', text: plainText(bodyOf(wording), SECTION_LENGTH) },
    ...(wording.because || wording.repeat ? [contextOf([wording.because, wording.repeat])] : []),
    ...actionsOf(wording, buttons),
  ]
}

const MEMBER = /^[UW][A-Z0-9]{2,}$/
const GROUP = /^S[A-Z0-9]{2,}$/

/** A member and a group as Slack mentions them; any other name is only written. */
export const mentionOf = (name: string): string =>
  MEMBER.test(name) ? `<@${name}>` : GROUP.test(name) ? `<!subteam^${name}>` : escaped(`@${name}`)

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const bodyOf = (wording: Wording): string => plainTextOf({ ...wording, because: '', repeat: '', action: null, details: null })

const contextOf = (sentences: string[]): object => ({
  type: 'context',
  elements: sentences.filter(Boolean).map((sentence) => plainText(sentence, SECTION_LENGTH)),
})

function actionsOf({ action, details }: Wording, buttons: Pressable[]): object[] {
  const pressed = buttons.filter(({ value }) => value.length <= VALUE_LENGTH).map(pressableOf)
  const links = [
    // What can be pressed here need not be opened elsewhere.
    ...(action && pressed.length === 0 ? [{ ...linkOf(action, 'act'), style: 'primary' }] : []),
    ...(details ? [linkOf(details, 'read')] : []),
  ].filter((button) => button.url.length <= LINK_LENGTH)
  const elements = [...pressed, ...links]
  return elements.length > 0 ? [{ type: 'actions', block_id: 'page', elements }] : []
}

export const linkOf = ({ label, href }: { label: string; href: string }, id: string) => ({
  type: 'button',
  action_id: id,
  text: plainText(label, LABEL_LENGTH),
  url: href,
})

export const pressableOf = ({ name, label, value, style, question }: Pressable): object => ({
  type: 'button',
  action_id: name,
  text: plainText(label, LABEL_LENGTH),
  value,
  ...(style ? { style } : {}),
  ...(question ? { confirm: confirmOf(question, label) } : {}),
})

const confirmOf = (question: string, label: string): object => ({
  title: plainText('Are you sure?', LABEL_LENGTH),
  text: plainText(question, SECTION_LENGTH),
  confirm: plainText(label, LABEL_LENGTH),
  deny: plainText('Cancel', LABEL_LENGTH),
})

/** Never leaves half an entity at the end. */
export const plainText = (text: string, length: number): object => ({
  type: 'plain_text',
  emoji: false,
  text: cutText(escaped(text), length).replace(/&[a-z]{0,3}…$/, '…'),
})
