import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import type { ReplyAction } from './hear.ts'

/** A button that answers a page inside the chat. `question` is asked before what cannot be taken back. */
export type ReplyButton = { action: ReplyAction; label: string; style?: 'primary' | 'danger'; question?: string }

const BUTTONS: readonly ReplyButton[] = [
  { action: 'acknowledge', label: 'Acknowledge', style: 'primary' },
  { action: 'resolve', label: 'Resolve', question: 'This closes the alert for everybody.' },
  { action: 'escalate', label: 'Escalate', style: 'danger', question: 'This pages the next people now.' },
]

/** Only whoever is paged is asked to answer: the others get a link at most. */
export const replyButtonsOf = ({ ackUrl }: OutgoingMessage): readonly ReplyButton[] => (ackUrl ? BUTTONS : [])

export const replyActionOf = (name: unknown): ReplyAction | null => BUTTONS.find(({ action }) => action === name)?.action ?? null

/** What is lost where a chat's buttons cannot come back: they are links to the page with the button. */
export const linksOnly =
  (chat: string) =>
  ({ hearUrl }: { hearUrl?: string }): string | null =>
    hearUrl
      ? null
      : `Messages have links instead of buttons: ${chat} cannot post presses to this installation. Set TOCSIN_PUBLIC_URL to an https address that can be reached from the internet.`
