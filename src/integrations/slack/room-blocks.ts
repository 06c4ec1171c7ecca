import type { RoomCall } from '../../core/room/call.ts'
import { cutText } from '../reading.ts'
import { escaped, linkOf, plainText, pressableOf } from './blocks.ts'

const HEADER_LENGTH = 150
const SECTION_LENGTH = 3000
/** Slack takes 40,000 characters, but nobody reads them. */
const TEXT_LENGTH = 8000

/** Foreign words mention nobody. */
export const textsOf = (text: string): { text: string } => ({ text: escaped(cutText(text, TEXT_LENGTH)) })

/** The pinned declaration: how it stands, and what can be done by pressing. */
export function cardOf({ title, lines, url, incident, buttons }: Extract<RoomCall, { act: 'card' }>): { text: string; blocks: object[] } {
  const pressed = buttons.map(({ name, ...more }) => pressableOf({ ...more, name: `room.${name}`, value: incident }))
  return {
    text: escaped(title),
    blocks: [
      { type: 'header', text: plainText(title, HEADER_LENGTH) },
      { type: 'section', text: plainText(lines.join('\n'), SECTION_LENGTH) },
      { type: 'actions', block_id: 'room', elements: [...pressed, linkOf({ label: 'Open', href: url }, 'read')] },
    ],
  }
}
