import { createHash } from 'node:crypto'
import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import { plainTextOf, wordingOf } from '../../core/paging/wording.ts'
import type { Mail } from '../../platform/outbound/outbound.ts'
import { htmlOf } from './html.ts'

/** RFC 5322 wants lines under 998 characters; a subject beyond this is unreadable anyway. */
const SUBJECT_LENGTH = 200

/** `token` is the message's own, for replies; `replyTo` where those go, when somebody listens there. */
export type Envelope = { from: string; to: string; host: string; token?: string | undefined; replyTo?: string | undefined }

const REPLY = 'Reply with ack, resolve or escalate.'

/**
 * A message as a mail. The Message-ID is made from the outbox id, so a second copy after an unclear failure is recognised
 * by mail programs; all mails of one alert or incident refer to the same root and are shown as one conversation.
 */
export function mailOf(message: OutgoingMessage, { from, to, host, token, replyTo }: Envelope): Mail {
  const plain = wordingOf(message)
  const mayReply = message.ackUrl !== undefined && replyTo !== undefined
  const wording = mayReply ? { ...plain, because: [plain.because, REPLY].filter(Boolean).join(' ') } : plain
  const root = message.thread ?? message.reference
  const isUrgent = ['page', 'nag', 'test'].includes(message.kind)
  return {
    from,
    to,
    subject: wording.headline.length <= SUBJECT_LENGTH ? wording.headline : `${wording.headline.slice(0, SUBJECT_LENGTH - 1)}…`,
    text: `${plainTextOf(wording)}\n`,
    html: htmlOf(wording),
    messageId: `${token ?? idOf(message.id)}@${host}`,
    ...(root ? { inReplyTo: `thread.${idOf(root)}@${host}`, references: [`thread.${idOf(root)}@${host}`] } : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(replyTo ? { 'Reply-To': replyTo } : {}),
      ...(isUrgent ? { Importance: 'high', 'X-Priority': '1' } : {}),
    },
  }
}

/** Ids may hold anything; a Message-ID may not. */
const idOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 40)
